"""how many learners a group expects

Of a group of before, as many as have a number in it, and twenty-five at least.
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

USUAL = 25


def upgrade() -> None:
    op.add_column('cohort', sa.Column('expected_count', sa.Integer, nullable=False, server_default=sa.text(str(USUAL))))
    op.execute(f'UPDATE cohort SET expected_count = next_handle - 1 WHERE next_handle - 1 > {USUAL}')


def downgrade() -> None:
    op.drop_column('cohort', 'expected_count')

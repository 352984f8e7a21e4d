"""cohorts by which a course is tried out: counted apart, and in no figure"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cohort', sa.Column('is_pilot', sa.Boolean, nullable=False, server_default=sa.text('false')))


def downgrade() -> None:
    op.drop_column('cohort', 'is_pilot')

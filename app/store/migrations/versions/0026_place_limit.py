"""how many may join a group at most, where its facilitator has said so"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cohort', sa.Column('place_limit', sa.Integer))


def downgrade() -> None:
    op.drop_column('cohort', 'place_limit')

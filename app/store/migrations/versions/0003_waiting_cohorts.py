"""cohorts that wait: an early test, and who was drawn to wait"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

# Column by column: a table that SQLite copies takes along by cascade what hangs on it.


def upgrade() -> None:
    op.add_column('cohort', sa.Column('is_waiting', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('cohort', sa.Column('lottery_ref', sa.String(length=16), nullable=True))
    op.add_column('cohort', sa.Column('lessons_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('cohort', 'lessons_on')
    op.drop_column('cohort', 'lottery_ref')
    op.drop_column('cohort', 'is_waiting')

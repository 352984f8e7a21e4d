"""a learner's own phone: when the PIN is asked for next"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sign_in', sa.Column('pin_due_at', sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column('sign_in', 'pin_due_at')

"""when staff were last seen at each place where they are signed in"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sign_in', sa.Column('last_seen_at', sa.DateTime(timezone=True)))
    op.execute('UPDATE sign_in SET last_seen_at = started_at WHERE staff_id IS NOT NULL')


def downgrade() -> None:
    op.drop_column('sign_in', 'last_seen_at')

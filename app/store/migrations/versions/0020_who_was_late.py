"""whose second test arrived from a phone when the right answers could be seen: a figure of its own from now on

What has settled stays as it was counted: false, which is "not counted apart".
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('score_pair', sa.Column('is_late', sa.Boolean, nullable=False, server_default=sa.text('false')))


def downgrade() -> None:
    op.drop_column('score_pair', 'is_late')

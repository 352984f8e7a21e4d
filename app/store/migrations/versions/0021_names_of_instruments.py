"""a name of each instrument for phones that tells nothing of its keys

One of before goes on under its digest: it is on phones that were offline then, and in their tickets.
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('instrument', sa.Column('known_as', sa.String(64), nullable=False, server_default=''))
    op.execute('UPDATE instrument SET known_as = structure_digest')
    op.create_index('ix_instrument_known_as', 'instrument', ['known_as'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_instrument_known_as', 'instrument')
    op.drop_column('instrument', 'known_as')

"""a name of each instrument for phones that tells nothing of its keys

An instrument that is stored already keeps its digest as its name: phones that are offline hold it, in their tickets too.
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('instrument', sa.Column('name_for_phones', sa.String(64), nullable=False, server_default=''))
    op.execute('UPDATE instrument SET name_for_phones = structure_digest')
    op.create_index('ix_instrument_name_for_phones', 'instrument', ['name_for_phones'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_instrument_name_for_phones', 'instrument')
    op.drop_column('instrument', 'name_for_phones')

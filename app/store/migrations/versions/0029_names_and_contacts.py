"""the contact of a partner, which stands first in its learners' Help; names of staff as they were written

Who signs in is known by the name whatever its letters' case: so it is what must be one person's alone.
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partner', sa.Column('contact', sa.String(80), nullable=False, server_default=''))
    op.add_column('partner', sa.Column('contact_hours', sa.String(80), nullable=False, server_default=''))
    op.add_column('partner', sa.Column('contact_confirmed_on', sa.Date))
    op.create_index('uq_staff_folded', 'staff', ['folded'], unique=True)


def downgrade() -> None:
    op.drop_index('uq_staff_folded', 'staff')
    op.drop_column('partner', 'contact_confirmed_on')
    op.drop_column('partner', 'contact_hours')
    op.drop_column('partner', 'contact')

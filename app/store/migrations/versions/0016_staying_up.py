"""a number that is counted up to prove that answers can be stored"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'pulse',
        sa.Column('pulse_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('beats', sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint('pulse_id', name='pk_pulse'),
    )


def downgrade() -> None:
    op.drop_table('pulse')

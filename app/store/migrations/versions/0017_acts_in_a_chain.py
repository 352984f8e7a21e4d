"""acts in a chain: each with a digest over the one before; publications print with which it ended

What is there already is chained with the next act: the key lies in the pepper, which a migration does not know.
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('audit', sa.Column('number', sa.Integer, nullable=True))
    op.add_column('audit', sa.Column('digest', sa.LargeBinary(32), nullable=True))
    op.create_index('ix_audit_number', 'audit', ['number'])
    op.create_table(
        'audit_head',
        sa.Column('audit_head_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('number', sa.Integer, nullable=False),
        sa.Column('digest', sa.LargeBinary(32), nullable=False),
        sa.Column('seal', sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint('audit_head_id', name='pk_audit_head'),
    )
    op.add_column('publication', sa.Column('acts_count', sa.Integer, nullable=True))
    op.add_column('publication', sa.Column('acts_head', sa.String(16), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('publication', 'acts_head')
    op.drop_column('publication', 'acts_count')
    op.drop_table('audit_head')
    op.drop_index('ix_audit_number', table_name='audit')
    op.drop_column('audit', 'digest')
    op.drop_column('audit', 'number')

"""sheets of paper are never deleted: how one came in, why it was typed again, why it does not stand, who decided so

What was typed in before says none of this, and stands.
"""

import sqlalchemy as sa
from alembic import op

from app.store.encodings import Moment

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('source', 'reason', 'bar'):
        op.add_column('attempt', sa.Column(name, sa.String(32), nullable=True))
    op.add_column('attempt', sa.Column('is_confirmed', sa.Boolean, nullable=False, server_default=sa.text('false')))
    op.add_column('score_pair', sa.Column('came', sa.Integer, nullable=False, server_default=sa.text('0')))
    op.create_table(
        'sheet_decision',
        sa.Column('sheet_decision_id', sa.Integer, nullable=False),
        sa.Column('attempt_id', sa.Integer, nullable=False),
        sa.Column('decision', sa.String(32), nullable=False),
        sa.Column('reason', sa.String(32), nullable=True),
        sa.Column('decided_by', sa.Integer, nullable=False),
        sa.Column('decided_at', Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ['attempt_id'], ['attempt.attempt_id'], name='fk_sheet_decision_attempt_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['decided_by'], ['staff.staff_id'], name='fk_sheet_decision_decided_by'),
        sa.PrimaryKeyConstraint('sheet_decision_id', name='pk_sheet_decision'),
    )
    op.create_index('ix_sheet_decision_attempt_id', 'sheet_decision', ['attempt_id'])


def downgrade() -> None:
    op.drop_index('ix_sheet_decision_attempt_id', 'sheet_decision')
    op.drop_table('sheet_decision')
    op.drop_column('score_pair', 'came')
    for name in ('is_confirmed', 'bar', 'reason', 'source'):
        op.drop_column('attempt', name)

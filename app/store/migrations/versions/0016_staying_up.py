"""a number that is counted up to prove that answers can be stored; how much was refused and not stored"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'pulse',
        sa.Column('pulse_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('beats', sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint('pulse_id', name='pk_pulse'),
    )
    op.create_table(
        'refused_count',
        sa.Column('learner_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('wave', sa.String(32), nullable=False),
        sa.Column('unstored', sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ['learner_id'], ['learner.learner_id'], name='fk_refused_count_learner_id', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('learner_id', 'wave', name='pk_refused_count'),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table('refused_count')
    op.drop_table('pulse')

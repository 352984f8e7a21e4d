"""tests that close by date, extensions of them, and why learners left: of what has settled nobody knows"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('window', sa.Column('put_off_from', sa.DateTime(timezone=True)))
    op.add_column('window', sa.Column('extended_to', sa.DateTime(timezone=True)))
    op.create_table(
        'extension',
        sa.Column('learner_id', sa.Integer, nullable=False),
        sa.Column('wave', sa.String(32), nullable=False),
        sa.Column('cohort_id', sa.Integer, nullable=False),
        sa.Column('until', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['learner_id'], ['learner.learner_id'], name='fk_extension_learner_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['cohort_id'], ['cohort.cohort_id'], name='fk_extension_cohort_id', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('learner_id', 'wave', name='pk_extension'),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'departure',
        sa.Column('learner_id', sa.Integer, nullable=False),
        sa.Column('reason', sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ['learner_id'], ['learner.learner_id'], name='fk_departure_learner_id', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('learner_id', name='pk_departure'),
        sqlite_with_rowid=False,
    )
    op.add_column('score_pair', sa.Column('is_extended', sa.Boolean, nullable=False, server_default=sa.text('false')))
    op.add_column('score_pair', sa.Column('reason', sa.String(32)))


def downgrade() -> None:
    op.drop_column('score_pair', 'reason')
    op.drop_column('score_pair', 'is_extended')
    op.drop_table('departure')
    op.drop_table('extension')
    op.drop_column('window', 'extended_to')
    op.drop_column('window', 'put_off_from')

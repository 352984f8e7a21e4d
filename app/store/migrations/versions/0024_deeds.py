"""how the small things to do at the ends of pieces worked out: counts by cohort, without a learner"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'deed_tally',
        sa.Column('cohort_id', sa.Integer, nullable=False),
        sa.Column('lesson_number', sa.Integer, nullable=False),
        sa.Column('answer', sa.String(32), nullable=False),
        sa.Column('count', sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ['cohort_id'], ['cohort.cohort_id'], name='fk_deed_tally_cohort_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['lesson_number'], ['lesson.lesson_number'], name='fk_deed_tally_lesson_number'),
        sa.PrimaryKeyConstraint('cohort_id', 'lesson_number', 'answer', name='pk_deed_tally'),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'deed_key',
        sa.Column('cohort_id', sa.Integer, nullable=False),
        sa.Column('key', sa.LargeBinary(8), nullable=False),
        sa.ForeignKeyConstraint(['cohort_id'], ['cohort.cohort_id'], name='fk_deed_key_cohort_id', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('cohort_id', 'key', name='pk_deed_key'),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table('deed_key')
    op.drop_table('deed_tally')

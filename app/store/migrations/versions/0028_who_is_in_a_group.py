"""who was taken out of a group or moved to another, who leads beside its leader, what a merge joined, noted sessions"""

import sqlalchemy as sa
from alembic import op

from app.store.encodings import Moment, UtcDateTime

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'taken_out',
        sa.Column('learner_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('cohort_id', sa.Integer, nullable=False),
        sa.Column('taken_out_at', Moment, nullable=False),
        sa.Column('reason', sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(['cohort_id'], ['cohort.cohort_id'], name='fk_taken_out_cohort_id', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('learner_id', name='pk_taken_out'),
    )
    op.create_index('ix_taken_out_cohort_id', 'taken_out', ['cohort_id'])
    op.create_table(
        'learner_move',
        sa.Column('learner_move_id', sa.Integer, nullable=False),
        sa.Column('learner_id', sa.Integer, nullable=False),
        sa.Column('from_cohort_id', sa.Integer, nullable=False),
        sa.Column('from_handle', sa.Integer, nullable=False),
        sa.Column('to_cohort_id', sa.Integer, nullable=False),
        sa.Column('to_handle', sa.Integer, nullable=False),
        sa.Column('moved_at', Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ['learner_id'], ['learner.learner_id'], name='fk_learner_move_learner_id', ondelete='CASCADE'
        ),
        *(
            sa.ForeignKeyConstraint(
                [f'{end}_cohort_id'], ['cohort.cohort_id'], name=f'fk_learner_move_{end}_cohort_id', ondelete='CASCADE'
            )
            for end in ('from', 'to')
        ),
        sa.PrimaryKeyConstraint('learner_move_id', name='pk_learner_move'),
    )
    for column in ('learner_id', 'from_cohort_id', 'to_cohort_id'):
        op.create_index(f'ix_learner_move_{column}', 'learner_move', [column])
    op.create_table(
        'second_facilitator',
        sa.Column('cohort_id', sa.Integer, nullable=False),
        sa.Column('staff_id', sa.Integer, nullable=False),
        sa.Column('added_at', UtcDateTime, nullable=False),
        sa.Column('ends_at', Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ['cohort_id'], ['cohort.cohort_id'], name='fk_second_facilitator_cohort_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.staff_id'], name='fk_second_facilitator_staff_id'),
        sa.PrimaryKeyConstraint('cohort_id', 'staff_id', name='pk_second_facilitator'),
        sqlite_with_rowid=False,
    )
    op.create_index('ix_second_facilitator_staff_id', 'second_facilitator', ['staff_id'])
    op.create_table(
        'held_session',
        sa.Column('cohort_id', sa.Integer, nullable=False),
        sa.Column('lesson_number', sa.Integer, nullable=False),
        sa.Column('held_on', sa.Date, nullable=False),
        sa.ForeignKeyConstraint(
            ['cohort_id'], ['cohort.cohort_id'], name='fk_held_session_cohort_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['lesson_number'], ['lesson.lesson_number'], name='fk_held_session_lesson_number'),
        sa.PrimaryKeyConstraint('cohort_id', 'lesson_number', name='pk_held_session'),
        sqlite_with_rowid=False,
    )
    op.add_column('former_learner', sa.Column('before', sa.Text, nullable=True))


def downgrade() -> None:
    op.drop_column('former_learner', 'before')
    for table in ('held_session', 'second_facilitator', 'learner_move', 'taken_out'):
        op.drop_table(table)

"""how long answers stay; who was erased, as digests that only a copy of before knows; who is to be erased

An instance of before has no clock until somebody sets it: nothing is erased that nobody decided on.
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('programme', sa.Column('retention_months', sa.Integer, nullable=True))
    op.add_column('programme', sa.Column('retention_set_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('cohort', sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('former_learner', sa.Column('join_key', sa.LargeBinary(16), nullable=True))
    op.create_table(
        'erasure',
        sa.Column('digest', sa.LargeBinary(16), nullable=False),
        sa.Column('kind', sa.String(32), nullable=False),
        sa.Column('key_mark', sa.LargeBinary(4), nullable=False),
        sa.PrimaryKeyConstraint('digest', name='pk_erasure'),
        sqlite_with_rowid=False,
    )
    op.create_table(
        'erasure_request',
        sa.Column('learner_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('asked_by', sa.Integer, nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['learner_id'], ['learner.learner_id'], name='fk_erasure_request_learner_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['asked_by'], ['staff.staff_id'], name='fk_erasure_request_asked_by'),
        sa.PrimaryKeyConstraint('learner_id', name='pk_erasure_request'),
    )


def downgrade() -> None:
    op.drop_table('erasure_request')
    op.drop_table('erasure')
    op.drop_column('former_learner', 'join_key')
    op.drop_column('cohort', 'erased_at')
    op.drop_column('programme', 'retention_set_at')
    op.drop_column('programme', 'retention_months')

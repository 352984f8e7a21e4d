"""how many learners a group expects; halves of cards that are being written down

Expected of a group of before, as many as have a number in it, and twenty-five at least.
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

USUAL = 25


def upgrade() -> None:
    op.add_column('cohort', sa.Column('expected_count', sa.Integer, nullable=False, server_default=sa.text(str(USUAL))))
    op.create_table(
        'handed_card',
        sa.Column('learner_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('sealed', sa.LargeBinary(14), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['learner_id'], ['learner.learner_id'], name='fk_handed_card_learner_id', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('learner_id', name='pk_handed_card'),
    )
    op.execute(f'UPDATE cohort SET expected_count = next_handle - 1 WHERE next_handle - 1 > {USUAL}')


def downgrade() -> None:
    op.drop_table('handed_card')
    op.drop_column('cohort', 'expected_count')

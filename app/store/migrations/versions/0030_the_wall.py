"""what the wall of a cohort shows; when the last answer of a test that is being sat came"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cohort', sa.Column('wall_scene', sa.String(32)))
    op.add_column('cohort', sa.Column('wall_number', sa.Integer))
    op.add_column('cohort', sa.Column('wall_stage', sa.String(32)))
    op.add_column('cohort', sa.Column('wall_since', sa.DateTime(timezone=True)))
    moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger, 'sqlite')
    op.add_column('attempt', sa.Column('answered_at', moment))


def downgrade() -> None:
    op.drop_column('attempt', 'answered_at')
    for name in ('wall_since', 'wall_stage', 'wall_number', 'wall_scene'):
        op.drop_column('cohort', name)

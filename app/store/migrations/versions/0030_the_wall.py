"""what the wall of a cohort shows; when the last answer of a test that is being sat came"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

CHOSEN = {
    'wall_scene': sa.String(32),
    'wall_number': sa.Integer,
    'wall_stage': sa.String(32),
    'wall_since': sa.DateTime(timezone=True),
}


def upgrade() -> None:
    for name, kind in CHOSEN.items():
        op.add_column('cohort', sa.Column(name, kind))
    moment = sa.DateTime(timezone=True).with_variant(sa.BigInteger, 'sqlite')
    op.add_column('attempt', sa.Column('answered_at', moment))


def downgrade() -> None:
    op.drop_column('attempt', 'answered_at')
    for name in reversed(CHOSEN):
        op.drop_column('cohort', name)

"""keyed seals of learners with their tests and consent, of who is in a cohort, and of staff with their roles

What is there already is sealed by `init`: the key lies in the pepper, which a migration does not know.
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

SEALED = ('learner', 'cohort', 'staff')


def upgrade() -> None:
    for table in SEALED:
        op.add_column(table, sa.Column('seal', sa.LargeBinary, nullable=True))


def downgrade() -> None:
    for table in SEALED:
        op.drop_column(table, 'seal')

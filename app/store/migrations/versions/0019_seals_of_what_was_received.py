"""keyed seals of learners with their tests, of who is in a cohort, of staff with their roles, and of what is frozen

What is there already is sealed by `init`: the key lies in the pepper, which a migration does not know.
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

SEALED = {
    'seal': ('learner', 'cohort', 'staff'),
    'keyed_seal': ('settlement', 'publication'),
}


def upgrade() -> None:
    for column, tables in SEALED.items():
        for table in tables:
            op.add_column(table, sa.Column(column, sa.LargeBinary, nullable=True))


def downgrade() -> None:
    for column, tables in SEALED.items():
        for table in tables:
            op.drop_column(table, column)

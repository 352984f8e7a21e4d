"""the pepper of an instance, under its secret; the secret itself leaves the database

It leaves when it is at its new place, which a migration does not know: `instance.bring_over` after it.
"""

import sqlalchemy as sa
from alembic import op

from app.store.migrate import NotMigrated

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('instance') as batch:
        batch.alter_column('secret', existing_type=sa.String(64), nullable=True)
        batch.add_column(sa.Column('pepper', sa.LargeBinary(160), nullable=True))


def downgrade() -> None:
    raise NotMigrated('no way back from schema 0015: restore the copy that was made before the update')

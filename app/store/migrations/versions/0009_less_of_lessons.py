"""of a lesson its furthest step and when it was done: nobody read in which language, or when it was begun"""

from alembic import op

from app.store.migrate import NotMigrated

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ('language', 'started_at'):
        op.drop_column('lesson_progress', column)


def downgrade() -> None:
    raise NotMigrated('no way back from schema 0009: restore the copy that was made before the update')

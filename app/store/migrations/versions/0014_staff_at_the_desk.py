"""when staff were last seen at each place where they are signed in; their second factors and recovery codes"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sign_in', sa.Column('last_seen_at', sa.DateTime(timezone=True)))
    op.add_column('sign_in', sa.Column('proved_at', sa.DateTime(timezone=True)))
    op.create_table(
        'second_factor',
        sa.Column('staff_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('secret', sa.String(128)),
        sa.Column('offered', sa.String(128)),
        sa.Column('last_step', sa.Integer),
        sa.Column('confirmed_at', sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.staff_id'], name='fk_second_factor_staff_id'),
        sa.PrimaryKeyConstraint('staff_id', name='pk_second_factor'),
    )
    op.create_table(
        'recovery_code',
        sa.Column('staff_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('code_hash', sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.staff_id'], name='fk_recovery_code_staff_id'),
        sa.PrimaryKeyConstraint('staff_id', 'code_hash', name='pk_recovery_code'),
        sqlite_with_rowid=False,
    )
    op.execute('UPDATE sign_in SET last_seen_at = started_at WHERE staff_id IS NOT NULL')


def downgrade() -> None:
    op.drop_table('recovery_code')
    op.drop_table('second_factor')
    op.drop_column('sign_in', 'proved_at')
    op.drop_column('sign_in', 'last_seen_at')

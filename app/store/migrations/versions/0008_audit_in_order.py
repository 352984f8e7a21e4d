"""acts in the order of their time, also of one kind or person; a learner's withdrawal is of its programme"""

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

INDEXES = {
    'ix_audit_happened_at': ['happened_at'],
    'ix_audit_act': ['act', 'happened_at'],
    'ix_audit_staff_id': ['staff_id', 'happened_at'],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, 'audit', columns)
    op.execute(
        'UPDATE audit SET programme_id = (SELECT programme_id FROM cohort WHERE cohort.cohort_id = audit.cohort_id) '
        'WHERE programme_id IS NULL AND cohort_id IS NOT NULL'
    )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, 'audit')

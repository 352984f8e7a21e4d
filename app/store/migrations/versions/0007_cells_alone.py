"""cells of settled cohorts alone: the tables that counted each test as it came are gone"""

import sqlalchemy as sa
from alembic import op

from app.store.migrate import NotMigrated

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

SUMS = ('learner_count', 'd', 'dd', 'improved', 'worse', 'pre', 'pre_pre', 'pre_post')


def upgrade() -> None:
    for table in ('gain_cell', 'flow_cell', 'cohort_sum'):
        op.drop_table(table)
    op.create_table(
        'cohort_sum',
        sa.Column('settlement_id', sa.Integer, nullable=False),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ('split', 'value')),
        *(sa.Column(name, sa.Integer, nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint('settlement_id', 'split', 'value', name='pk_cohort_sum'),
        sa.ForeignKeyConstraint(
            ['settlement_id'], ['settlement.settlement_id'], name='fk_cohort_sum_settlement_id', ondelete='CASCADE'
        ),
        sqlite_with_rowid=False,
    )
    columns = ', '.join(('settlement_id', 'split', 'value', *SUMS))
    op.execute(f'INSERT INTO cohort_sum ({columns}) SELECT {columns} FROM settled_sum')  # noqa: S608
    op.drop_table('settled_sum')
    for table in ('score_pair', 'peer_reach'):
        op.drop_column(table, 'month')
    op.add_column('score_pair', sa.Column('peers', sa.Integer))
    op.execute(
        'UPDATE score_pair SET peers = (SELECT peers FROM peer_reach WHERE peer_reach.learner_id = '
        'score_pair.learner_id) WHERE cohort_id IN (SELECT cohort_id FROM cohort_tally WHERE is_settled)'
    )


def downgrade() -> None:
    raise NotMigrated('no way back from schema 0007: restore the copy that was made before the update')

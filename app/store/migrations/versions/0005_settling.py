"""cohorts settle: ledgers, cells and the tally of each cohort"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

BOTH = ('sqlite', 'postgresql')
COUNTS = ('enrolled', 'early', 'pre', 'post', 'paired', 'follow_up')
SUMS = ('learner_count', 'd', 'dd', 'improved', 'worse', 'pre', 'pre_pre', 'pre_post')


def number(name: str, *more: Any, **other: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, *more, nullable=False, **other)


def code(name: str, length: int = 32, **other: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, **other)


def flag(name: str, **other: Any) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, **other)


def blob(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def upgrade() -> None:
    op.create_table(
        'cohort_tally',
        number('cohort_id'),
        *map(number, COUNTS),
        flag('is_settled', server_default=sa.text('false')),
        sa.PrimaryKeyConstraint('cohort_id', name='pk_cohort_tally'),
        sa.ForeignKeyConstraint(
            ['cohort_id'], ['cohort.cohort_id'], name='fk_cohort_tally_cohort_id', ondelete='CASCADE'
        ),
        sqlite_with_rowid=False,
    )
    is_open: dict[str, Any] = {f'{it}_where': sa.text('NOT is_settled') for it in BOTH}
    op.create_index('ix_cohort_tally_open', 'cohort_tally', ['cohort_id'], **is_open)
    op.create_table(
        'settlement',
        number('settlement_id'),
        number('cohort_id'),
        code('step'),
        number('number'),
        flag('is_current'),
        sa.Column('settled_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('settled_by', sa.Integer),
        code('month', 7),
        *map(number, ('instrument_id', 'programme_id', 'partner_id')),
        code('region_code', 8),
        code('way'),
        code('standing'),
        number('learner_count'),
        number('erased_count', server_default='0'),
        number('merged_count', server_default='0'),
        blob('ledger'),
        sa.PrimaryKeyConstraint('settlement_id', name='pk_settlement'),
        sa.UniqueConstraint('cohort_id', 'step', 'number', name='uq_settlement_cohort_id_step_number'),
        sa.ForeignKeyConstraint(['cohort_id'], ['cohort.cohort_id'], name='fk_settlement_cohort_id'),
        sa.ForeignKeyConstraint(['settled_by'], ['staff.staff_id'], name='fk_settlement_settled_by'),
        sa.ForeignKeyConstraint(
            ['instrument_id'], ['instrument.instrument_id'], name='fk_settlement_instrument_id'
        ),
    )
    is_current: dict[str, Any] = {f'{it}_where': sa.text('is_current') for it in BOTH}
    op.create_index('uq_settlement_current', 'settlement', ['cohort_id', 'step'], unique=True, **is_current)
    op.create_index('ix_settlement_month', 'settlement', ['programme_id', 'month'])
    op.create_table(
        'cell',
        number('cell_id'),
        *map(number, ('programme_id', 'instrument_id')),
        *map(code, ('step', 'standing', 'split', 'value')),
        code('month', 7),
        *map(blob, ('scores', 'answers')),
        sa.PrimaryKeyConstraint('cell_id', name='pk_cell'),
        sa.UniqueConstraint(
            *('programme_id', 'instrument_id', 'step', 'standing', 'split', 'value', 'month'), name='uq_cell_key'
        ),
        sa.ForeignKeyConstraint(['instrument_id'], ['instrument.instrument_id'], name='fk_cell_instrument_id'),
    )
    op.create_table(
        'settled_sum',
        number('settlement_id'),
        *map(code, ('split', 'value')),
        *map(number, SUMS),
        sa.PrimaryKeyConstraint('settlement_id', 'split', 'value', name='pk_settled_sum'),
        sa.ForeignKeyConstraint(
            ['settlement_id'], ['settlement.settlement_id'], name='fk_settled_sum_settlement_id', ondelete='CASCADE'
        ),
        sqlite_with_rowid=False,
    )
    # Whoever has sat a test is counted where their scores are, and everybody else where they are enrolled.
    op.execute(
        'INSERT INTO cohort_tally (cohort_id, enrolled, early, pre, post, paired, follow_up)'
        ' SELECT cohort_id, count(*), count(early), count(pre), count(post), count(pre + post), count(follow_up) FROM ('
        'SELECT cohort_id, early, pre, post, follow_up FROM score_pair UNION ALL'
        ' SELECT cohort_id, NULL, NULL, NULL, NULL FROM learner WHERE NOT EXISTS'
        ' (SELECT 1 FROM score_pair WHERE score_pair.learner_id = learner.learner_id)) AS everybody'
        ' GROUP BY cohort_id'
    )


def downgrade() -> None:
    for table in ('settled_sum', 'cell', 'settlement', 'cohort_tally'):
        op.drop_table(table)

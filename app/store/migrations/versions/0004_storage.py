"""a sitting is one row: answers as bytes, numbers for names, one row a learner for the scores"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from app.store.answers import sheets
# What is stored stays readable by these; whoever changes one leaves a copy of it here.
from app.store.encodings import NO_PIN, Fingerprint, Hex, Moment, PinHash, UuidBytes
from app.store.migrate import NotMigrated

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

AT_ONCE = 500
"""Learners, with all that is theirs."""
MOVED = ('attempt', 'consent', 'lesson_progress', 'attendance', 'score_pair', 'learner')
NEW = sa.MetaData(
    naming_convention={
        'ix': 'ix_%(table_name)s_%(column_0_N_name)s',
        'uq': 'uq_%(table_name)s_%(column_0_N_name)s',
        'fk': 'fk_%(table_name)s_%(column_0_N_name)s',
        'pk': 'pk_%(table_name)s',
    }
)


def text_of(length: int, name: str, **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=more.pop('nullable', False), **more)


def number(name: str, *more: Any, nullable: bool = False, **other: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, *more, nullable=nullable, **other)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, server_default=sa.text('false'), nullable=False)


def of_learner(**more: Any) -> sa.Column[int]:
    return number('learner_id', sa.ForeignKey('learner.learner_id', ondelete='CASCADE'), **more)


for there in ('cohort', 'staff'):
    sa.Table(there, NEW, number(f'{there}_id', primary_key=True))
INSTRUMENT = sa.Table(
    'instrument',
    NEW,
    number('instrument_id', primary_key=True),
    text_of(64, 'structure_digest', unique=True),
    sa.Column('layout', sa.String, nullable=False),
    number('out_of'),
)
WORDING = sa.Table('wording', NEW, number('wording_id', primary_key=True), text_of(64, 'digest', unique=True))
ASKED = sa.Table('asked', NEW, number('asked_id', primary_key=True), text_of(32, 'statement_id', unique=True))
LESSON = sa.Table('lesson', NEW, number('lesson_number', primary_key=True), text_of(32, 'lesson_id', unique=True))
LEARNER = sa.Table(
    'learner',
    NEW,
    number('learner_id', primary_key=True),
    number('cohort_id', sa.ForeignKey('cohort.cohort_id')),
    number('handle'),
    sa.Column('code_hash', Hex(16), nullable=False, unique=True),
    sa.Column('pin_hash', PinHash),
    sa.Column('join_key', Fingerprint, nullable=False, unique=True),
    text_of(32, 'sex'),
    text_of(32, 'age_band'),
    text_of(12, 'language'),
    text_of(1, 'first_form'),
    sa.Column('joined_at', Moment, nullable=False),
    sa.UniqueConstraint('cohort_id', 'handle'),
    sqlite_autoincrement=True,
)
CONSENT = sa.Table(
    'consent',
    NEW,
    of_learner(primary_key=True),
    sa.Column('given_at', Moment, primary_key=True),
    text_of(32, 'version', primary_key=True),
    text_of(12, 'language', primary_key=True),
    sqlite_with_rowid=False,
)
ATTEMPT = sa.Table(
    'attempt',
    NEW,
    number('attempt_id', primary_key=True),
    sa.Column('key', UuidBytes, nullable=False, unique=True),
    of_learner(index=True),
    number('cohort_id', sa.ForeignKey('cohort.cohort_id'), index=True),
    number('instrument_id', sa.ForeignKey('instrument.instrument_id')),
    text_of(32, 'wave'),
    text_of(1, 'form'),
    number('wording_id', sa.ForeignKey('wording.wording_id')),
    text_of(12, 'language'),
    sa.Column('seed', Hex(8)),
    sa.Column('started_at', Moment, nullable=False),
    sa.Column('finished_at', Moment),
    sa.Column('received_at', Moment),
    sa.Column('content_sha256', Hex(32)),
    number('score', nullable=True),
    number('answered_count'),
    number('unsure_count', nullable=True),
    sa.Column('is_complete', sa.Boolean),
    flag('is_after_lesson'),
    flag('is_after_reveal'),
    text_of(32, 'channel', nullable=True),
    number('typed_by', sa.ForeignKey('staff.staff_id'), nullable=True),
    flag('is_counted'),
    *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ('answers', 'seconds', 'points')),
)
for index, where in (('uq_attempt_counted', 'is_counted'), ('uq_attempt_open', 'received_at IS NULL')):
    of_wave = (ATTEMPT.c.learner_id, ATTEMPT.c.instrument_id, ATTEMPT.c.wave)
    sa.Index(index, *of_wave, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
LESSON_PROGRESS = sa.Table(
    'lesson_progress',
    NEW,
    of_learner(primary_key=True),
    number('lesson_number', sa.ForeignKey('lesson.lesson_number'), primary_key=True),
    number('step'),
    text_of(12, 'language'),
    sa.Column('started_at', Moment, nullable=False),
    sa.Column('done_at', Moment),
    sqlite_with_rowid=False,
)
ATTENDANCE = sa.Table(
    'attendance',
    NEW,
    of_learner(primary_key=True),
    number('lesson_number', sa.ForeignKey('lesson.lesson_number'), primary_key=True),
    sa.Column('attended_on', sa.Date, nullable=False),
    sqlite_with_rowid=False,
)
SCORE_PAIR = sa.Table(
    'score_pair',
    NEW,
    of_learner(primary_key=True),
    number('instrument_id', sa.ForeignKey('instrument.instrument_id'), primary_key=True),
    number('cohort_id', index=True),
    text_of(2, 'form_order'),
    text_of(32, 'sex'),
    text_of(32, 'age_band'),
    text_of(12, 'language'),
    text_of(32, 'channel'),
    text_of(7, 'month'),
    number('lessons'),
    *(number(wave, nullable=True) for wave in ('early', 'pre', 'post', 'follow_up')),
    sqlite_with_rowid=False,
)
OF_LEARNERS = (CONSENT, LESSON_PROGRESS, ATTENDANCE)
MOMENTS = {'joined_at', 'given_at', 'started_at', 'finished_at', 'received_at', 'done_at'}
TYPES: dict[str, Any] = {
    **dict.fromkeys(MOMENTS, sa.DateTime(timezone=True)),
    **dict.fromkeys(('is_complete', 'is_after_lesson', 'is_after_reveal'), sa.Boolean()),
    'attended_on': sa.Date(),
}
Old = dict[str, Any]


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == 'sqlite' and connection.exec_driver_sql('PRAGMA foreign_keys').scalar() != 0:
        raise NotMigrated('foreign keys are on: what hangs on a table would go with it, so nothing was done')
    counters = _counters(connection)
    _number_names(connection)
    for table in MOVED:
        op.execute(f'CREATE TABLE old_{table} AS SELECT * FROM {table}')
        op.execute(f'CREATE INDEX ix_old_{table} ON old_{table} (learner_id)')
        op.execute(f'DROP TABLE {table}' + ('' if connection.dialect.name == 'sqlite' else ' CASCADE'))
    NEW.create_all(connection, [LEARNER, CONSENT, ATTEMPT, LESSON_PROGRESS, ATTENDANCE, SCORE_PAIR])
    house = House(connection)
    for first, last in _blocks(connection):
        house.move(first, last)
    _look_over(connection)
    for table in ('statement_answer', 'response', *(f'old_{table}' for table in MOVED)):
        op.drop_table(table)
    _go_on_counting(connection, counters)


class House:
    """Brings some learners over at a time and reads back what it wrote."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.instruments = {row.structure_digest: row for row in connection.execute(sa.select(INSTRUMENT))}
        self.structures = {row.instrument_id: digest for digest, row in self.instruments.items()}
        self.wordings = _pairs(connection, WORDING.c.digest, WORDING.c.wording_id)
        self.statements = _pairs(connection, ASKED.c.statement_id, ASKED.c.asked_id)
        self.lessons = _pairs(connection, LESSON.c.lesson_id, LESSON.c.lesson_number)
        cohort = sa.table('cohort', *map(sa.column, ('cohort_id', 'time_zone', 'is_waiting')))
        self.cohorts = {row.cohort_id: row for row in connection.execute(sa.select(cohort))}

    def move(self, first: int, last: int) -> None:
        """Those with ids from `first` to `last`."""
        old = {name: self._old(f'old_{name}', first, last) for name in MOVED if name != 'score_pair'}
        self._add_answers(old['attempt'])
        for row in old['learner']:
            row['pin_hash'] = None if row['pin_hash'] == NO_PIN else row['pin_hash']
        for row in (*old['lesson_progress'], *old['attendance']):
            row['lesson_number'] = self.lessons[row.pop('lesson_id')]
        for row in old['consent']:
            del row['consent_id']
        old['consent'] = list({tuple(row.items()): row for row in old['consent']}.values())
        for table in (LEARNER, *OF_LEARNERS):
            self._write(table, old[table.name])
        self._write(ATTEMPT, [self._sheet(row) for row in old['attempt']])
        self._write(SCORE_PAIR, list(self._scores(old)))
        for table in (LEARNER, *OF_LEARNERS, ATTEMPT):
            self._read_back(table, old[table.name], first, last)

    def _old(self, table: str, first: int, last: int) -> list[Old]:
        names = [it['name'] for it in sa.inspect(self.connection).get_columns(table)]
        columns: list[Any] = [sa.column(name, TYPES[name]) if name in TYPES else sa.column(name) for name in names]
        query = sa.select(sa.table(table, *columns)).where(sa.column('learner_id').between(first, last))
        return [
            {key: _utc(value) if key in MOMENTS else value for key, value in row.items()}
            for row in self.connection.execute(query).mappings()
        ]

    def _add_answers(self, attempts: list[Old]) -> None:
        """To each: `responses` (option and seconds by item) and `statements` (value by id)."""
        by_id: dict[int, Old] = {row['attempt_id']: row for row in attempts}
        for row in attempts:
            row |= {'responses': {}, 'statements': {}}
        ids = sorted(by_id)
        for block in (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)):
            for attempt_id, item, *answer in self._rows_of('response', block, 'item_id', 'option_id', 'seconds'):
                by_id[attempt_id]['responses'][item] = tuple(answer)
            for attempt_id, name, value in self._rows_of('statement_answer', block, 'statement_id', 'value'):
                by_id[attempt_id]['statements'][name] = value

    def _rows_of(self, table: str, attempt_ids: list[int], *names: str) -> Iterator[Any]:
        columns: list[Any] = [sa.column(name) for name in ('attempt_id', *names)]
        query = sa.select(*columns).select_from(sa.table(table)).where(columns[0].in_(attempt_ids))
        return iter(self.connection.execute(query))

    def _sheet(self, old: Old) -> Old:
        """The new row of an attempt."""
        instrument = self.instruments[old['structure_digest']]
        layout, responses = sheets.layout(instrument.layout), old['responses']
        try:
            answers = layout.answers(old['form'], {item: option for item, (option, _) in responses.items()})
        except ValueError as fault:
            raise NotMigrated(f'attempt {old["attempt_id"]}: {fault}') from fault
        is_sent = old['received_at'] is not None
        values = {name: old[name] for name in ATTEMPT.c.keys() if name in old}
        return {
            **values,
            'instrument_id': instrument.instrument_id,
            'wording_id': self.wordings[old['wording_digest']],
            'seed': None if is_sent else old['seed'],
            'answered_count': old['answered_count'] if is_sent else sheets.count_answered(answers),
            'channel': ('paper' if old['typed_by'] else 'page') if is_sent else None,
            'is_counted': old['counted_wave'] is not None,
            'answers': answers,
            'seconds': layout.seconds({item: time for item, (_, time) in responses.items() if time is not None}),
            'points': sheets.points({self.statements[name]: value for name, value in old['statements'].items()}),
        }

    def _unfolded(self, new: Old) -> Old:
        """The former row of an attempt, out of the new one."""
        structure = self.structures[new['instrument_id']]
        instrument = self.instruments[structure]
        layout, is_sent = sheets.layout(instrument.layout), new['received_at'] is not None
        times = layout.times(new['seconds'])
        responses = layout.responses(new['form'], new['answers'])
        numbers = {number: name for name, number in self.statements.items()}
        return {
            **new,
            'structure_digest': structure,
            'wording_digest': {number: digest for digest, number in self.wordings.items()}[new['wording_id']],
            'out_of': instrument.out_of,
            'answered_count': new['answered_count'] if is_sent else None,
            'counted_wave': new['wave'] if new['is_counted'] else None,
            'open_wave': None if is_sent else new['wave'],
            'responses': {item: (option, times.get(item)) for item, option in responses.items()},
            'statements': {numbers[number]: value for number, value in sheets.values_of(new['points']).items()},
        }

    def _write(self, table: sa.Table, rows: list[Old]) -> None:
        if rows:
            self.connection.execute(table.insert(), rows)

    def _read_back(self, table: sa.Table, old: list[Old], first: int, last: int) -> None:
        """Raises NotMigrated for a row that does not say what it said before."""
        query = sa.select(table).where(table.c.learner_id.between(first, last))
        keys = [column.name for column in table.primary_key]
        new = {tuple(row[key] for key in keys): dict(row) for row in self.connection.execute(query).mappings()}
        for row in old:
            key = tuple(row[name] for name in keys)
            back = self._unfolded(new[key]) if table is ATTEMPT else new[key]
            shown = dict(row)
            if table is LEARNER:  # half of each digest is kept
                shown['code_hash'] = row['code_hash'][:32]
                shown['join_key'] = hashlib.sha256(row['join_key'].encode()).hexdigest()[:32]
            if table is ATTEMPT and row['received_at'] is not None:
                shown['seed'] = None
            wrong = [name for name, value in shown.items() if back[name] != value]
            if wrong:
                raise NotMigrated(f'{table.name} {key} would not be what it was ({", ".join(wrong)}): nothing was done')

    def _scores(self, old: Mapping[str, list[Old]]) -> Iterator[Old]:
        """Rows of score_pair: of whoever has a test that counts."""
        sat: dict[tuple[int, str], dict[str, Old]] = defaultdict(dict)
        for row in old['attempt']:
            if row['counted_wave']:
                sat[row['learner_id'], row['structure_digest']][row['wave']] = row
        learners = {row['learner_id']: row for row in old['learner']}
        done = defaultdict(list)
        for row in old['lesson_progress']:
            done[row['learner_id']].append(row['done_at'])
        for (learner_id, structure), tests in sorted(sat.items()):
            learner, post = learners[learner_id], tests.get('post')
            first = next(tests[wave] for wave in ('pre', 'post', 'early', 'follow_up') if wave in tests)
            last = next(tests[wave] for wave in ('post', 'pre', 'early', 'follow_up') if wave in tests)
            order = 'AB' if (learner['first_form'] == 'A') is not bool(self.cohorts[learner['cohort_id']].is_waiting) else 'BA'
            forms = [tests[wave]['form'] if wave in tests else due for wave, due in zip(('pre', 'post'), order)]
            zone = ZoneInfo(self.cohorts[first['cohort_id']].time_zone)
            yield {
                'learner_id': learner_id,
                'instrument_id': self.instruments[structure].instrument_id,
                'cohort_id': first['cohort_id'],
                'form_order': ''.join(forms),
                'sex': learner['sex'],
                'age_band': learner['age_band'],
                'language': first['language'],
                'channel': 'paper' if last['typed_by'] else 'page',
                'month': f'{first["finished_at"].astimezone(zone):%Y-%m}',
                'lessons': sum(it is not None and it <= post['finished_at'] for it in done[learner_id]) if post else 0,
                **{wave: tests[wave]['score'] if wave in tests else None for wave in ('early', 'pre', 'post', 'follow_up')},
            }


def _utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None else moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _pairs(connection: sa.Connection, key: Any, value: Any) -> dict[str, int]:
    return dict(connection.execute(sa.select(key, value)).all())


def _blocks(connection: sa.Connection) -> Iterator[tuple[int, int]]:
    last = 0
    query = sa.text(f'SELECT learner_id FROM old_learner WHERE learner_id > :last ORDER BY learner_id LIMIT {AT_ONCE}')
    while ids := [row[0] for row in connection.execute(query, {'last': last})]:
        yield ids[0], ids[-1]
        last = ids[-1]


def _number_names(connection: sa.Connection) -> None:
    """Instruments, wordings, statements and lessons. Raises NotMigrated for answers whose course is not there."""
    NEW.create_all(connection, [INSTRUMENT, WORDING, ASKED, LESSON])
    for table, column, query in (
        (WORDING, 'digest', 'SELECT DISTINCT wording_digest FROM attempt'),
        (ASKED, 'statement_id', 'SELECT DISTINCT statement_id FROM statement_answer'),
        (LESSON, 'lesson_id', 'SELECT lesson_id FROM lesson_progress UNION SELECT lesson_id FROM attendance'),
    ):
        names = sorted(row[0] for row in connection.execute(sa.text(query)))
        if names:
            connection.execute(table.insert(), [{column: name} for name in names])
    releases = sa.text('SELECT structure_digest, content FROM course_release ORDER BY course_release_id')
    known: set[str] = set()
    for row in connection.execute(releases):
        structure, content = str(row[0]), str(row[1])
        if structure not in known:
            known.add(structure)
            items = json.loads(content)['instrument']['items']
            options = [(it['id'], {form: asked['options'] for form, asked in it['forms'].items()}) for it in items]
            values = {'layout': sheets.layout_text(options), 'out_of': len(items)}
            connection.execute(INSTRUMENT.insert().values(structure_digest=structure, **values))
    met = {str(row[0]) for row in connection.execute(sa.text('SELECT DISTINCT structure_digest FROM attempt'))}
    if met - known:
        raise NotMigrated(f'answers to an instrument that no release has: {", ".join(sorted(met - known))}')


def _look_over(connection: sa.Connection) -> None:
    """Raises NotMigrated where something did not come along. Second line to what `House` reads back."""
    for table in ('learner', 'attempt', 'lesson_progress', 'attendance'):
        _must_be_none(connection, f'SELECT (SELECT count(*) FROM old_{table}) - (SELECT count(*) FROM {table})', table)
    of = 'JOIN instrument i ON i.structure_digest = o.structure_digest LEFT JOIN score_pair s ON s.learner_id = o.learner_id'
    same = ('cohort_id', 'form_order', 'sex', 'age_band', 'language', 'month', 'pre', 'post')
    for wave_pair, is_same in (
        ('pre-post', ' AND '.join(f's.{name} = o.{name}' for name in same)),
        ('pre-follow_up', 's.pre = o.pre AND s.follow_up = o.post AND s.post IS NOT NULL'),
    ):
        rows = f"FROM old_score_pair o {of} AND s.instrument_id = i.instrument_id WHERE o.wave_pair = '{wave_pair}'"
        _must_be_none(connection, f'SELECT sum(CASE WHEN {is_same} THEN 0 ELSE 1 END) {rows}', 'score_pair')
    pairs = 'SELECT count(*) FROM score_pair WHERE pre IS NOT NULL AND post IS NOT NULL'
    cells = "SELECT coalesce(sum(learner_count), 0) FROM gain_cell WHERE wave_pair = 'pre-post'"
    _must_be_none(connection, f'SELECT ({pairs}) - ({cells})', 'gain_cell')


def _must_be_none(connection: sa.Connection, query: str, table: str) -> None:
    count = connection.execute(sa.text(query)).scalar()
    if count:
        raise NotMigrated(f'{count} rows of {table} would not be what they were: nothing was done')


def _counters(connection: sa.Connection) -> dict[str, tuple[int, bool]]:
    """Up to which id learners (and on PostgreSQL attempts) were counted: an id is never given out again."""
    if connection.dialect.name == 'sqlite':
        rows = connection.execute(sa.text("SELECT name, seq FROM sqlite_sequence WHERE name = 'learner'"))
        return {str(row[0]): (int(row[1]), True) for row in rows}
    found = {}
    for table in ('learner', 'attempt'):
        row = connection.execute(sa.text(f'SELECT last_value, is_called FROM {table}_{table}_id_seq')).one()
        found[table] = int(row[0]), bool(row[1])
    return found


def _go_on_counting(connection: sa.Connection, counters: Mapping[str, tuple[int, bool]]) -> None:
    for table, (last, is_called) in counters.items():
        if connection.dialect.name == 'sqlite':
            connection.execute(sa.text('DELETE FROM sqlite_sequence WHERE name = :name'), {'name': table})
            values = {'name': table, 'last': last}
            connection.execute(sa.text('INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)'), values)
        else:
            setting = sa.text('SELECT setval(:name, :last, :is_called)')
            values = {'name': f'{table}_{table}_id_seq', 'last': last, 'is_called': is_called}
            connection.execute(setting, values)
    if connection.dialect.name != 'sqlite':
        for table in ('former_learner', 'peer_reach', 'refused_attempt', 'sign_in'):
            name = f'fk_{table}_learner_id'
            op.create_foreign_key(name, table, 'learner', ['learner_id'], ['learner_id'], ondelete='CASCADE')


def downgrade() -> None:
    raise NotMigrated('no way back from schema 0004: restore the copy that was made before the update')

"""seals of what is frozen: settlements, publications, and files by their name too

How a seal is made is written here as it was: the program's may have moved on when this runs.
"""

import hashlib
import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

AT_ONCE = 500
FROZEN = {
    'settlement': (
        *('cohort_id', 'step', 'number', 'settled_at', 'settled_by', 'month', 'instrument_id', 'programme_id'),
        *('partner_id', 'region_code', 'way', 'standing', 'learner_count', 'ledger'),
    ),
    'publication': (
        *('programme_id', 'number', 'edition', 'until_on', 'made_at', 'made_by', 'learner_count', 'digest', 'ledger'),
    ),
}
KINDS: dict[str, Any] = {
    'settled_at': sa.DateTime(timezone=True),
    'made_at': sa.DateTime(timezone=True),
    'until_on': sa.Date(),
}
SINCE = ('erased_count', 'merged_count')
FILE = ('publication_id', 'format', 'language', 'split', 'destination')


def upgrade() -> None:
    connection = op.get_bind()
    for name, frozen in FROZEN.items():
        op.add_column(name, sa.Column('seal', sa.LargeBinary, nullable=False, server_default=sa.text("''")))
        seal_all(connection, name, frozen)
    name_files(connection)


def downgrade() -> None:
    for name in FROZEN:
        op.drop_column(name, 'seal')


def seal_all(connection: sa.Connection, name: str, frozen: tuple[str, ...]) -> None:
    """Some rows at a time, so that memory does not grow with their number."""
    key = f'{name}_id'
    more = ('is_current', *SINCE) if name == 'settlement' else ()
    columns: list[Any] = [sa.column(one, KINDS.get(one)) for one in (*frozen, *more)]
    table = sa.table(name, sa.column(key), sa.column('seal'), *columns)
    entered = steps_by_publication(connection) if name == 'publication' else {}
    last = 0
    query = sa.select(table).order_by(table.c[key]).limit(AT_ONCE)
    while rows := connection.execute(query.where(table.c[key] > last)).mappings().all():
        for row in rows:
            values = [row[one].hex() if one == 'digest' else row[one] for one in frozen]
            if name == 'publication':
                values.append(sorted(entered[row[key]]))
            elif not row['is_current']:
                values += [row[one] for one in SINCE]
            whole = b''.join(map(piece, values))
            connection.execute(sa.update(table).where(table.c[key] == row[key]).values(seal=whole))
        last = rows[-1][key]


def steps_by_publication(connection: sa.Connection) -> dict[int, list[tuple[int, str]]]:
    entered: dict[int, list[tuple[int, str]]] = defaultdict(list)
    query = sa.text('SELECT publication_id, cohort_id, step FROM publication_cohort')
    for row in connection.execute(query).mappings():
        entered[row['publication_id']].append((row['cohort_id'], row['step']))
    return entered


def piece(value: Any) -> bytes:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return hashlib.sha256(value if isinstance(value, bytes) else str(value).encode()).digest()[:4]


def name_files(connection: sa.Connection) -> None:
    """The digest was of the bytes alone; one that did not agree with them stays as it is."""
    names: list[Any] = [sa.column(name) for name in FILE]
    table = sa.table('publication_file', *names, sa.column('digest'), sa.column('data'))
    for key in connection.execute(sa.select(*names).select_from(table)).all():
        is_it = [column == value for column, value in zip(names, key, strict=True)]
        row: Any = connection.execute(sa.select(table.c.digest, table.c.data).where(*is_it)).one()
        digest, data = row
        if hashlib.sha256(data).digest() == digest:
            named = hashlib.sha256(json.dumps(list(key)).encode() + data).digest()
            connection.execute(sa.update(table).where(*is_it).values(digest=named))

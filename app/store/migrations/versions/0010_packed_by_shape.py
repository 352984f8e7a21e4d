"""cells and ledgers packed by the shape of their tables

Both ways of packing are written here as they were: the program's may have moved on when this runs.
"""

import json
import zlib
from collections import defaultdict
from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op

from app.store.migrate import NotMigrated

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

WIDTHS = ('<i1', '<i2', '<i4', '<i8')
COHORTS, REST = '/cohorts', 'rest'
AT_ONCE = 500

Tables = dict[str, Any]


def upgrade() -> None:
    connection = op.get_bind()
    cell = sa.table('cell', *(sa.column(name) for name in ('cell_id', 'scores', 'answers')))
    settlement = sa.table('settlement', sa.column('settlement_id'), sa.column('ledger'))
    repack(connection, cell, 'cell_id', {'scores': tally, 'answers': tally})
    repack(connection, settlement, 'settlement_id', {'ledger': ledger})


def downgrade() -> None:
    raise NotMigrated('no way back from schema 0010: restore the copy that was made before the update')


def repack(connection: sa.Connection, table: Any, key: str, columns: dict[str, Any]) -> None:
    """Some rows at a time, so that memory does not grow with their number."""
    last = 0
    query = sa.select(table).order_by(table.c[key]).limit(AT_ONCE)
    while rows := connection.execute(query.where(table.c[key] > last)).mappings().all():
        for row in rows:
            new = {name: way(row[name]) for name, way in columns.items()}
            connection.execute(sa.update(table).where(table.c[key] == row[key]).values(new))
        last = rows[-1][key]


def tally(former: bytes) -> bytes:
    within, tables = read(former)
    rows = {name: of for name, of in sorted(tables.items()) if name.endswith(COHORTS)}
    return written(within, rows, {name: of for name, of in sorted(tables.items()) if name not in rows})


def ledger(former: bytes) -> bytes:
    """Tables bore the name of their part; now those of all parts lie beside each other."""
    _, named = read(former)
    by_part: dict[tuple[str, ...], Tables] = defaultdict(dict)
    for key, of in named.items():
        *part, name = key.split('|')
        by_part[tuple(part)][name] = of
    parts = [part for part, tables in by_part.items() if REST not in tables]
    shapes = {name: of.shape for part in parts for name, of in by_part[part].items()}
    tables = {
        name: np.stack([by_part[part].get(name, np.zeros(shape, dtype=np.int64)) for part in parts])
        for name, shape in shapes.items()
    }
    return written([parts, sorted(part for part in by_part if part not in parts)], {}, tables)


def read(former: bytes) -> tuple[Any, Tables]:
    """As it was packed: a line of JSON (names, widths, shapes), then the numbers; zlib."""
    if not former:
        return None, {}
    line, _, body = zlib.decompress(former).partition(b'\n')
    within, head = json.loads(line)
    tables, start = {}, 0
    for name, (width, *shape) in head.items():
        numbers = np.frombuffer(body, width, int(np.prod(shape)), start)
        tables[name] = numbers.reshape(shape, order='F').astype(np.int64)
        start += numbers.nbytes
    return within, tables


def written(about: Any, rows: Tables, tables: Tables) -> bytes:
    """As it is packed now: about, the rows of cohorts column by column, the tables shape by shape; zlib."""
    if not rows and not tables:
        return b''
    body: list[bytes] = []
    named = np.concatenate(list(rows.values())) if rows else np.zeros((0, 1), dtype=np.int64)
    repeated, place = np.unique(named[:, 0], return_inverse=True)
    columns = [narrow(column, body) for column in (place, *named.T[1:])]
    of_shape: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for name, of in tables.items():
        of_shape[of.shape].append(name)
    shapes = [
        [narrow(np.stack([tables[name] for name in names], axis=-1), body), shape, names]
        for shape, names in of_shape.items()
    ]
    counts = {name: len(of) for name, of in rows.items()}
    line = json.dumps([about, repeated.tolist(), counts, columns, shapes], separators=(',', ':'))
    return zlib.compress(line.encode() + b'\n' + b''.join(body), 9)


def narrow(numbers: Any, body: list[bytes]) -> int:
    least, most = numbers.min(initial=0), numbers.max(initial=0)
    width = next(place for place, of in enumerate(WIDTHS) if np.iinfo(of).min <= least and most <= np.iinfo(of).max)
    body.append(numbers.astype(WIDTHS[width]).tobytes('F'))
    return width

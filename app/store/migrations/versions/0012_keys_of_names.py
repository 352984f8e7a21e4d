"""what names are sorted and found by

How a key is made is written here as it was: the program's may have moved on when this runs.
"""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

AT_ONCE = 500
NAMED = {'programme': ('name',), 'partner': ('name',), 'staff': ('name',), 'cohort': ('label',)}
SEARCHED = {**NAMED, 'helpline': ('service', 'number', 'audience')}
NEIGHBOURS = {
    'а': 'ә', 'г': 'ғ', 'е': 'ё', 'и': 'ӣ', 'к': 'қ', 'н': 'ң', 'о': 'ө', 'у': 'ұүӯ', 'х': 'һҳ', 'ч': 'ҷ', 'ы': 'і',
}
IN_PLACE = str.maketrans(
    {it: near + '\uffff' * rank for near, letters in NEIGHBOURS.items() for rank, it in enumerate(letters, start=1)}
)


def upgrade() -> None:
    connection = op.get_bind()
    for name, words in SEARCHED.items():
        op.add_column(name, sa.Column('folded', sa.String, nullable=False, server_default=sa.text("''")))
        if name in NAMED:
            op.add_column(name, sa.Column('sort_key', sa.LargeBinary, nullable=False, server_default=sa.text("''")))
        fill(connection, name, words)


def downgrade() -> None:
    for name in SEARCHED:
        op.drop_column(name, 'folded')
        if name in NAMED:
            op.drop_column(name, 'sort_key')


def fill(connection: sa.Connection, name: str, words: tuple[str, ...]) -> None:
    """Some rows at a time, so that memory does not grow with their number."""
    key = f'{name}_id'
    columns: list[Any] = [sa.column(one) for one in (key, *words, 'folded', 'sort_key')]
    table = sa.table(name, *columns)
    query = sa.select(*columns[: 1 + len(words)]).select_from(table).order_by(table.c[key]).limit(AT_ONCE)
    last = 0
    while rows := connection.execute(query.where(table.c[key] > last)).all():
        for number, *of_row in rows:
            text = ' '.join(map(str, of_row))
            values: dict[str, Any] = {'folded': folded(text)}
            if name in NAMED:
                values['sort_key'] = sort_key(text)
            connection.execute(sa.update(table).where(table.c[key] == number).values(values))
        last = rows[-1][0]


def folded(text: str) -> str:
    return unicodedata.normalize('NFKC', text).casefold()


def sort_key(text: str) -> bytes:
    parts = re.split(r'(\d+)', folded(text).translate(IN_PLACE))
    return ''.join(number(part) if part.isdecimal() else part for part in parts).encode()


def number(digits: str) -> str:
    shortest = str(int(digits))
    return f'\x01{len(shortest):04}{shortest}'

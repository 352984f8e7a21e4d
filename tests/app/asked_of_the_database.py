"""What is asked of a database, statement by statement, and which tables it reads and writes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

READ = re.compile(r"\b(?:FROM|JOIN) (?:ONLY )?(\w+)")
WRITTEN = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The list fills as long as the block runs."""
    queries: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        queries.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def writes(engine: Engine) -> Iterator[set[str]]:
    """Tables in which a row has changed, come or gone."""
    tables: set[str] = set()

    def note(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if cursor.rowcount:
            tables.update(WRITTEN.findall(statement))

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(engine, "after_cursor_execute", note)


def tables_read(queries: list[str]) -> set[str]:
    return {table for statement in queries for table in READ.findall(statement)}

"""The second step of the first member of staff of an instance in a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.store import Database
from app.store.people import second_factors

FIRST = 1
SEED = "A" * 32


def set_second_step_up(folder: Path) -> None:
    with _opened(folder) as database, database.writing() as session:
        second_factors.offer(session, FIRST, SEED)
        assert second_factors.confirm(session, FIRST, SEED, step=1, now=datetime.now(UTC))


def has_second_step(folder: Path) -> bool:
    with _opened(folder) as database, database.reading() as session:
        return second_factors.has_one(session, FIRST)


@contextmanager
def _opened(folder: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{folder / 'navigator.db'}")
    yield database
    database.dispose()

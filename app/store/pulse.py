"""Whether answers can be stored: proved by storing something."""

import threading
import time
from collections.abc import Callable
from enum import StrEnum

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store.database import Database
from app.store.faults import is_full
from app.store.opened_file import FileGone
from app.store.tables import Pulse as Row
from app.store.upserts import insert_into

SECONDS = 5.0
"""How long a proof is good: asking more often takes no turn to write and does not wear the disk."""


class Health(StrEnum):
    """A Health says what came of the last attempt to store something."""

    OK = "ok"
    FULL = "disk full"
    GONE = "the database's file was moved or replaced: put it back, or restart"
    BUSY = "cannot write"


class Pulse:
    """A Pulse finds out whether answers can be stored, by storing something at most once in SECONDS seconds.

    clock: returns seconds that never go back.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._last: tuple[float, Health] | None = None

    @property
    def age(self) -> float | None:
        """Seconds since the last attempt to store something; None before the first."""
        last = self._last
        return None if last is None else self._clock() - last[0]

    def health(self) -> Health:
        """Returns the result of the last attempt or, if that is SECONDS old, of a new one."""
        with self._one_at_a_time:
            if self._last is None or self._clock() - self._last[0] >= SECONDS:
                health = beat(self._database)
                self._last = self._clock(), health
            return self._last[1]


def beat(database: Database) -> Health:
    """Stores a number that is higher each time, and returns whether that worked or why it did not."""
    try:
        with database.writing() as session:
            new = insert_into(session, Row).values(pulse_id=1, beats=1)
            session.execute(new.on_conflict_do_update(index_elements=["pulse_id"], set_={"beats": Row.beats + 1}))
    except FileGone:
        return Health.GONE
    except (OperationalError, PoolTimeout) as fault:
        return Health.FULL if is_full(fault) else Health.BUSY
    return Health.OK

"""How many minutes of what runs are gone and how many are left, for whoever leads a group."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courses import Window

SITTING = timedelta(hours=3)
"""What began longer ago is no sitting in a room any more, and its minutes tell nobody anything."""


@dataclass(frozen=True)
class Pace:
    """A Pace says how many minutes of what runs are gone, and how many are planned for it; None: no plan has them."""

    gone: int
    planned: int | None

    @property
    def left(self) -> int | None:
        """How many of the planned minutes are left, 0 at least; None where none are planned."""
        return None if self.planned is None else max(0, self.planned - self.gone)


def pace_since(began_at: datetime | None, planned: int | None, now: datetime) -> Pace | None:
    """Returns the pace of what began at this moment; None if nothing did, or three hours ago or longer."""
    if began_at is None or not timedelta(0) <= now - began_at < SITTING:
        return None
    return Pace(int((now - began_at).total_seconds() // 60), planned)


def pace_of_test(window: Window, planned: int, now: datetime) -> Pace | None:
    """Returns the pace of a test that is open; None if it is not, or since when is not known, as it was open before."""
    if not window.is_open(now) or window.has_ever_closed(now):
        return None
    return pace_since(window.opened_at, planned, now)

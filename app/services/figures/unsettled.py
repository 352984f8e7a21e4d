"""Which groups have a result and stand in no figure yet, why not, and from which day on they will.

So nobody keeps a group out of the figures unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.store import Session
from app.store.figures import unsettled as rows
from app.store.figures.selection import Scope

MOST = rows.MOST


class Delay(StrEnum):
    """A Delay is what a group waits for until it settles."""

    UNDO = "undo"
    """the closing of its second test can still be undone: no right answer was shown"""
    EXTRA_TIME = "extra_time"
    """a learner may still sit the second test"""
    PHONES = "phones"
    """what was finished on a phone in time may still come"""
    PAPER = "paper"
    """the sheets of a group on paper only may be corrected, with a second person's yes"""
    OPEN_AGAIN = "open_again"
    """its second test is open again, which puts nothing off"""
    SHEETS = "sheets"
    """sheets of paper that count only with a second person's yes, given before it settles"""
    DUE = "due"
    """its day has come: it settles within minutes"""


@dataclass(frozen=True)
class Unsettled:
    """An Unsettled is a group with a result, or whose second test has closed, that stands in no figure yet."""

    ref: str
    label: str
    region_code: str
    settles_on: date
    delays: tuple[Delay, ...]
    sheets: int
    """how many wait for a second person's yes"""


def list_unsettled(session: Session, scope: Scope, now: datetime) -> list[Unsettled]:
    """Lists the groups of a scope that stand in no figure yet though their second test has closed, at most MOST.

    Those that closed first come first. Pilots are left out: they never stand in a figure.
    """
    return [
        Unsettled(it.ref, it.label, it.region_code, _day(it), tuple(_delays(it, now)), it.sheets)
        for it in rows.list_unsettled(session, scope, now)
    ]


def _day(row: rows.Row) -> date:
    settles_at = row.window.settles_at
    if settles_at is None:
        raise LookupError("a test that has closed has a day on which its group settles")
    return settles_at.astimezone(ZoneInfo(row.time_zone)).date()


def _delays(row: rows.Row, now: datetime) -> Iterator[Delay]:
    window = row.window
    if window.is_settling(now):
        yield Delay.DUE
        return
    if window.has_extra_time(now):
        yield Delay.EXTRA_TIME
    elif not window.has_revealed(now):
        yield Delay.UNDO
    yield Delay.PAPER if row.way == "paper" else Delay.PHONES
    if window.has_revealed(now) and not window.has_closed(now):
        yield Delay.OPEN_AGAIN
    if row.sheets:
        yield Delay.SHEETS

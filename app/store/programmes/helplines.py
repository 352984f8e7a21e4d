"""Helplines by country, each with its source and when staff last called it."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.paging import FIRST as FIRST_PLACE
from app.store.paging import Page, Place, page_of
from app.store.tables import Instance
from app.store.values import changed, first_of, value_of

ROW = tables.Helpline
FILE = Path(__file__).with_name("helplines.csv")

GOOD_FOR = timedelta(days=730)
"""24 months: for so long a call of ours is good, and the word of the service or the state without one."""
SOON = timedelta(days=60)
"""How long before that staff are asked to call again."""
EMERGENCY = "emergency"
"""A kind: police, fire and doctors. The state keeps these for decades: nobody calls to test one, no age hides it."""
HELPLINE = "helpline"
"""A kind: anything else, shown while a call of ours or an official source is fresh."""
PICTURES = "pictures"
"""A kind: a service on the web that keeps a picture of somebody from spreading; shown as long as a helpline is."""
EVERYWHERE = "ZZ"
"""Stands for a country in a line that is open to whoever lives in any; ISO 3166-1 leaves this code to its users."""
FIRST = ("112", "911", "999", "110", "102")
"""Of several emergency numbers: the one for every need, then the police; fire and doctors come as they were added."""


@dataclass(frozen=True)
class Line:
    """A Line holds the details of a helpline, as an administrator enters them or as the code ships them."""

    country: str
    """ISO 3166-1, or EVERYWHERE"""
    kind: str
    """EMERGENCY, HELPLINE or PICTURES"""
    service: str
    number: str
    audience: str
    hours: str
    is_free: bool | None
    """None: not known"""
    source: str
    source_url: str
    sourced_on: date | None
    is_official: bool
    """the source is the service itself or the state"""


@dataclass(frozen=True)
class Helpline(Line):
    """A Helpline is a line that this instance stores, with when staff last called it and whether it is hidden."""

    helpline_id: int
    ref: str
    confirmed_on: date | None
    """the day on which staff called it and it answered as described"""
    confirmed_by: int | None
    hidden_at: datetime | None


def helpline_of(row: tables.Helpline) -> Helpline:
    return value_of(Helpline, row)


def shipped() -> tuple[Line, ...]:
    """Returns the lines of the file that ships with the code; each has a source, and we have called none of them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(
                country=row["country"],
                kind=row["kind"],
                service=row["service"],
                number=row["number"],
                audience=row["audience"],
                hours=row["hours"],
                is_free={"yes": True, "no": False}.get(row["free"]),
                source=row["source"],
                source_url=row["source_url"],
                sourced_on=date.fromisoformat(row["sourced_on"]) if row["sourced_on"] else None,
                is_official=row["official"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def numbers(session: Session) -> frozenset[str]:
    """Returns every number that a lesson may name: those stored, hidden ones too, and those that ship with the code."""
    return frozenset({*session.scalars(select(ROW.number)), *(line.number for line in shipped())})


def get(session: Session, ref: str) -> Helpline | None:
    return first_of(session, select(ROW).where(ROW.ref == ref), helpline_of)


def list_helplines(session: Session, country: str | None = None, *, kind: str | None = None) -> list[Helpline]:
    """Lists the stored lines of a country, or of every country, including hidden ones.

    By country: emergency numbers come in their order, then the others as they were added. kind: only these.
    """
    query = select(ROW).order_by(ROW.country, *_emergency_first(), ROW.helpline_id)
    if country is not None:
        query = query.where(ROW.country == country)
    if kind is not None:
        query = query.where(ROW.kind == kind)
    return [helpline_of(row) for row in session.scalars(query)]


def list_countries(session: Session) -> list[str]:
    """Lists the codes of the countries with a stored line, even a hidden one, in order."""
    return list(session.scalars(select(ROW.country).distinct().order_by(ROW.country)))


def page(session: Session, country: str, *, place: Place = FIRST_PLACE) -> Page[Helpline]:
    """Returns a page of a country's helplines without emergency numbers, hidden ones included, as they were added."""
    query = select(ROW).where(ROW.country == country, ROW.kind != EMERGENCY)
    return page_of(session, query, helpline_of, order=[ROW.helpline_id], words=[ROW.folded], place=place)


def list_shown(session: Session, country: str, today: date) -> list[Helpline]:
    """Lists the lines that a learner in this country is shown, those for everywhere too.

    None is hidden or out of date. Emergency numbers come first, even if nobody called them, the one for every need at
    their head; then helplines that staff called, then those that an official source names.
    """
    query = (
        select(ROW)
        .where(ROW.country.in_((country, EVERYWHERE)), ROW.hidden_at.is_(None), is_good(today))
        .order_by(*_emergency_first(), and_(ROW.kind != EMERGENCY, ROW.confirmed_on.is_(None)), ROW.helpline_id)
    )
    return [helpline_of(row) for row in session.scalars(query)]


def _emergency_first() -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """To order by: emergency numbers before the others, and among themselves as `FIRST` says."""
    rank = case({number: rank for rank, number in enumerate(FIRST)}, value=ROW.number, else_=len(FIRST))
    return ROW.kind != EMERGENCY, case((ROW.kind == EMERGENCY, rank), else_=0)


def count_by_country(session: Session, today: date) -> dict[str, int]:
    """Returns how many lines of their own learners in each country are shown, emergency numbers included.

    Lines for everywhere do not count, and a country without a line is absent.
    """
    query = select(ROW.country, func.count()).where(ROW.country != EVERYWHERE, ROW.hidden_at.is_(None), is_good(today))
    return dict(session.execute(query.group_by(ROW.country)).all())


def countries_with_emergency(session: Session, today: date) -> frozenset[str]:
    """Returns the codes of the countries in which learners are shown an emergency number."""
    query = select(ROW.country).where(ROW.kind == EMERGENCY, ROW.hidden_at.is_(None), is_good(today))
    return frozenset(session.scalars(query))


def is_good(today: date) -> ColumnElement[bool]:
    """Returns the SQL condition that a line may be shown: staff or an official source confirmed it within 24 months.

    An emergency number needs a source or a confirmation of any age.
    """
    return or_(
        and_(ROW.kind == EMERGENCY, or_(ROW.sourced_on.is_not(None), ROW.confirmed_on.is_not(None))),
        ROW.confirmed_on >= today - GOOD_FOR,
        and_(ROW.is_official, ROW.sourced_on >= today - GOOD_FOR),
    )


def is_chat(number: str) -> bool:
    """Returns whether a line is a chat, not a telephone: its number is then the address of the chat."""
    return number.startswith("https://")


def is_emergency(line: Line) -> bool:
    """Returns whether this is the number of an emergency service, which nobody calls to check."""
    return line.kind == EMERGENCY


def good_until(line: Line) -> date | None:
    """Returns the last day on which a line may be shown; `date.max` for an emergency number.

    None if staff never called it and no official source (for an emergency number: no source) names it.
    """
    confirmed_on = line.confirmed_on if isinstance(line, Helpline) else None
    if is_emergency(line):
        return date.max if line.sourced_on or confirmed_on else None
    words = (confirmed_on, line.sourced_on if line.is_official else None)
    return max((day + GOOD_FOR for day in words if day is not None), default=None)


@dataclass(frozen=True)
class Ageing:
    """An Ageing lists helplines that somebody has to call again, the first to expire first; no emergency number."""

    expired: tuple[Helpline, ...]
    """learners of this instance could once see it and no longer can, however long ago that was"""
    expiring: tuple[Helpline, ...]
    """within 60 days"""


def ageing(session: Session, today: date) -> Ageing:
    """Returns the helplines that have expired or will within 60 days.

    Hidden ones are left out, and those that had expired before the day on which this instance was made.
    """
    since = session.scalars(select(Instance.created_at)).one().date()
    dated = [(good_until(line), line) for line in list_helplines(session) if line.hidden_at is None]
    known = sorted(((until, line.helpline_id, line) for until, line in dated if until is not None))
    return Ageing(
        expired=tuple(line for until, _, line in known if since <= until < today),
        expiring=tuple(line for until, _, line in known if today <= until <= today + SOON),
    )


def add(session: Session, line: Line, *, ref: str) -> Helpline:
    row = ROW(ref=ref, **vars(line))
    session.add(row)
    session.flush()
    return helpline_of(row)


def change(session: Session, helpline_id: int, **changes: Any) -> Helpline:
    """Changes these columns of a line and returns the changed line. Raises NoResultFound for an unknown id."""
    return changed(session, ROW, helpline_id, helpline_of, **changes)

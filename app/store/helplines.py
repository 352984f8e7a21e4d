"""Helplines by country, each with where it was read and when somebody called it."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.store.tables import Helpline, Instance

__all__ = [
    "Ageing",
    "Helpline",
    "Shipped",
    "add",
    "ageing",
    "count_by_country",
    "get",
    "good_until",
    "is_chat",
    "is_emergency",
    "list_helplines",
    "list_shown",
    "numbers",
    "shipped",
]

FILE = Path(__file__).with_name("helplines.csv")

GOOD_FOR = timedelta(days=730)
"""24 months: for so long a call of ours is good, and the word of the service or the state without one."""
EMERGENCY = frozenset(["101", "102", "103", "110", "112", "119", "120", "155", "911", "997", "998", "999"])
"""Police, fire and doctors, where our learners live or go: a state keeps these for decades."""
SOON = timedelta(days=60)
"""So long before that somebody is asked to call again."""


@dataclass(frozen=True)
class Shipped:
    """A line of the file that ships with the code."""

    country: str
    service: str
    number: str
    audience: str
    hours: str
    is_free: bool | None
    source: str
    source_url: str
    sourced_on: date | None
    is_official: bool


def shipped() -> tuple[Shipped, ...]:
    """Every line that we have a source for; none was called by us."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Shipped(
                country=row["country"],
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
    """Every number of the register, and those that ship with the code: what a lesson may name."""
    return frozenset({*session.scalars(select(Helpline.number)), *(line.number for line in shipped())})


def get(session: Session, ref: str) -> Helpline | None:
    return session.scalar(select(Helpline).where(Helpline.ref == ref))


def list_helplines(session: Session, country: str | None = None) -> list[Helpline]:
    """All of a country, or of every country, the hidden too, as they were added."""
    query = select(Helpline).order_by(Helpline.country, Helpline.helpline_id)
    if country is not None:
        query = query.where(Helpline.country == country)
    return list(session.scalars(query))


def list_shown(session: Session, country: str, today: date) -> list[Helpline]:
    """What a learner in this country is shown: called by us, or officially sourced, within 24 months."""
    return list(
        session.scalars(
            select(Helpline)
            .where(Helpline.country == country, Helpline.hidden_at.is_(None), is_good(today))
            .order_by(Helpline.confirmed_on.is_(None), Helpline.helpline_id)
        )
    )


def count_by_country(session: Session, today: date) -> dict[str, int]:
    """How many are shown in each country; one without any is absent."""
    query = select(Helpline.country, func.count()).where(Helpline.hidden_at.is_(None), is_good(today))
    return dict(session.execute(query.group_by(Helpline.country)).all())


def is_good(today: date) -> ColumnElement[bool]:
    """The condition on which a number may be shown."""
    return or_(
        Helpline.confirmed_on >= today - GOOD_FOR,
        and_(Helpline.is_official, Helpline.sourced_on >= today - GOOD_FOR),
    )


def is_chat(number: str) -> bool:
    """Some lines are written to, not called: their number is the address of the chat."""
    return number.startswith("https://")


def is_emergency(number: str) -> bool:
    """A number that no phone hides by itself, whatever day its clock shows."""
    return number in EMERGENCY


def good_until(helpline: Helpline) -> date | None:
    """The last day on which it may be shown; None: it never could be."""
    words = (helpline.confirmed_on, helpline.sourced_on if helpline.is_official else None)
    return max((day + GOOD_FOR for day in words if day is not None), default=None)


@dataclass(frozen=True)
class Ageing:
    """Numbers that somebody has to call again; the first one to expire comes first."""

    expired: tuple[Helpline, ...]
    """learners of this instance could see it once and cannot any more, however long ago that was"""
    expiring: tuple[Helpline, ...]
    """within 60 days"""


def ageing(session: Session, today: date) -> Ageing:
    """Hidden ones are nobody's concern, nor are those that were too old already when this instance was made."""
    since = session.scalars(select(Instance.created_at)).one().date()
    dated = [(good_until(line), line) for line in list_helplines(session) if line.hidden_at is None]
    known = sorted(((until, line.helpline_id, line) for until, line in dated if until is not None))
    return Ageing(
        expired=tuple(line for until, _, line in known if since <= until < today),
        expiring=tuple(line for until, _, line in known if today <= until <= today + SOON),
    )


def add(session: Session, helpline: Helpline) -> None:
    session.add(helpline)
    session.flush()

"""Helplines by country, each with where it was read and when somebody called it."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.store.tables import Helpline

__all__ = ["Helpline", "Shipped", "add", "count_by_country", "get", "list_helplines", "list_shown", "shipped"]

FILE = Path(__file__).with_name("helplines.csv")

SOURCE_LASTS = timedelta(days=730)
"""24 months: for so long the word of the service or the state is good without a call."""


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


def get(session: Session, ref: str) -> Helpline | None:
    return session.scalar(select(Helpline).where(Helpline.ref == ref))


def list_helplines(session: Session, country: str | None = None) -> list[Helpline]:
    """All of a country, or of every country, the hidden too, as they were added."""
    query = select(Helpline).order_by(Helpline.country, Helpline.helpline_id)
    if country is not None:
        query = query.where(Helpline.country == country)
    return list(session.scalars(query))


def list_shown(session: Session, country: str, today: date) -> list[Helpline]:
    """What a learner in this country is shown: called by us, or officially sourced within 24 months."""
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
        Helpline.confirmed_on.is_not(None),
        and_(Helpline.is_official, Helpline.sourced_on >= today - SOURCE_LASTS),
    )


def add(session: Session, helpline: Helpline) -> None:
    session.add(helpline)
    session.flush()

"""Lists of cohorts, a page at a time: searched, filtered by stage and sorted, else what is nearest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, Select, case, distinct, exists, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from app.store import tables
from app.store.names import fold, sort_key
from app.store.paging import FIRST, Page, Place, page_of
from app.store.programmes import cohorts, regions, second_facilitators
from app.store.programmes.cohort import Cohort, cohort_of
from app.store.programmes.cohort_stages import stage_at, stage_rank
from app.store.programmes.cohorts import Scope
from app.store.tables import Attempt, Learner, Partner, Staff, Window

ROW = tables.Cohort
ORDERS = ("name", "partner", "region", "leader", "day", "stage", "pre", "post", "follow_up")
"""By what a list can be sorted; "-" before it turns it round. pre, post, follow_up: how many have sent that test."""
SENT = ("pre", "post", "follow_up")


@dataclass(frozen=True)
class Sieve:
    """A Sieve says which cohorts of a list are wanted, and in which order.

    stage: one of STAGES; "" for any. order: one of ORDERS, with a "-" before it the other way round; "" for the
    nearest first. language: of the names by which regions are sorted.
    """

    stage: str = ""
    order: str = ""
    language: str = "en"


ANY = Sieve()


@dataclass(frozen=True, slots=True)
class Leader:
    """A Leader is who leads a cohort, in a list of cohorts: partner, name, and whether they can sign in at present."""

    partner: str
    name: str
    disabled_at: datetime | None
    has_passphrase: bool
    """False: they have not used their one-time link yet"""


class DaysApart(FunctionElement[int]):
    """A DaysApart is an SQL expression: how many days lie between two dates, whichever is earlier."""

    type = Integer()
    inherit_cache = True


@compiles(DaysApart)
def _by_subtraction(element: DaysApart, compiler: Any, **options: Any) -> str:
    one, other = (compiler.process(day, **options) for day in element.clauses)
    return f"abs({one} - {other})"


@compiles(DaysApart, "sqlite")
def _by_julian_days(element: DaysApart, compiler: Any, **options: Any) -> str:
    one, other = (compiler.process(day, **options) for day in element.clauses)
    return f"abs(julianday({one}) - julianday({other}))"


def page_nearest(
    session: Session,
    scopes: Collection[Scope],
    now: datetime,
    *,
    is_archived: bool = False,
    place: Place = FIRST,
    sieve: Sieve = ANY,
) -> Page[Cohort]:
    """Returns a page of the cohorts that any of these scopes reaches, unless they are sorted the nearest in time first.

    Cohorts with an open test come first, then those under way, those to come, and those that are over; among them the
    nearest to today, in the cohort's time zone, then by name. is_archived: archived ones only, otherwise all others.
    A search looks at the names of cohort, partner, region and facilitator, of a second one or a stand-in too.
    """
    reached = or_(*(scope.condition for scope in scopes)) & cohorts.in_archive(is_archived=is_archived)
    query = (
        select(ROW)
        .join(Partner, Partner.partner_id == ROW.partner_id)
        .join(Staff, Staff.staff_id == ROW.facilitator_id)
        .where(reached)
    )
    known = regions.by_code(session) if place.search.strip() or sieve.order.endswith("region") else {}

    def is_elsewhere(word: str) -> ColumnElement[bool]:
        codes = [code for code, it in known.items() if any(word in fold(name) for name in it.names)]
        return ROW.region_code.in_(codes) | ROW.cohort_id.in_(second_facilitators.cohorts_named(word, now))

    order = (*_order(sieve, known.values(), now), ROW.sort_key, ROW.cohort_id)
    if not sieve.order:
        order = (*_nearest(_today(session, select(ROW.time_zone).where(reached), now), now), *order)
    words = [ROW.folded, Partner.folded, Staff.folded]
    wanted = stage_at(now) == sieve.stage if sieve.stage else None
    return page_of(session, query, cohort_of, order=order, words=words, place=place, or_in=is_elsewhere, wanted=wanted)


def leaders_of(session: Session, cohort_ids: Collection[int]) -> dict[int, Leader]:
    """Returns who leads each of these cohorts, with the partner, by cohort id."""
    query = (
        select(ROW.cohort_id, Partner.name, Staff.name, Staff.disabled_at, Staff.passphrase_hash.is_not(None))
        .join(Partner, Partner.partner_id == ROW.partner_id)
        .join(Staff, Staff.staff_id == ROW.facilitator_id)
        .where(ROW.cohort_id.in_(cohort_ids))
    )
    return {row[0]: Leader(row[1], row[2], row[3], row[4]) for row in session.execute(query)}


def _nearest(today: ColumnElement[date], now: datetime) -> tuple[ColumnElement[Any], ...]:
    is_open = exists().where(Window.cohort_id == ROW.cohort_id, cohorts.is_open(now), ROW.archived_at.is_(None))
    is_on_the_way = (ROW.starts_on <= today) & (today <= ROW.ends_on)
    is_to_come = ROW.starts_on > today
    rank = case((is_open, 0), (is_on_the_way, 1), (is_to_come, 2), else_=3)
    nearest_day = case((is_open | is_on_the_way | is_to_come, ROW.starts_on), else_=ROW.ends_on)
    return rank, DaysApart(nearest_day, today)


def _order(sieve: Sieve, known: Collection[regions.Region], now: datetime) -> tuple[ColumnElement[Any], ...]:
    """What the sieve sorts by; nothing for an order that nobody knows."""
    name = sieve.order.removeprefix("-")
    columns: dict[str, Any] = {
        "name": ROW.sort_key,
        "partner": Partner.sort_key,
        "leader": Staff.sort_key,
        "day": ROW.starts_on,
    }
    if name in SENT:
        column = _sent(name)
    elif name == "stage":
        column = stage_rank(now)
    elif name == "region" and known:
        by_name = sorted(known, key=lambda it: sort_key(it.name_in(sieve.language)))
        column = case({it.code: rank for rank, it in enumerate(by_name)}, value=ROW.region_code)
    elif name in columns:
        column = columns[name]
    else:
        return ()
    return (column.desc() if sieve.order.startswith("-") else column.asc(),)


def _sent(wave: str) -> ColumnElement[int]:
    """How many learners of a cohort have sent a test, as its list shows it."""
    query = select(func.count(distinct(Attempt.learner_id))).join(Learner, Learner.learner_id == Attempt.learner_id)
    sent = query.where(Learner.cohort_id == ROW.cohort_id, Attempt.wave == wave, Attempt.received_at.is_not(None))
    return sent.correlate(ROW).scalar_subquery()


def _today(session: Session, zones: Select[str], now: datetime) -> ColumnElement[date]:
    """The day in a cohort's time zone, of which a programme or an instance has a few."""
    days = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in session.scalars(zones.distinct())}
    by_zone = {zone: literal(day, Date) for zone, day in days.items()}
    return case(by_zone, value=ROW.time_zone) if by_zone else literal(now.date(), Date)

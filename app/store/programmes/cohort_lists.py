"""Lists of cohorts, a page at a time: what is nearest first, or by name."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, Select, case, exists, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from app.store import tables
from app.store.paging import FIRST, Page, Place, page_of
from app.store.programmes import cohorts
from app.store.programmes.cohort import Cohort, cohort_of
from app.store.programmes.cohorts import Scope
from app.store.tables import Staff, Window

ROW = tables.Cohort


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
    session: Session, scopes: Collection[Scope], now: datetime, *, is_archived: bool = False, place: Place = FIRST
) -> Page[Cohort]:
    """Returns a page of the cohorts that any of these scopes reaches, the nearest in time first.

    Cohorts with an open test come first, then those under way, those to come, and those that are over; among them the
    nearest to today, in the cohort's time zone, then by name. is_archived: archived ones only, otherwise all others.
    """
    reached = or_(*(scope.condition for scope in scopes)) & cohorts.in_archive(is_archived=is_archived)
    today = _today(session, select(ROW.time_zone).where(reached), now)
    is_open = exists().where(Window.cohort_id == ROW.cohort_id, cohorts.is_open(now), ROW.archived_at.is_(None))
    is_on_the_way = (ROW.starts_on <= today) & (today <= ROW.ends_on)
    is_to_come = ROW.starts_on > today
    rank = case((is_open, 0), (is_on_the_way, 1), (is_to_come, 2), else_=3)
    nearest_day = case((is_open | is_on_the_way | is_to_come, ROW.starts_on), else_=ROW.ends_on)
    order = (rank, DaysApart(nearest_day, today), ROW.sort_key, ROW.cohort_id)
    return page_of(session, select(ROW).where(reached), cohort_of, order=order, words=[ROW.folded], place=place)


def page_by_name(session: Session, *, place: Place = FIRST) -> Page[Cohort]:
    """Returns a page of the cohorts that are not archived, by name; a search also matches the facilitator's name."""
    query = select(ROW).join(Staff, Staff.staff_id == ROW.facilitator_id).where(ROW.archived_at.is_(None))
    order = (ROW.sort_key, Staff.sort_key, ROW.cohort_id)
    return page_of(session, query, cohort_of, order=order, words=[ROW.folded, Staff.folded], place=place)


def _today(session: Session, zones: Select[str], now: datetime) -> ColumnElement[date]:
    """The day in a cohort's time zone, of which a programme or an instance has a few."""
    days = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in session.scalars(zones.distinct())}
    by_zone = {zone: literal(day, Date) for zone, day in days.items()}
    return case(by_zone, value=ROW.time_zone) if by_zone else literal(now.date(), Date)

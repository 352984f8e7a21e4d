"""Programmes: funded efforts with their countries, languages and time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.paging import FIRST, Page, Place, page_of
from app.store.values import change as change_row
from app.store.values import first_of, value_of

ROW = tables.Programme


@dataclass(frozen=True, slots=True)
class Programme:
    programme_id: int
    ref: str
    name: str
    countries: tuple[str, ...]
    """ISO 3166-1 codes, the main one first"""
    languages: tuple[str, ...]
    """first, second, ...: a lesson without the learner's language is shown in the second"""
    time_zone: str
    consent_kept_at: str
    """where the guardians' consent is kept on paper"""
    retention_months: int | None
    """so long after a cohort has settled its learners are erased; None: nobody has decided, so nobody is"""
    retention_set_at: datetime | None
    """when that was decided last"""
    created_at: datetime
    archived_at: datetime | None


def programme_of(row: tables.Programme) -> Programme:
    return value_of(Programme, row)


def get(session: Session, ref: str) -> Programme | None:
    return first_of(session, select(ROW).where(ROW.ref == ref), programme_of)


def get_by_id(session: Session, programme_id: int) -> Programme | None:
    return first_of(session, select(ROW).where(ROW.programme_id == programme_id), programme_of)


def get_by_name(session: Session, name: str) -> Programme | None:
    """Returns the programme with this name, even an archived one; None if there is none."""
    return first_of(session, select(ROW).where(ROW.name == name).limit(1), programme_of)


def of_release(session: Session, course_release_id: int) -> Programme | None:
    """Returns the programme for which a course was released; None if there is no such release."""
    of = tables.CourseRelease
    query = select(ROW).join(of, of.programme_id == ROW.programme_id).where(of.course_release_id == course_release_id)
    return first_of(session, query, programme_of)


def list_programmes(session: Session, *, with_archived: bool = False) -> list[Programme]:
    """Lists programmes by name; archived ones only if `with_archived`."""
    query = select(ROW)
    if not with_archived:
        query = query.where(ROW.archived_at.is_(None))
    return [programme_of(row) for row in session.scalars(query.order_by(ROW.sort_key, ROW.programme_id))]


def zone_of_house(session: Session) -> str:
    """Returns the time zone by which the instance counts days: that of its first programme at work, else UTC."""
    query = select(ROW.time_zone).where(ROW.archived_at.is_(None)).order_by(ROW.programme_id).limit(1)
    return session.scalar(query) or "UTC"


def page(session: Session, *, with_archived: bool = False, place: Place = FIRST) -> Page[Programme]:
    """Returns a page of programmes, by name; archived ones only if `with_archived`, and last."""
    query = select(ROW)
    if not with_archived:
        query = query.where(ROW.archived_at.is_(None))
    order = (ROW.archived_at.is_not(None), ROW.sort_key, ROW.programme_id)
    return page_of(session, query, programme_of, order=order, words=[ROW.folded], place=place)


def add(
    session: Session,
    *,
    ref: str,
    name: str,
    countries: Sequence[str],
    languages: Sequence[str],
    time_zone: str,
    consent_kept_at: str,
    retention_months: int,
    created_at: datetime,
) -> Programme:
    row = ROW(
        ref=ref,
        name=name,
        countries=list(countries),
        languages=list(languages),
        time_zone=time_zone,
        consent_kept_at=consent_kept_at,
        retention_months=retention_months,
        retention_set_at=created_at,
        created_at=created_at,
    )
    session.add(row)
    session.flush()
    return programme_of(row)


def change(session: Session, programme_id: int, **changes: Any) -> None:
    """Changes these columns of a programme.

    Raises NoResultFound for an unknown id, and AttributeError for a name that is no column.
    """
    change_row(session, ROW, programme_id, **changes)


def count_partners(session: Session) -> dict[int, int]:
    """Returns how many partners that are not archived each programme has, by programme id; one without is absent."""
    of = tables.Partner
    query = select(of.programme_id, func.count()).where(of.archived_at.is_(None))
    return dict(session.execute(query.group_by(of.programme_id)).all())


def count_cohorts(session: Session) -> dict[int, int]:
    """Returns how many cohorts, also archived ones, each programme has, by programme id; one without any is absent."""
    of = tables.Cohort
    query = select(of.programme_id, func.count()).group_by(of.programme_id)
    return dict(session.execute(query).all())

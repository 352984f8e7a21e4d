"""Programmes: funded efforts with their countries, languages and time zone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.paging import FIRST, Page, Place, page_of
from app.store.tables import Cohort, CourseRelease, Partner, Programme

__all__ = [
    "CourseRelease",
    "Programme",
    "add",
    "count_cohorts",
    "count_partners",
    "get",
    "get_by_id",
    "list_programmes",
    "of_release",
    "page",
]


def get(session: Session, ref: str) -> Programme | None:
    return session.scalar(select(Programme).where(Programme.ref == ref))


def get_by_id(session: Session, programme_id: int) -> Programme | None:
    return session.get(Programme, programme_id)


def get_by_name(session: Session, name: str) -> Programme | None:
    """Also an archived one."""
    return session.scalar(select(Programme).where(Programme.name == name).limit(1))


def of_release(session: Session, course_release_id: int) -> Programme | None:
    """The programme that a course was released for."""
    return session.scalar(
        select(Programme)
        .join(CourseRelease, CourseRelease.programme_id == Programme.programme_id)
        .where(CourseRelease.course_release_id == course_release_id)
    )


def list_programmes(session: Session, *, with_archived: bool = False) -> list[Programme]:
    """By name."""
    query = select(Programme)
    if not with_archived:
        query = query.where(Programme.archived_at.is_(None))
    return list(session.scalars(query.order_by(Programme.sort_key, Programme.programme_id)))


def page(session: Session, *, with_archived: bool = False, place: Place = FIRST) -> Page[Programme]:
    """By name, the archived last."""
    query = select(Programme)
    if not with_archived:
        query = query.where(Programme.archived_at.is_(None))
    order = (Programme.archived_at.is_not(None), Programme.sort_key, Programme.programme_id)
    return page_of(session, query, order=order, words=[Programme.folded], place=place)


def add(
    session: Session,
    *,
    ref: str,
    name: str,
    countries: Sequence[str],
    languages: Sequence[str],
    time_zone: str,
    consent_kept_at: str,
    created_at: datetime,
) -> Programme:
    programme = Programme(
        ref=ref,
        name=name,
        countries=list(countries),
        languages=list(languages),
        time_zone=time_zone,
        consent_kept_at=consent_kept_at,
        created_at=created_at,
    )
    session.add(programme)
    session.flush()
    return programme


def count_partners(session: Session) -> dict[int, int]:
    """How many partners work in each programme, by its id; one without any is absent."""
    query = select(Partner.programme_id, func.count()).where(Partner.archived_at.is_(None))
    return dict(session.execute(query.group_by(Partner.programme_id)).all())


def count_cohorts(session: Session) -> dict[int, int]:
    """How many cohorts each programme has, by its id; one without any is absent."""
    query = select(Cohort.programme_id, func.count()).group_by(Cohort.programme_id)
    return dict(session.execute(query).all())

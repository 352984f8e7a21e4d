"""How many peers learners say that they taught."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.store.figures import Filters, Key
from app.store.tables import Cohort, CourseRelease, Learner, Partner, PeerReach, Programme
from app.store.upserts import insert_into

SPLITS = frozenset({"region", "country", "programme", "partner", "sex", "age_band", "language", "way", "month"})
"""Disaggregates that a report of peers has: all but the order of forms."""


class ReachRow(NamedTuple):
    """Learners who reported, and the peers of them all together. Under 11 learners neither is to be shown."""

    key: Key
    """values of the disaggregates asked for; () for none"""
    learners: int
    peers: int


def peers_of(session: Session, learner_id: int) -> int | None:
    """What the learner reported last; None: nothing yet."""
    return session.scalar(select(PeerReach.peers).where(PeerReach.learner_id == learner_id))


def keep(session: Session, learner_id: int, *, peers: int, month: str, now: datetime) -> None:
    """The last report stands."""
    statement = insert_into(session, PeerReach).values(learner_id=learner_id, peers=peers, reported_at=now, month=month)
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["learner_id"],
            set_={"peers": new.peers, "reported_at": new.reported_at, "month": new.month},
            where=PeerReach.reported_at <= new.reported_at,
        )
    )


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Of two rows of one person the later report stands."""
    row = session.get(PeerReach, drop_id)
    if row is not None:
        keep(session, keep_id, peers=row.peers, month=row.month, now=row.reported_at)


def count_reported(session: Session, filters: Filters, by: Sequence[str]) -> dict[Key, int]:
    """Learners who reported, by key."""
    return {row.key: row.learners for row in list_reach(session, filters, by)}


def list_reach(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[ReachRow]:
    """Everybody who reported, with both tests or without, in the cohort that they are in.

    The period is that of the report. by: of SPLITS.
    """
    columns = _columns()
    keys = [columns[name] for name in by]
    query = (
        select(*keys, func.count(), func.sum(PeerReach.peers))
        .select_from(PeerReach)
        .join(Learner, Learner.learner_id == PeerReach.learner_id)
        .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
        .join(Programme, Programme.programme_id == Cohort.programme_id)
        .join(Partner, Partner.partner_id == Cohort.partner_id)
        .join(CourseRelease, CourseRelease.course_release_id == Cohort.course_release_id)
        .where(*_conditions(filters, columns))
        .group_by(*keys)
    )
    found = []
    for row in session.execute(query):
        key, (learners, peers) = tuple(row[: len(by)]), row[len(by) :]
        if learners:
            found.append(ReachRow(key, int(learners), int(peers)))
    return found


def _columns() -> dict[str, Any]:
    return {
        "region": Cohort.region_code,
        "country": func.substr(Cohort.region_code, 1, 2),
        "programme": Programme.ref,
        "partner": Partner.ref,
        "sex": Learner.sex,
        "age_band": Learner.age_band,
        "language": Learner.language,
        "way": Cohort.way,
        "month": PeerReach.month,
    }


def _conditions(filters: Filters, columns: dict[str, Any]) -> list[ColumnElement[bool]]:
    scope = filters.scope
    found: list[ColumnElement[bool]] = []
    if not scope.is_whole:
        found.append(or_(Cohort.programme_id.in_(scope.programme_ids), Cohort.partner_id.in_(scope.partner_ids)))
    for name, column in columns.items():
        value = getattr(filters, name, None)
        if value is not None:
            found.append(column == value)
    if filters.structure is not None:
        found.append(CourseRelease.structure_digest == filters.structure)
    if filters.from_month is not None:
        found.append(PeerReach.month >= filters.from_month)
    if filters.to_month is not None:
        found.append(PeerReach.month <= filters.to_month)
    return found

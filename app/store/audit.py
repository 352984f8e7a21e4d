"""What staff did, to what, and when. Never an answer, a code or a PIN."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_, union_all
from sqlalchemy.orm import Session

from app.store import audit_chain, tables
from app.store.paging import PER_PAGE
from app.store.tables import Cohort, CourseRelease, Helpline, Partner, Programme, Staff
from app.store.values import first_of, value_of

ROW = tables.Audit

COMMAND_LINE, LEARNER, DUE = "command-line", "learner", "due"
"""Who did what no staff did: somebody at the machine, a learner, and nobody at all, since it was due."""
DOERS = (COMMAND_LINE, LEARNER, DUE)
OF_NO_STAFF = {
    "cohort.settle_due": DUE,
    "cohort.erase_due": DUE,
    "learner.withdraw": LEARNER,
    "learner.back": LEARNER,
}
"""Who did what has no member of staff. What else has none was done on the command line."""


@dataclass(frozen=True)
class Reach:
    """A Reach says whose acts somebody may read: all (`is_whole`), or their own and those in some programmes.

    programme_ids: None: any programme.
    """

    staff_id: int
    is_whole: bool = False
    programme_ids: frozenset[int] | None = frozenset()


@dataclass(frozen=True)
class Search:
    """A Search says which acts are looked for; an empty field narrows nothing.

    acts: codes. doer: public id of a member of staff, or one of DOERS. since: included. before: not included.
    """

    acts: Collection[str] = ()
    doer: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An Act is one entry of the audit: what was done, by whom, to what and when."""

    audit_id: int
    at: datetime
    staff_id: int | None
    """None: the command line or a learner's own act"""
    act: str
    programme_id: int | None
    cohort_id: int | None
    subject: str
    """such as `learner 7` (the handle) or a public id"""
    detail: Mapping[str, Any]


def moments_of(session: Session, act: str, cohort_id: int, subject: str) -> list[datetime]:
    """Lists when this act was done to this subject in a cohort, the last time first."""
    of_these = (ROW.cohort_id == cohort_id) & (ROW.act == act) & (ROW.subject == subject)
    return list(session.scalars(select(ROW.at).where(of_these).order_by(ROW.at.desc())))


def count_between(
    session: Session, acts: Collection[str], cohort_id: int, after: datetime, until: datetime | None
) -> int:
    """Returns how often one of these acts was done in a cohort after a moment, and until another; None: until now."""
    is_within = true() if until is None else ROW.at <= until
    query = select(func.count()).where(ROW.cohort_id == cohort_id, ROW.act.in_(acts), ROW.at > after, is_within)
    return session.scalar(query) or 0


def act_of(row: tables.Audit) -> Act:
    return value_of(Act, row)


@dataclass(frozen=True)
class Slice:
    """A Slice is a page of acts, the newest first. older: the `after` of the next page; None: no older acts."""

    entries: tuple[Act, ...]
    older: int | None


def add(
    session: Session,
    act: str,
    *,
    by: int | None,
    at: datetime,
    subject: str = "",
    programme_id: int | None = None,
    cohort_id: int | None = None,
    **detail: Any,
) -> None:
    """Adds an act to the audit. by: a staff id; None: done by no member of staff. detail: what JSON can hold."""
    audit_chain.add_new(
        session,
        ROW(
            at=at,
            staff_id=by,
            act=act,
            programme_id=programme_id,
            cohort_id=cohort_id,
            subject=subject,
            detail=detail,
        ),
    )


def get(session: Session, act: str, subject: str) -> Act | None:
    """Returns the latest act of this kind that was done to this subject; None if there is none."""
    query = select(ROW).where(ROW.act == act, ROW.subject == subject).order_by(ROW.audit_id.desc()).limit(1)
    return first_of(session, query, act_of)


def list_acts(session: Session, *, cohort_id: int | None = None, limit: int = 50) -> list[Act]:
    """Lists acts of one cohort, or of the whole instance, the newest first and at most `limit`."""
    query = select(ROW).order_by(ROW.at.desc(), ROW.audit_id.desc()).limit(limit)
    if cohort_id is not None:
        query = query.where(ROW.cohort_id == cohort_id)
    return [act_of(row) for row in session.scalars(query)]


def cohorts_with(session: Session, acts: Collection[str]) -> set[int]:
    """Returns the ids of the cohorts in which one of these acts was done."""
    query = select(ROW.cohort_id).where(ROW.act.in_(acts), ROW.cohort_id.is_not(None)).distinct()
    return {cohort_id for cohort_id in session.scalars(query) if cohort_id is not None}


def page(session: Session, reach: Reach, search: Search, *, after: int | None = None) -> Slice:
    """Returns up to fifty of the acts that somebody may read and searches for, the newest first.

    after: the id of the last act on the page before; None: the first page. Nothing is counted: the thousandth page
    costs what the first one does.
    """
    query = select(ROW).where(_within(reach), *_conditions(search))
    last = session.get(ROW, after) if after is not None else None
    if last is not None:
        query = query.where(tuple_(ROW.at, ROW.audit_id) < tuple_(last.at, last.audit_id))
    rows = session.scalars(query.order_by(ROW.at.desc(), ROW.audit_id.desc()).limit(PER_PAGE + 1)).all()
    return Slice(tuple(map(act_of, rows[:PER_PAGE])), rows[PER_PAGE - 1].audit_id if len(rows) > PER_PAGE else None)


def list_doers(session: Session, reach: Reach) -> dict[str, str]:
    """Returns the names of the staff who did an act that may be read, by public id, in the order of names."""
    did = select(ROW.audit_id).where(ROW.staff_id == Staff.staff_id, _within(reach)).exists()
    return dict(session.execute(select(Staff.ref, Staff.name).where(did).order_by(Staff.sort_key)).all())


def doer_of(row: Act) -> str:
    """Returns which of DOERS did an act that no member of staff did."""
    return OF_NO_STAFF.get(row.act, COMMAND_LINE)


def _within(reach: Reach) -> ColumnElement[bool]:
    if reach.is_whole:
        return true()
    own, of = ROW.staff_id == reach.staff_id, reach.programme_ids
    return or_(own, ROW.programme_id.is_not(None) if of is None else ROW.programme_id.in_(of))


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.acts:
        conditions.append(ROW.act.in_(search.acts))
    if search.doer in DOERS:
        acts = [act for act, doer in OF_NO_STAFF.items() if doer == search.doer]
        of_them = ROW.act.in_(acts) if acts else ROW.act.not_in(OF_NO_STAFF)
        conditions.append(and_(ROW.staff_id.is_(None), of_them))
    elif search.doer:
        is_theirs = select(Staff.staff_id).where(Staff.ref == search.doer).scalar_subquery()
        conditions.append(ROW.staff_id == is_theirs)
    if search.since is not None:
        conditions.append(ROW.at >= search.since)
    if search.before is not None:
        conditions.append(ROW.at < search.before)
    return conditions


def names_of(session: Session, acts: Collection[Act]) -> dict[str, str]:
    """Returns the names of the subjects of these acts by public id; learners and what no longer exists are absent."""
    refs = {act.subject for act in acts}
    named = (
        (Programme.ref, Programme.name),
        (Partner.ref, Partner.name),
        (Staff.ref, Staff.name),
        (Cohort.ref, Cohort.label),
        (CourseRelease.ref, CourseRelease.slug),
        (Helpline.ref, Helpline.number),
    )
    query = union_all(*(select(ref, name).where(ref.in_(refs)) for ref, name in named))
    return dict(list(session.execute(query)))


def zones_of(session: Session, acts: Collection[Act]) -> dict[int, str]:
    """Returns the time zone of each act's group, or else of its programme, by audit id.

    An act of the whole instance, and one of a group and programme that are gone, is absent.
    """
    of_group = dict(list(session.execute(select(Cohort.cohort_id, Cohort.time_zone).where(_is_one_of(acts)))))
    programmes = {act.programme_id for act in acts if act.programme_id is not None}
    query = select(Programme.programme_id, Programme.time_zone).where(Programme.programme_id.in_(programmes))
    of_programme = dict(list(session.execute(query)))
    zones = {act.audit_id: of_group.get(act.cohort_id or 0) or of_programme.get(act.programme_id or 0) for act in acts}
    return {audit_id: zone for audit_id, zone in zones.items() if zone is not None}


def _is_one_of(acts: Collection[Act]) -> ColumnElement[bool]:
    return Cohort.cohort_id.in_({act.cohort_id for act in acts if act.cohort_id is not None})


def groups_of(session: Session, acts: Collection[Act]) -> dict[int, str]:
    """Returns the names of the groups in which these acts were done, by cohort id; a deleted group is absent."""
    query = select(Cohort.cohort_id, Cohort.label).where(_is_one_of(acts))
    return dict(list(session.execute(query)))


def labels_of(session: Session, refs: Collection[str]) -> dict[str, str]:
    """Returns the names of the groups with these public ids; a deleted group is absent."""
    query = select(Cohort.ref, Cohort.label).where(Cohort.ref.in_(refs))
    return dict(list(session.execute(query))) if refs else {}


def releases_of(session: Session, acts: Collection[Act]) -> dict[int, int]:
    """Returns the ids of the releases from which the groups of these acts learn, by cohort id."""
    query = select(Cohort.cohort_id, Cohort.course_release_id).where(_is_one_of(acts))
    return dict(list(session.execute(query))) if acts else {}

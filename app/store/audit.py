"""What staff did, to what, and when. Never an answer, a code or a PIN."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from app.store.paging import PER_PAGE, Page
from app.store.tables import Audit, Cohort, CourseRelease, Helpline, Partner, Programme, Staff

__all__ = ["Audit", "add", "get", "groups_of", "list_acts", "list_kinds", "names_of", "page"]


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
    """Note one act. `by` is a staff id, None for the command line; `detail` is what JSON can hold."""
    session.add(
        Audit(
            at=at,
            staff_id=by,
            act=act,
            programme_id=programme_id,
            cohort_id=cohort_id,
            subject=subject,
            detail=detail,
        )
    )


def get(session: Session, act: str, subject: str) -> Audit | None:
    """The last act of this kind that was done to this."""
    query = select(Audit).where(Audit.act == act, Audit.subject == subject).order_by(Audit.audit_id.desc()).limit(1)
    return session.scalar(query)


def list_acts(session: Session, *, cohort_id: int | None = None, limit: int = 50) -> list[Audit]:
    """The newest first; of one cohort, or of the whole instance."""
    query = select(Audit).order_by(Audit.at.desc(), Audit.audit_id.desc()).limit(limit)
    if cohort_id is not None:
        query = query.where(Audit.cohort_id == cohort_id)
    return list(session.scalars(query))


def list_kinds(session: Session) -> list[str]:
    """The kinds of act that there are, by name."""
    return list(session.scalars(select(Audit.act).distinct().order_by(Audit.act)))


def page(session: Session, *, act: str = "", number: int = 1) -> Page[Audit]:
    """Fifty acts, the newest first; of one kind where `act` names it. The last page where there are fewer."""
    wanted = Audit.act == act if act else Audit.act.is_not(None)
    found = session.scalars(select(func.count()).select_from(Audit).where(wanted)).one()
    number = min(max(number, 1), max(1, -(-found // PER_PAGE)))
    query = (
        select(Audit)
        .where(wanted)
        .order_by(Audit.at.desc(), Audit.audit_id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return Page(tuple(session.scalars(query)), number, found, found, "")


def names_of(session: Session, found: Collection[Audit]) -> dict[str, str]:
    """By public id: what these acts were done to, as far as it is still there."""
    refs = {row.subject for row in found}
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


def groups_of(session: Session, found: Collection[Audit]) -> dict[int, str]:
    """By cohort id: the names of the groups in which these acts were done."""
    cohort_ids = {row.cohort_id for row in found if row.cohort_id is not None}
    query = select(Cohort.cohort_id, Cohort.label).where(Cohort.cohort_id.in_(cohort_ids))
    return dict(list(session.execute(query)))

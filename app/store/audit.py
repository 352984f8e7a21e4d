"""What staff did, to what, and when. Never an answer, a code or a PIN."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.paging import PER_PAGE, Page
from app.store.tables import Audit


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


def list_acts(session: Session, *, cohort_id: int | None = None, limit: int = 50) -> list[Audit]:
    """The newest first; of one cohort, or of the whole instance."""
    query = select(Audit).order_by(Audit.audit_id.desc()).limit(limit)
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
    query = select(Audit).where(wanted).order_by(Audit.audit_id.desc()).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return Page(tuple(session.scalars(query)), number, found, found, "")

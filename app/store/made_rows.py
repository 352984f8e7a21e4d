"""Cohorts and staff whose whole row is gone: no seal can tell, since it goes with the row, but the audit can."""

from collections.abc import Iterator

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.store.tables import Audit, Cohort, Staff

_GONE = "is missing: the list of what was done says that it was made"


def list_missing(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (row, what is wrong with it) for each cohort and member of staff that was added and is missing now.

    A cohort that somebody deleted on its page is left out. Rows of other kinds, such as learners, are not looked for.
    """
    left = func.sum(case((Audit.act == "cohort.add", 1), else_=-1))  # the id of a deleted cohort may be used again
    cohorts = (
        select(Audit.cohort_id)
        .where(Audit.act.in_(("cohort.add", "cohort.delete")), Audit.cohort_id.not_in(select(Cohort.cohort_id)))
        .group_by(Audit.cohort_id)
        .having(left > 0)
        .order_by(Audit.cohort_id)
    )
    yield from ((f"cohort {cohort_id}", _GONE) for cohort_id in session.scalars(cohorts))
    staff = select(Audit.subject).where(Audit.act == "staff.add", Audit.subject.not_in(select(Staff.ref)))
    yield from ((f"staff {ref}", _GONE) for ref in session.scalars(staff.distinct().order_by(Audit.subject)))

"""Which cohorts still have learners, and which of them have settled in a programme with a retention time."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from app.store.programmes.cohort import COLUMNS
from app.store.programmes.cohort import Cohort as CohortValue
from app.store.steps import COURSE
from app.store.tables import Cohort, Learner, Programme, Settlement
from app.store.values import values_of

_HAS_LEARNERS = exists().where(Learner.cohort_id == Cohort.cohort_id)


def list_settled(session: Session) -> list[CohortValue]:
    """Lists settled cohorts that still have learners, in programmes with a retention time, in the order of ids.

    Cohorts whose erasing was interrupted are listed too, in any programme.
    """
    is_settled = exists().where(
        Settlement.cohort_id == Cohort.cohort_id, Settlement.step == COURSE, Settlement.is_current
    )
    has_clock = Programme.retention_months.is_not(None)
    is_cut_off = Cohort.erased_at.is_not(None)
    query = _cohorts(is_cut_off | is_settled & has_clock).join(Programme, Programme.programme_id == Cohort.programme_id)
    return list(values_of(session, query, CohortValue))


def list_with_learners(session: Session, programme_id: int) -> list[CohortValue]:
    """Lists the cohorts of a programme that still have learners, in the order of ids."""
    return list(values_of(session, _cohorts(Cohort.programme_id == programme_id), CohortValue))


def count_learners(session: Session) -> dict[int, int]:
    """Returns how many learners are in each cohort, by cohort id; a cohort without any is absent."""
    query = select(Learner.cohort_id, func.count()).group_by(Learner.cohort_id)
    return dict(session.execute(query).all())


def count_erased(session: Session) -> int:
    """Returns how many cohorts have had all their learners erased when the retention time was over."""
    query = select(func.count()).select_from(Cohort).where(Cohort.erased_at.is_not(None), ~_HAS_LEARNERS)
    return session.scalars(query).one()


def _cohorts(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(*COLUMNS).where(_HAS_LEARNERS, *conditions).order_by(Cohort.cohort_id)

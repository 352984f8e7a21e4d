"""Sheets of paper that wait for a second person's yes, or have it: whose they are, and what a yes would do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.store import tables
from app.store.answers import frozen, refused
from app.store.answers.attempt import Bar
from app.store.answers.typed import YES
from app.store.programmes.cohorts import Scope, in_archive
from app.store.tables import Cohort, Learner, ScorePair, SheetDecision, Staff
from app.store.values import first_value, values_of

ROW = tables.Attempt
_OTHER = aliased(ROW)
_HAS_COUNTED = exists().where(
    _OTHER.learner_id == ROW.learner_id,
    _OTHER.instrument_id == ROW.instrument_id,
    _OTHER.wave == ROW.wave,
    _OTHER.is_counted,
)


@dataclass(frozen=True)
class WaitingSheet:
    """A WaitingSheet waits for a second person's yes, or has it; it says whose it is, and nothing that was answered.

    key: of the attempt. cohort_id, label, handle: where the learner is. typed_by, typed_by_id: name and id of who typed
    it in, who may not say yes. sat_in_id: the cohort where it was sat. pair_in_id: the one where the learner's pair
    counts. is_settled: settling keeps it from counting. has_counted: another test of this learner and wave counts.
    has_aside: a phone sent this test, too, and it lies aside and never counts.
    """

    key: str
    cohort_id: int
    learner_id: int
    label: str
    handle: int
    wave: str
    reason: str | None
    typed_by: str
    typed_by_id: int
    received_at: datetime
    time_zone: str
    sat_in_id: int
    pair_in_id: int
    is_complete: bool
    is_after_lesson: bool
    is_after_reveal: bool
    is_settled: bool
    has_counted: bool
    has_aside: bool


_PAIR_IN: Any = func.coalesce(ScorePair.cohort_id, Learner.cohort_id)
_YES_BY: Any = (
    select(SheetDecision.decided_by)
    .where(SheetDecision.attempt_id == ROW.attempt_id, SheetDecision.decision == YES)
    .order_by(SheetDecision.sheet_decision_id.desc())
    .limit(1)
    .scalar_subquery()
)
_SHEETS: Any = (
    select(
        *(ROW.key, Cohort.cohort_id, Learner.learner_id, Cohort.label, Learner.handle, ROW.wave, ROW.reason),
        *(Staff.name, Staff.staff_id, ROW.received_at, Cohort.time_zone, ROW.cohort_id, _PAIR_IN, ROW.is_complete),
        *(ROW.is_after_lesson, ROW.is_after_reveal, frozen.is_over(ROW), _HAS_COUNTED),
        refused.lies_beside(ROW),
    )
    .join(Learner, Learner.learner_id == ROW.learner_id)
    .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
    .join(Staff, Staff.staff_id == ROW.typed_by)
    .outerjoin(ScorePair, and_(ScorePair.learner_id == ROW.learner_id, ScorePair.instrument_id == ROW.instrument_id))
    .order_by(ROW.received_at, ROW.attempt_id)
)
_WAITING: Any = _SHEETS.where(ROW.bar == Bar.WAITING)


def _may_count(scope: Scope) -> ColumnElement[bool]:
    """Within the scope; of an archived cohort only until it settles: a yes would be in vain."""
    return scope.condition & (in_archive(is_archived=False) | ~frozen.is_over(ROW))


def list_waiting(session: Session, scope: Scope) -> list[WaitingSheet]:
    """Lists the sheets of the cohorts within a scope that wait for a second person's yes, the oldest first."""
    return list(values_of(session, _WAITING.where(_may_count(scope)), WaitingSheet))


def list_of_cohort(session: Session, cohort_id: int) -> list[WaitingSheet]:
    """Lists the sheets that wait of a cohort: of its learners, sat in it, or of a pair that counts in it."""
    is_its = or_(Learner.cohort_id == cohort_id, ROW.cohort_id == cohort_id, cohort_id == _PAIR_IN)
    return list(values_of(session, _WAITING.where(is_its), WaitingSheet))


def get_waiting(session: Session, scope: Scope, key: str) -> WaitingSheet | None:
    """Returns the sheet under this key that waits for a yes; None if none does, or it is outside the scope."""
    return first_value(session, _WAITING.where(_may_count(scope), ROW.key == key), WaitingSheet)


def list_with_yes(session: Session, scope: Scope, staff_id: int) -> list[WaitingSheet]:
    """Lists the sheets within a scope that stand by this person's yes and have not settled, the oldest first."""
    has_yes = ROW.is_confirmed & ROW.bar.is_(None) & (staff_id == _YES_BY)
    return list(values_of(session, _SHEETS.where(scope.condition, has_yes, ~frozen.is_over(ROW)), WaitingSheet))


def open_sheets(cohort_id: int) -> ScalarSelect[int]:
    """Returns the SQL count of sheets sat in a cohort that wait for a yes, or have it and do not count."""
    is_in_vain = ROW.is_confirmed & ROW.bar.is_(None) & ~ROW.is_counted
    query = select(func.count(ROW.attempt_id)).where(ROW.cohort_id == cohort_id)
    return query.where((ROW.bar == Bar.WAITING) | is_in_vain).scalar_subquery()


def over_of(session: Session, attempt_ids: Collection[int]) -> set[int]:
    """Returns the ids of those of these attempts that settling keeps from counting."""
    return set(session.scalars(select(ROW.attempt_id).where(ROW.attempt_id.in_(attempt_ids), frozen.is_over(ROW))))

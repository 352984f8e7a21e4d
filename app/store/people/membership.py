"""What is to be said of a cohort's people beside its learners: who was taken out, came, went, or leads it too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, String, case, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.store.encodings import Moment
from app.store.memory import asked_once
from app.store.tables import Cohort, Learner, LearnerMove, SecondFacilitator, Staff, TakenOut
from app.store.values import values_of


class Kind(StrEnum):
    """A Kind says what a line is about."""

    OUT = "out"
    WENT = "went"
    CAME = "came"
    SECOND = "second"
    DISABLED_SECOND = "disabled second"


@dataclass(frozen=True, slots=True)
class Line:
    """A Line is one of the people beside a cohort's learners."""

    kind: Kind
    handle: int | None
    """in this cohort; None: of a second facilitator, or of somebody who was taken out and erased"""
    other_handle: int | None
    """of who came or went: in the other cohort"""
    words: str | None
    """why somebody was taken out, what the other cohort is called, or who is the second facilitator"""
    at: datetime | None
    """when; of a second facilitator until when, None for good"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))


@asked_once
def list_lines(session: Session, cohort_id: int) -> Sequence[Line]:
    """Lists who was taken out of a cohort, came from another, went to another and leads it beside its leader."""
    none = cast(null(), Integer)
    out = select(literal(Kind.OUT.value), Learner.handle, none, TakenOut.reason, TakenOut.taken_out_at)
    out = out.outerjoin(Learner, Learner.learner_id == TakenOut.learner_id).where(TakenOut.cohort_id == cohort_id)
    kind_of_second = case((Staff.disabled_at.is_(None), Kind.SECOND.value), else_=Kind.DISABLED_SECOND.value)
    second = select(kind_of_second, none, none, Staff.name, SecondFacilitator.ends_at)
    second = second.join(Staff, Staff.staff_id == SecondFacilitator.staff_id)
    second = second.where(SecondFacilitator.cohort_id == cohort_id)
    lines = union_all(out, _moves(Kind.WENT, cohort_id), _moves(Kind.CAME, cohort_id), second).subquery()
    kind, handle, other, words, at = lines.c
    query = select(cast(kind, String), handle, other, words, cast(at, Moment)).order_by(handle, words)
    return list(values_of(session, query, Line))


def _moves(kind: Kind, cohort_id: int) -> Any:
    """Seen from the cohort that somebody left, or from the one to which they came."""
    row = LearnerMove
    own, other = (row.from_cohort_id, row.to_cohort_id), (row.from_handle, row.to_handle)
    if kind is Kind.CAME:
        own, other = own[::-1], other[::-1]
    query = select(literal(kind.value), *other, Cohort.label, row.moved_at).join(Cohort, Cohort.cohort_id == own[1])
    return query.where(own[0] == cohort_id)

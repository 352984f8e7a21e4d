"""A learner as a value: a handle in a cohort and what they said of themselves. Never a code, not even its hash."""

from dataclasses import dataclass
from datetime import datetime

from app.store import tables
from app.store.values import value_of


@dataclass(frozen=True, slots=True)
class Learner:
    learner_id: int
    cohort_id: int
    handle: int
    sex: str
    """female, male or unsaid"""
    age_band: str
    language: str
    first_form: str
    joined_at: datetime


def learner_of(row: tables.Learner) -> Learner:
    return value_of(Learner, row)

"""How many learners of each cohort are how far, for a list of cohorts: no learner is named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Exists, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Attempt, Departure, Learner
from courses import PAIR, Wave


@dataclass(frozen=True)
class Progress:
    """A Progress counts who joined a cohort and, for each test, who has sent it and who has begun but not sent it."""

    joined: int = 0
    sent_by_wave: Mapping[str, int] = field(default_factory=dict)
    begun_by_wave: Mapping[str, int] = field(default_factory=dict)
    owing: int = 0
    """who took a first test that counts and has not sent the second one"""
    without_both: int = 0
    to_follow: int = 0
    """who took both tests, each of which counts, and has not begun the third"""
    left: int = 0
    """who lacks one of the two, and of whom somebody noted why they left"""

    def sent(self, wave: str) -> int:
        return self.sent_by_wave.get(wave, 0)

    def begun(self, wave: str) -> int:
        return self.begun_by_wave.get(wave, 0)

    def not_begun(self, wave: str) -> int:
        """Returns who has not begun a test and is to; a follow-up is due to those alone who took both before it."""
        return self.to_follow if wave == Wave.FOLLOW_UP else self.joined - self.sent(wave) - self.begun(wave)

    def awaited(self, wave: str) -> int:
        """Returns of how many a test is expected, whether it has come or not."""
        return self.sent(wave) + self.begun(wave) + self.not_begun(wave)


def count_waves(session: Session, cohort_ids: Collection[int]) -> dict[int, Progress]:
    """Returns by cohort id how many learners joined, and how many have sent each test or begun but not sent it."""
    members = select(Learner.cohort_id, func.count()).where(Learner.cohort_id.in_(cohort_ids), IS_MEMBER)
    joined = dict(session.execute(members.group_by(Learner.cohort_id)).all())
    sent = _count_learners(session, cohort_ids, is_sent=True)
    begun = _count_learners(session, cohort_ids, is_sent=False)
    missing = _count_missing(session, cohort_ids)
    return {
        cohort_id: Progress(
            joined=joined.get(cohort_id, 0),
            sent_by_wave=sent.get(cohort_id, {}),
            begun_by_wave=begun.get(cohort_id, {}),
            **missing.get(cohort_id, {}),
        )
        for cohort_id in cohort_ids
    }


def _count_learners(session: Session, cohort_ids: Collection[int], *, is_sent: bool) -> dict[int, dict[str, int]]:
    """By cohort and wave: learners who have sent a test (whether it counts or not), or are at one and have not."""
    other = aliased(Attempt)
    is_its = (other.learner_id == Attempt.learner_id) & (other.wave == Attempt.wave)
    has_sent = exists().where(is_its, other.received_at.is_not(None), other.bar.is_(None))
    is_one = Attempt.received_at.is_not(None) & Attempt.bar.is_(None)
    if not is_sent:
        is_one = Attempt.received_at.is_(None) & ~has_sent
    query = (
        select(Learner.cohort_id, Attempt.wave, func.count(Attempt.learner_id.distinct()))
        .join(Learner, Learner.learner_id == Attempt.learner_id)
        .where(Learner.cohort_id.in_(cohort_ids), is_one, IS_MEMBER)
        .group_by(Learner.cohort_id, Attempt.wave)
    )
    counts: dict[int, dict[str, int]] = {}
    for cohort_id, wave, count in session.execute(query):
        counts.setdefault(cohort_id, {})[wave] = count
    return counts


def _count_missing(session: Session, cohort_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """By cohort: who owes the second test, who took none of the two, and who the third; and who left without both."""
    other = aliased(Attempt)

    def has(wave: Wave) -> Exists:
        is_received = other.received_at.is_not(None) & other.bar.is_(None)
        return exists().where(*_is_at(other, wave), is_received)

    has_first, has_second = has(Wave.PRE), has(Wave.POST)
    first, second = (has(wave).where(other.is_counted) for wave in PAIR)
    has_third = exists().where(*_is_at(other, Wave.FOLLOW_UP), other.bar.is_(None))
    has_left = exists().where(Departure.learner_id == Learner.learner_id)
    query = (
        select(
            Learner.cohort_id,
            func.count(case((first & ~has_second & ~has_left, Learner.learner_id))),
            func.count(case((~has_first & ~has_second & ~has_left, Learner.learner_id))),
            func.count(case((first & second & ~has_third & ~has_left, Learner.learner_id))),
            func.count(case((has_left & ~(first & has_second), Learner.learner_id))),
        )
        .where(Learner.cohort_id.in_(cohort_ids), IS_MEMBER)
        .group_by(Learner.cohort_id)
    )
    names = ("owing", "without_both", "to_follow", "left")
    return {cohort_id: dict(zip(names, counts, strict=True)) for cohort_id, *counts in session.execute(query)}


def _is_at(attempt: Any, wave: Wave) -> tuple[ColumnElement[bool], ...]:
    of: type[Attempt] = attempt
    return of.learner_id == Learner.learner_id, of.wave == wave

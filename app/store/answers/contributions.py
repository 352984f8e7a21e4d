"""What each learner adds to the derived tables, worked out from what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, select, true
from sqlalchemy.orm import Session

from app.store.answers import dose, frozen
from app.store.answers.pair import Pair
from app.store.answers.taken_out import IS_MEMBER
from app.store.tables import Attempt, Cohort, Learner, ScorePair
from assessments import other_form
from courses import PAIR, Wave


class CohortCounts(NamedTuple):
    """A CohortCounts holds how many learners of a cohort are enrolled, and how many have a counting score of each test.

    The fields are named after columns of cohort_tally. paired: both pre-test and post-test.
    """

    enrolled: int = 0
    early: int = 0
    pre: int = 0
    post: int = 0
    paired: int = 0
    follow_up: int = 0

    @classmethod
    def of(cls, pair: Pair) -> "CohortCounts":
        early, pre, post, third = (score is not None for score in (pair.early, pair.pre, pair.post, pair.follow_up))
        return cls(1, early, pre, post, pre and post, third)

    def plus(self, other: "CohortCounts", sign: int = 1) -> "CohortCounts":
        return CohortCounts(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Totals:
    """A Totals holds what some learners add to the derived tables: their rows of scores, and counts by cohort."""

    pairs: set[Pair] = field(default_factory=set)
    tallies: dict[int, CohortCounts] = field(default_factory=lambda: defaultdict(CohortCounts))
    """by cohort"""

    def add_learner(self, cohort_id: int, pairs: Sequence[Pair]) -> None:
        """Adds one learner's rows of scores, and counts the learner in the cohorts of these rows.

        cohort_id: where they are enrolled; they are counted there as long as they have no row.
        """
        self.pairs.update(pairs)
        for pair in pairs:
            self.tallies[pair.cohort_id] = self.tallies[pair.cohort_id].plus(CohortCounts.of(pair))
        if not pairs:
            self.tallies[cohort_id] = self.tallies[cohort_id].plus(CohortCounts(1))

    def add_tallies(self, other: "Totals") -> None:
        """Adds the counts by cohort of other learners, without their rows of scores."""
        for cohort_id, counts in other.tallies.items():
            self.tallies[cohort_id] = self.tallies[cohort_id].plus(counts)


class _Sat(NamedTuple):
    """An attempt that counts."""

    wave: str
    cohort_id: int
    form: str
    score: int
    language: str
    channel: str
    instrument_id: int
    lessons: int
    """done when it was finished"""


class _LearnerFacts(NamedTuple):
    learner_id: int
    cohort_id: int
    sex: str
    age_band: str
    first_form: str
    is_waiting: bool


_COUNTS = (Attempt.learner_id == Learner.learner_id) & Attempt.is_counted & Attempt.received_at.is_not(None)
_EVERYBODY = (
    select(
        *(Learner.learner_id, Learner.cohort_id, Learner.sex, Learner.age_band),
        *(Learner.first_form, Cohort.is_waiting, Attempt.wave, Attempt.cohort_id, Attempt.form, Attempt.score),
        *(Attempt.language, Attempt.channel, Attempt.instrument_id, dose.HAD_BEFORE),
    )
    .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
    .outerjoin(Attempt, _COUNTS)
    .where(IS_MEMBER)
    .order_by(Learner.learner_id)
)
_THOSE = _EVERYBODY.where(Learner.learner_id.in_(bindparam("ids", expanding=True)))
"""Built once: it is asked whenever something of a learner is stored."""


def totals(session: Session, which: ColumnElement[bool] | None = None) -> Totals:
    """Returns what learners add to the derived tables, computed from their stored attempts.

    which: a condition on Learner; None: every learner. Learners whose scores are frozen count as when their cohort
    settled.
    """
    if which is None:
        return _summed(frozen.list_rows(session, true()), session.execute(_EVERYBODY))
    condition = ScorePair.learner_id.in_(select(Learner.learner_id).where(which))
    return _summed(frozen.list_rows(session, condition), session.execute(_EVERYBODY.where(which)))


def totals_of(session: Session, learner_ids: Sequence[int]) -> Totals:
    """Returns the same of learners by their ids."""
    return _summed(frozen.rows_of(session, learner_ids), session.execute(_THOSE, {"ids": [*learner_ids]}))


def _summed(rows: Mapping[int, Sequence[Pair]], people: Iterable[Any]) -> Totals:
    """rows: by learner what is frozen of them."""
    result = Totals()
    for learner, sat in _learners(people):
        settled = rows.get(learner.learner_id)
        # Whoever is frozen counts where and as they did when their cohort settled; so do their tests.
        pairs = [_frozen_pair(row, sat) for row in settled] if settled else list(_pairs(learner, sat))
        result.add_learner(learner.cohort_id, pairs)
    return result


def forms_due(first_form: str, *, is_waiting: bool) -> str:
    """Returns the forms of a learner's pre-test and post-test, such as "AB".

    is_waiting: the cohort waits, so the first form is that of the early test, and the pre-test has the other one.
    """
    order = first_form + other_form(first_form)
    return order[::-1] if is_waiting else order


def _pairs(learner: _LearnerFacts, sat: Iterable[_Sat]) -> Iterator[Pair]:
    """One for each instrument of which the learner has sat a test."""
    by_instrument: dict[int, dict[str, _Sat]] = defaultdict(dict)
    for attempt in sat:
        by_instrument[attempt.instrument_id][attempt.wave] = attempt
    for instrument_id, by_wave in by_instrument.items():
        yield _pair(learner, instrument_id, by_wave)


def _pair(learner: _LearnerFacts, instrument_id: int, by_wave: Mapping[str, _Sat]) -> Pair:
    first = next(by_wave[wave] for wave in (Wave.PRE, Wave.POST, Wave.EARLY, Wave.FOLLOW_UP) if wave in by_wave)
    last = next(by_wave[wave] for wave in (Wave.POST, Wave.PRE, Wave.EARLY, Wave.FOLLOW_UP) if wave in by_wave)
    due = forms_due(learner.first_form, is_waiting=learner.is_waiting)
    forms = (by_wave[wave].form if wave in by_wave else form for wave, form in zip(PAIR, due, strict=True))
    early, pre, post, follow_up = (by_wave[wave].score if wave in by_wave else None for wave in Wave)
    return Pair(
        learner_id=learner.learner_id,
        instrument_id=instrument_id,
        cohort_id=first.cohort_id,
        form_order="".join(forms),
        sex=learner.sex,
        age_band=learner.age_band,
        language=first.language,
        channel=last.channel,
        lessons=by_wave[Wave.POST].lessons if Wave.POST in by_wave else 0,
        early=early,
        pre=pre,
        post=post,
        follow_up=follow_up,
    )


def _frozen_pair(row: Pair, sat: Iterable[_Sat]) -> Pair:
    scores = {it.wave: it.score for it in sat if it.instrument_id == row.instrument_id}
    early, pre, post, follow_up = map(scores.get, Wave)
    has_left = pre is None or post is None
    reason = row.reason if has_left else None
    return row._replace(early=early, pre=pre, post=post, follow_up=follow_up, reason=reason)


def _learners(people: Iterable[Any]) -> Iterator[tuple[_LearnerFacts, list[_Sat]]]:
    """Each learner with the attempts that count."""
    facts = len(_LearnerFacts._fields)
    learner: _LearnerFacts | None = None
    sat: list[_Sat] = []
    for row in people:
        if learner is None or row[0] != learner.learner_id:
            if learner is not None:
                yield learner, sat
            learner, sat = _LearnerFacts._make(row[:facts]), []
        if row[facts] is not None:
            sat.append(_Sat._make(row[facts:]))
    if learner is not None:
        yield learner, sat

"""What each learner adds to the derived tables, worked out from what is stored."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.store.tables import Attempt, Cohort, CourseRelease, Learner

EARLY, PRE, POST, FOLLOW_UP = "early", "pre", "post", "follow_up"
PRE_POST, EARLY_PRE, WAITED = "pre-post", "early-pre", "pre-post waited"
PRE_FOLLOW_UP, POST_FOLLOW_UP = "pre-follow_up", "post-follow_up"


class Dimensions(NamedTuple):
    """The key that all summaries share; the names are the columns'."""

    structure_digest: str
    wave_pair: str
    programme_id: int
    region_code: str
    partner_id: int
    form_order: str
    sex: str
    age_band: str
    language: str
    way: str
    month: str


class GainKey(NamedTuple):
    of: Dimensions
    out_of: int
    pre: int
    post: int


class FlowKey(NamedTuple):
    of: Dimensions
    state: str


class CohortKey(NamedTuple):
    of: Dimensions
    cohort_id: int
    out_of: int


class Sums(NamedTuple):
    """Over the pairs of one cohort; d is post minus pre."""

    learner_count: int = 0
    d: int = 0
    dd: int = 0
    improved: int = 0
    worse: int = 0
    pre: int = 0
    pre_pre: int = 0
    pre_post: int = 0

    def plus(self, other: "Sums", sign: int = 1) -> "Sums":
        return Sums(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


class Pair(NamedTuple):
    """A row of score_pair."""

    of: Dimensions
    learner_id: int
    cohort_id: int
    out_of: int
    pre: int
    post: int


@dataclass
class Totals:
    """What some learners add up to."""

    gains: Counter[GainKey] = field(default_factory=Counter)
    flows: Counter[FlowKey] = field(default_factory=Counter)
    sums: dict[CohortKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    pairs: set[Pair] = field(default_factory=set)

    def add(self, dimensions: Dimensions, state: str) -> None:
        self.flows[FlowKey(dimensions, state)] += 1

    def add_pair(self, pair: Pair) -> None:
        d = pair.post - pair.pre
        self.pairs.add(pair)
        self.gains[GainKey(pair.of, pair.out_of, pair.pre, pair.post)] += 1
        key = CohortKey(pair.of, pair.cohort_id, pair.out_of)
        one = Sums(1, d, d * d, d > 0, d < 0, pair.pre, pair.pre * pair.pre, pair.pre * pair.post)
        self.sums[key] = self.sums[key].plus(one)


class _CohortFacts(NamedTuple):
    cohort_id: int
    programme_id: int
    region_code: str
    partner_id: int
    way: str
    time_zone: str
    is_waiting: bool
    structure_digest: str

    def month(self, moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(self.time_zone)):%Y-%m}"


class _Sat(NamedTuple):
    """An attempt that counts."""

    wave: str
    cohort_id: int
    form: str
    structure_digest: str
    score: int
    out_of: int
    finished_at: datetime
    language: str


class _LearnerFacts(NamedTuple):
    learner_id: int
    cohort_id: int
    sex: str
    age_band: str
    language: str
    first_form: str
    joined_at: datetime


def totals(session: Session, which: ColumnElement[bool] | None = None, *, is_to_be_kept: bool = False) -> Totals:
    """What the learners of a condition on Learner add up to; all learners without one.

    Where it is to be kept, nobody moves their cohorts until the commit.
    """
    result = Totals()
    cohort = _cohorts(session, is_locked=is_to_be_kept)
    for learner, sat in _learners(session, which):
        _contribute(result, learner, sat, cohort)
    return result


def _contribute(
    result: Totals, learner: _LearnerFacts, sat: Mapping[tuple[str, str], _Sat], cohort: Callable[[int], _CohortFacts]
) -> None:
    """Once for every structure that the learner has met: their cohort's, and each that they sat.

    In a waiting cohort twice more: for the early test and the pre-test, which tell what changes without lessons, and
    for its own course, which is in the total and is told apart from that of the others it is compared with.
    """
    enrolled = cohort(learner.cohort_id)
    order = learner.first_form + ("B" if learner.first_form == "A" else "A")
    for structure in sorted({enrolled.structure_digest, *(digest for digest, _ in sat)}):
        early, pre, post, follow_up = (sat.get((structure, wave)) for wave in (EARLY, PRE, POST, FOLLOW_UP))
        ways = [(PRE_POST, pre, post, order[::-1] if enrolled.is_waiting else order)]
        if enrolled.is_waiting:
            ways += [(WAITED, pre, post, order[::-1]), (EARLY_PRE, early, pre, order)]
        for wave_pair, one, other, forms in ways:
            first = one or other
            home = cohort(first.cohort_id) if first else enrolled
            forms = (one.form if one else forms[0]) + (other.form if other else forms[1])
            of = _dimensions(learner, first, home, structure, wave_pair, forms)
            if one and other:
                result.add(of, "paired")
                result.add_pair(_pair(of, learner, one, other))
            else:
                result.add(of, "pre_only" if one else "post_only" if other else "neither")
        if pre and post and follow_up:
            # What was kept is asked of those with all three: beside them a follow-up says nothing of the course.
            for wave_pair, one in ((PRE_FOLLOW_UP, pre), (POST_FOLLOW_UP, post)):
                forms = one.form + follow_up.form
                of = _dimensions(learner, pre, cohort(pre.cohort_id), structure, wave_pair, forms)
                result.add_pair(_pair(of, learner, one, follow_up)._replace(cohort_id=pre.cohort_id))


def _dimensions(
    learner: _LearnerFacts, first: _Sat | None, home: _CohortFacts, structure: str, wave_pair: str, forms: str
) -> Dimensions:
    """first: the test that tells language and month; None: neither was sat."""
    return Dimensions(
        structure_digest=structure,
        wave_pair=wave_pair,
        programme_id=home.programme_id,
        region_code=home.region_code,
        partner_id=home.partner_id,
        form_order=forms,
        sex=learner.sex,
        age_band=learner.age_band,
        language=first.language if first else learner.language,
        way=home.way,
        month=home.month(first.finished_at if first else learner.joined_at),
    )


def _pair(of: Dimensions, learner: _LearnerFacts, one: _Sat, other: _Sat) -> Pair:
    return Pair(of, learner.learner_id, one.cohort_id, one.out_of, pre=one.score, post=other.score)


def _learners(
    session: Session, which: ColumnElement[bool] | None
) -> Iterator[tuple[_LearnerFacts, dict[tuple[str, str], _Sat]]]:
    """Each learner with the attempts that count, by structure and wave."""
    query = (
        select(
            *(Learner.learner_id, Learner.cohort_id, Learner.sex, Learner.age_band),
            *(Learner.language, Learner.first_form, Learner.joined_at),
            *(Attempt.counted_wave, Attempt.cohort_id, Attempt.form, Attempt.structure_digest),
            *(Attempt.score, Attempt.out_of, Attempt.finished_at, Attempt.language),
        )
        .outerjoin(Attempt, (Attempt.learner_id == Learner.learner_id) & Attempt.counted_wave.is_not(None))
        .order_by(Learner.learner_id)
    )
    if which is not None:
        query = query.where(which)
    learner: _LearnerFacts | None = None
    sat: dict[tuple[str, str], _Sat] = {}
    for row in session.execute(query):
        if learner is None or row[0] != learner.learner_id:
            if learner is not None:
                yield learner, sat
            learner, sat = _LearnerFacts._make(row[:7]), {}
        if row[7] is not None:
            attempt = _Sat._make(row[7:])
            sat[attempt.structure_digest, attempt.wave] = attempt
    if learner is not None:
        yield learner, sat


def _cohorts(session: Session, *, is_locked: bool) -> Callable[[int], _CohortFacts]:
    """Facts of a cohort, asked once each."""
    known: dict[int, _CohortFacts] = {}

    def facts(cohort_id: int) -> _CohortFacts:
        if cohort_id not in known:
            query = (
                select(
                    *(Cohort.cohort_id, Cohort.programme_id, Cohort.region_code, Cohort.partner_id),
                    *(Cohort.way, Cohort.time_zone, Cohort.is_waiting, CourseRelease.structure_digest),
                )
                .join(CourseRelease, CourseRelease.course_release_id == Cohort.course_release_id)
                .where(Cohort.cohort_id == cohort_id)
            )
            if is_locked:
                query = query.with_for_update(read=True, of=Cohort)
            known[cohort_id] = _CohortFacts._make(session.execute(query).one())
        return known[cohort_id]

    return facts

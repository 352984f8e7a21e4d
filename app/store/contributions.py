"""What each learner adds to the derived tables, worked out from what is stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from app.store import frozen
from app.store.figures import EARLY_PRE, PRE_POST, WAITED
from app.store.tables import Attempt, Cohort, CourseRelease, Instrument, Learner, LessonProgress, ScorePair
from app.store.totals import Dimensions, Pair, Totals

EARLY, PRE, POST, FOLLOW_UP = "early", "pre", "post", "follow_up"
PRE_FOLLOW_UP, POST_FOLLOW_UP = "pre-follow_up", "post-follow_up"


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
    channel: str
    instrument_id: int
    lessons: int
    """done when it was finished"""


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
    here = ScorePair.learner_id.in_(select(Learner.learner_id).where(which)) if which is not None else true()
    rows = frozen.list_rows(session, here)
    for learner, sat in _learners(session, which):
        _contribute(result, learner, sat, cohort, rows.get(learner.learner_id, ()))
    return result


def _contribute(
    result: Totals,
    learner: _LearnerFacts,
    sat: Mapping[tuple[str, str], _Sat],
    cohort: Callable[[int], _CohortFacts],
    settled: Sequence[Any],
) -> None:
    """Once for every structure that the learner has met: their cohort's, and each that they sat.

    In a waiting cohort twice more: for the early test and the pre-test, which tell what changes without lessons, and
    for its own course, which is in the total and is told apart from that of the others it is compared with.
    """
    enrolled = cohort(learner.cohort_id)
    pairs: list[Pair] = []
    forms = forms_due(learner.first_form, is_waiting=enrolled.is_waiting)
    for structure in sorted({enrolled.structure_digest, *(digest for digest, _ in sat)}):
        early, pre, post, follow_up = (sat.get((structure, wave)) for wave in (EARLY, PRE, POST, FOLLOW_UP))
        ways = [(PRE_POST, pre, post, forms)]
        if enrolled.is_waiting:
            ways += [(WAITED, pre, post, forms), (EARLY_PRE, early, pre, forms[::-1])]
        for wave_pair, one, other, order_of_pair in ways:
            first = one or other
            home = cohort(first.cohort_id) if first else enrolled
            sat_forms = _forms(order_of_pair, one, other)
            of = _dimensions(learner, first, home, structure, wave_pair, sat_forms)
            if one and other:
                result.add(of, "paired")
                result.add_scores(of, one.cohort_id, one.out_of, one.score, other.score)
            else:
                result.add(of, "pre_only" if one else "post_only" if other else "neither")
        if pre and post and follow_up:
            # What was kept is asked of those with all three: beside them a follow-up says nothing of the course.
            for wave_pair, one in ((PRE_FOLLOW_UP, pre), (POST_FOLLOW_UP, post)):
                of = _dimensions(learner, pre, cohort(pre.cohort_id), structure, wave_pair, one.form + follow_up.form)
                result.add_scores(of, pre.cohort_id, one.out_of, one.score, follow_up.score)
        pair = _pair(learner, (early, pre, post, follow_up), forms, cohort)
        pairs += [pair] if pair else []
    # Whoever is frozen counts where and as they did when their cohort settled; so do their tests.
    result.add_learner(learner.cohort_id, [_frozen_pair(row, sat.values()) for row in settled] or pairs)


def forms_due(first_form: str, *, is_waiting: bool) -> str:
    """Forms of the pre-test and of the post-test, as AB: who waits has sat the first form early."""
    order = first_form + ("B" if first_form == "A" else "A")
    return order[::-1] if is_waiting else order


def _forms(order: str, one: _Sat | None, other: _Sat | None) -> str:
    """Of both tests; where one was not sat, the form that was due."""
    return (one.form if one else order[0]) + (other.form if other else order[1])


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


def _pair(
    learner: _LearnerFacts,
    tests: tuple[_Sat | None, _Sat | None, _Sat | None, _Sat | None],
    order: str,
    cohort: Callable[[int], _CohortFacts],
) -> Pair | None:
    """tests: of one instrument, early, pre, post and follow-up. None where none was sat."""
    early, pre, post, follow_up = tests
    first, last = pre or post or early or follow_up, post or pre or early or follow_up
    if first is None or last is None:
        return None
    return Pair(
        learner_id=learner.learner_id,
        instrument_id=first.instrument_id,
        cohort_id=first.cohort_id,
        form_order=_forms(order, pre, post),
        sex=learner.sex,
        age_band=learner.age_band,
        language=first.language,
        channel=last.channel,
        month=cohort(first.cohort_id).month(first.finished_at),
        lessons=post.lessons if post else 0,
        early=early.score if early else None,
        pre=pre.score if pre else None,
        post=post.score if post else None,
        follow_up=follow_up.score if follow_up else None,
    )


def _frozen_pair(row: Any, sat: Iterable[_Sat]) -> Pair:
    scores = {it.wave: it.score for it in sat if it.instrument_id == row.instrument_id}
    about = {name: getattr(row, name) for name in Pair._fields}
    return Pair(**{**about, **{wave: scores.get(wave) for wave in (EARLY, PRE, POST, FOLLOW_UP)}})


def _learners(
    session: Session, which: ColumnElement[bool] | None
) -> Iterator[tuple[_LearnerFacts, dict[tuple[str, str], _Sat]]]:
    """Each learner with the attempts that count, by structure and wave."""
    lessons = (
        select(func.count())
        .select_from(LessonProgress)
        .where(LessonProgress.learner_id == Learner.learner_id, LessonProgress.done_at <= Attempt.finished_at)
        .correlate(Learner, Attempt)
        .scalar_subquery()
    )
    query = (
        select(
            *(Learner.learner_id, Learner.cohort_id, Learner.sex, Learner.age_band),
            *(Learner.language, Learner.first_form, Learner.joined_at),
            *(Attempt.wave, Attempt.cohort_id, Attempt.form, Instrument.structure_digest),
            *(Attempt.score, Instrument.out_of, Attempt.finished_at, Attempt.language),
            *(Attempt.channel, Attempt.instrument_id, lessons),
        )
        .outerjoin(Attempt, (Attempt.learner_id == Learner.learner_id) & Attempt.is_counted)
        .outerjoin(Instrument, Instrument.instrument_id == Attempt.instrument_id)
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

"""All tests of each learner with what decided how they count, so that this can be worked out again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store import audit, tables
from app.store.answers import frozen, sheets
from app.store.answers.attempt import COLUMNS, Attempt, in_order
from app.store.answers.pair import Pair
from app.store.answers.summaries import blocks
from app.store.programmes.cohorts import window_of
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import FormerLearner, Instrument, Learner, LessonProgress, ScorePair, Settlement
from app.store.tables import Window as WindowRow
from app.store.values import values_of
from assessments import Answer
from courses import Wave, Window

TAKEN_OUT = (
    "attempt.correct",
    "attempt.take_out",
    "attempt.put_back",
    "attempt.say_yes",
    "attempt.take_back_yes",
)
"""Acts after which other sheets stand than those which decided how a test counts; once they deleted the former ones."""


@dataclass(frozen=True)
class History:
    """A History holds all tests of one learner, with everything that decides which of them count.

    attempts: the first received first, the unsent last. responses: by attempt id, what was answered by item id (None:
    left blank). first_done_at: when the first lesson was done. post_tests: windows by cohort id. settled: ids of all
    cohorts whose course has been counted. frozen: the learner's rows of scores in settled cohorts. is_followed_up: the
    follow-up has been counted there too. has_lost: somebody was merged into this learner, or a sheet may no longer
    stand.
    """

    attempts: list[Attempt]
    responses: dict[int, dict[str, Answer | None]]
    first_done_at: datetime | None
    post_tests: Mapping[int, Window]
    settled: set[int]
    frozen: list[Pair]
    is_followed_up: bool
    has_lost: bool

    def is_free(self, attempt: Attempt) -> bool:
        """Returns whether an attempt may still count, by the same rule as `frozen.may_count`."""
        if not self.frozen:
            return attempt.cohort_id not in self.settled
        return attempt.wave == Wave.FOLLOW_UP and not self.is_followed_up


def list_histories(session: Session) -> Iterator[History]:
    """Yields the history of every learner who has an attempt, reading some learners at a time to spare memory."""
    layouts = {it.instrument_id: sheets.layout(it.layout) for it in session.scalars(select(Instrument))}
    settled, followed_up = _settled(session, COURSE), _settled(session, FOLLOW_UP)
    rows_of_post = session.scalars(select(WindowRow).where(WindowRow.wave == Wave.POST))
    post_tests = {row.cohort_id: window_of(row) for row in rows_of_post}
    merged = set(session.scalars(select(FormerLearner.learner_id)))
    with_less = audit.cohorts_with(session, TAKEN_OUT)
    for which in blocks(session):
        ids = select(Learner.learner_id).where(which)
        lessons = select(LessonProgress.learner_id, func.min(LessonProgress.done_at)).group_by(
            LessonProgress.learner_id
        )
        done = dict(list(session.execute(lessons.where(LessonProgress.learner_id.in_(ids)))))
        rows = frozen.list_rows(session, ScorePair.learner_id.in_(ids))
        query = select(*COLUMNS).where(tables.Attempt.learner_id.in_(ids))
        by_learner: dict[int, list[Attempt]] = defaultdict(list)
        for attempt in values_of(session, query, Attempt):
            by_learner[attempt.learner_id].append(attempt)
        for learner_id, those in by_learner.items():
            own = rows.get(learner_id, [])
            yield History(
                attempts=sorted(those, key=in_order),
                responses={it.attempt_id: layouts[it.instrument_id].responses(it.form, it.answers) for it in those},
                first_done_at=done.get(learner_id),
                post_tests=post_tests,
                settled=settled,
                frozen=own,
                is_followed_up=any(row.cohort_id in followed_up for row in own),
                has_lost=learner_id in merged or any(it.cohort_id in with_less for it in those),
            )


def _settled(session: Session, step: str) -> set[int]:
    return set(session.scalars(select(Settlement.cohort_id).where(Settlement.step == step, Settlement.is_current)))

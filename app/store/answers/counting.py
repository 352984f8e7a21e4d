"""Which of a learner's attempts count: of each test the one that stands, unless a score is frozen."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers import frozen, progress
from app.store.answers.attempt import Attempt
from app.store.answers.attempts import list_attempts
from courses import Wave

ROW = tables.Attempt
BASELINES = (Wave.EARLY, Wave.PRE)
"""Tests that tell what learners knew before any lesson."""


def uncount(session: Session, *learner_ids: int) -> None:
    """Marks all attempts of these learners as not counting, until `recount` decides."""
    session.execute(update(ROW).where(ROW.learner_id.in_(learner_ids)).values(is_counted=False))


def recount(session: Session, learner_id: int) -> None:
    """Decides and stores which attempts of a learner count, and flags baselines begun after a lesson was done.

    Attempts that a settled cohort has frozen stay as they are: of a frozen learner at most the follow-up is decided.
    """
    first_lesson_at = progress.first_done_at(session, learner_id)
    free = [
        it for it in list_attempts(session, learner_id) if frozen.may_count(session, learner_id, it.cohort_id, it.wave)
    ]
    late = {
        it.attempt_id
        for it in free
        if it.wave in BASELINES and first_lesson_at is not None and first_lesson_at <= it.started_at
    }
    _set(session, [it for it in free if it.attempt_id in late and not it.is_after_lesson], is_after_lesson=True)
    free = [replace(it, is_after_lesson=True) if it.attempt_id in late else it for it in free]
    counting = choice(free)
    _set(session, [it for it in free if it.is_counted and it not in counting], is_counted=False)
    _set(session, [it for it in counting if not it.is_counted], is_counted=True)


def _set(session: Session, those: Collection[Attempt], **values: bool) -> None:
    ids = [it.attempt_id for it in those]
    if ids:
        session.execute(update(ROW).where(ROW.attempt_id.in_(ids)).values(values))


def counting_and_free(session: Session, learner_id: int) -> tuple[set[Attempt], set[Attempt]]:
    """Returns two sets of a learner's attempts: those that count, and those that would count if nothing were frozen."""
    sent = list_attempts(session, learner_id)
    return {it for it in sent if it.is_counted}, choice(sent)


def choice(attempts: Sequence[Attempt]) -> set[Attempt]:
    """Returns the attempts that count as long as nothing is frozen: for each test, one of those that are sound.

    attempts: of one learner, the first received first.
    """
    slots: dict[tuple[int, str], list[Attempt]] = {}
    for attempt in attempts:
        if attempt.bar is None and is_sound(attempt):
            slots.setdefault((attempt.instrument_id, attempt.wave), []).append(attempt)
    return {first_of(of_wave) for of_wave in slots.values()}


def is_sound(attempt: Attempt) -> bool:
    """Returns whether an attempt was sent, is complete, and is neither after a lesson nor after the reveal.

    A sound sheet counts only if nothing bars it.
    """
    is_flagged = attempt.is_after_lesson or attempt.is_after_reveal
    return attempt.received_at is not None and bool(attempt.is_complete) and not is_flagged


def first_of(sent: Sequence[Attempt]) -> Attempt:
    """Returns the one of these attempts at one test that counts, otherwise the first received.

    sent: not empty, the first received first, and none that a correction or a decision bars: so of the versions of a
    sheet of paper there is one.
    """
    return next((it for it in sent if it.is_counted), sent[0])

"""Checks that what is stored of each test besides its answers agrees with them, and with when they were given."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial

from app.content import Release
from app.services.releases import release_of_structure
from app.services.waves import Wave
from app.store import Session
from app.store.answers import counting, sheets
from app.store.answers.attempt import Attempt, in_order
from app.store.answers.histories import History, list_histories
from assessments import score

Values = dict[tuple[str, ...], tuple[object, ...]]
"""By the columns that are told together, under the name of the first."""
SCORED = ("score", "answered_count", "unsure_count", "is_complete")
FLAGS = ("is_after_lesson", "is_after_reveal", "is_counted")


def faults(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (attempt key, what is wrong) for each attempt whose stored score, counts or flags do not fit its answers.

    Also where the attempts that count do not fit the frozen scores. It names no answer.
    """
    release_of = cache(partial(release_of_structure, session))
    for history in list_histories(session):
        sound = counting.choice([one for one in history.attempts if history.is_free(one)])
        for attempt in history.attempts:
            expected = _unsent(attempt)
            if attempt.received_at:
                expected = _sent(release_of(attempt.structure_digest), history, attempt)
            if attempt.received_at and history.is_free(attempt):
                expected["is_counted",] = (attempt in sound,)
            elif not counting.is_sound(attempt):
                expected["is_counted",] = (False,)
            stored = {columns: tuple(getattr(attempt, name) for name in columns) for columns in expected}
            wrong = [
                f"{columns[0]} is not as it was counted"
                for columns, counted in expected.items()
                if stored[columns] != counted
            ]
            if wrong:
                yield attempt.key, "; ".join(wrong)
        yield from _faults_of_frozen(history)


def _faults_of_frozen(history: History) -> Iterator[tuple[str, str]]:
    """Of a test that has a score in a frozen row one attempt counts, and of one without none."""
    for row in history.frozen:
        for wave in Wave:
            those = [one for one in history.attempts if (one.instrument_id, one.wave) == (row.instrument_id, wave)]
            count = sum(one.is_counted for one in those)
            if those and count != (getattr(row, wave) is not None):
                yield those[0].key, f"is_counted: {count} of {len(those)}, and score_pair says otherwise"


def _unsent(attempt: Attempt) -> Values:
    so_far = (None, sheets.count_answered(attempt.answers), None, None)
    return {SCORED: so_far, **{(flag,): (False,) for flag in FLAGS}}


def _sent(release: Release, history: History, attempt: Attempt) -> Values:
    scored = score(release.instrument, attempt.form, history.responses[attempt.attempt_id])
    window = history.post_tests.get(attempt.cohort_id) if attempt.wave == Wave.POST else None
    is_after = window is not None and attempt.finished_at is not None and window.is_after_closing(attempt.finished_at)
    expected: Values = {
        SCORED: (scored.right, scored.answered, scored.unsure, scored.is_complete),
        ("is_after_reveal",): (is_after,),
    }
    if attempt.wave not in counting.BASELINES:
        expected["is_after_lesson",] = (False,)
    elif not history.has_lost and attempt.finished_at not in _learned_at(history, attempt):  # else either may be first
        expected["is_after_lesson",] = (_has_learned(history, attempt),)
    return expected


def _has_learned(history: History, attempt: Attempt) -> bool:
    """As the intake decided: a lesson was done by then, or the second test had been sent."""
    return any(
        moment and attempt.finished_at and moment < attempt.finished_at for moment in _learned_at(history, attempt)
    )


def _learned_at(history: History, attempt: Attempt) -> list[datetime | None]:
    """When a lesson was first done, and when second tests that came before were finished."""
    before = [
        one.finished_at
        for one in history.attempts
        if (one.wave, one.instrument_id, one.bar) == (Wave.POST, attempt.instrument_id, None)
        and in_order(one) < in_order(attempt)
    ]
    return [history.first_done_at, *before]

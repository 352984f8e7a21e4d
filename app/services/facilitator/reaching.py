"""Whom a facilitator has still to reach, by handle: who owes a test, and why others left."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analytics.counts.tally import REASONS
from app.services import extensions
from app.services.cohorts import note
from app.services.facilitator import board as boards
from app.services.facilitator import lesson_board
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import seats
from app.store.people import departures
from app.store.people.learner import Learner
from app.store.programmes import cohorts

__all__ = ["REASONS", "Reach", "may_catch_up", "note_reason", "reach_of", "without_lessons"]


@dataclass(frozen=True)
class Reach:
    """A Reach lists the handles of a cohort's learners by what they still owe; nobody who has left is in a list."""

    without_first: tuple[int, ...]
    """sent neither the first test nor the second: a second test of theirs would make no pair"""
    owing: tuple[int, ...]
    """took a first test that counts and not the second"""
    to_follow: tuple[int, ...]
    """took both, each of which counts, and not the follow-up: as on its board"""
    left: Mapping[int, str]
    """why they left, by handle: of those who lack the first test or the second"""
    joined: int
    """how many are in the cohort"""
    both: int
    """how many of them took both tests, which count"""

    @property
    def unpaired(self) -> int:
        """How many are in none of these: tests of theirs have come and make no pair."""
        return self.joined - self.both - len(self.without_first) - len(self.owing) - len(self.left)

    @property
    def left_by_reason(self) -> dict[str, int]:
        """How many left for each reason that was noted, in the order of REASONS."""
        counts = Counter(self.left.values())
        return {reason: counts[reason] for reason in REASONS if counts[reason]}


def reach_of(session: Session, cohort: cohorts.Cohort) -> Reach:
    """Returns whom to reach in a cohort, whichever of its tests are open."""
    reasons = seats.list_departures(session, cohort.cohort_id)
    pre, post, third = (boards.board(session, cohort, wave) for wave in (Wave.PRE, Wave.POST, Wave.FOLLOW_UP))
    first = {seat.handle for seat in pre.arrived if seat.void is None}
    second = {seat.handle for seat in post.arrived}
    without_first = {seat.handle for seat in (*pre.not_begun, *pre.answering)}
    paired = first & {seat.handle for seat in post.arrived if seat.void is None}
    to_follow = {seat.handle for seat in (*third.not_begun, *third.answering)}

    def staying(handles: set[int]) -> tuple[int, ...]:
        return tuple(sorted(handles - reasons.keys()))

    return Reach(
        without_first=staying(without_first - second),
        owing=staying(first - second),
        to_follow=staying(to_follow),
        left={handle: reason for handle, reason in reasons.items() if handle not in first & second},
        joined=pre.joined,
        both=len(paired),
    )


def may_catch_up(pre: boards.Board, lessons: lesson_board.Lessons, now: datetime) -> set[int]:
    """Returns the handles of those who have sent no first test and done no lesson yet: theirs would still count.

    Whoever may sit it in extra time needs nothing, and is left out.
    """
    untaught = {seat.handle for seat in lessons.seats if not seat.done_count}
    missing = {seat.handle for seat in (*pre.not_begun, *pre.answering) if not seat.has_extra_time(now)}
    return missing & untaught


def without_lessons(session: Session, cohort: cohorts.Cohort, lists: Reach, now: datetime) -> tuple[int, ...]:
    """Returns the handles of those who may take lessons and have done no piece of one; () where phones take none.

    Lessons come after the first test, which no longer counts after one. So nobody is named who lacks it: it is open,
    they have extra time, or it can be opened again. Nor is anybody once the second test has been opened.
    """
    schedule = schedule_of(session, cohort)
    if cohort.is_on_paper or not schedule[Wave.PRE].has_opened(now) or schedule[Wave.POST].has_opened(now):
        return ()
    seated = lesson_board.lessons(session, cohort).seats
    return tuple(
        sorted(it.handle for it in seated if not it.done_count and it.handle not in {*lists.without_first, *lists.left})
    )


def note_reason(
    session: Session, cohort: cohorts.Cohort, learner: Learner, reason: str, *, by: int | None = None, now: datetime
) -> None:
    """Stores why a learner left, one of REASONS, or with "" that they have not; changes no figure by itself.

    Their extra time ends: the right answers wait for nobody who does not come.
    An audit entry names the learner's number and never the reason, which goes when the learner is erased. Raises
    ValueError for another reason.
    """
    if reason and reason not in REASONS:
        raise ValueError(f"nobody leaves because of '{reason}'")
    before = seats.list_departures(session, cohort.cohort_id).get(learner.handle, "")
    if reason == before:
        return
    if reason:
        departures.keep(session, learner.learner_id, reason)
        for wave in extensions.ends_of(session, learner, now):
            extensions.end(session, cohort, learner, Wave(wave), by=by, now=now)
    else:
        departures.drop(session, learner.learner_id)
    act = "learner.left" if reason else "learner.left_back"
    note(session, act, cohort, by=by, now=now, subject=f"learner {learner.handle}")

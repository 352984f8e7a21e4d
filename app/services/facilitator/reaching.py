"""Whom a facilitator has still to reach, by handle: who owes a test, and why others left."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analytics.counts.tally import REASONS
from app.services.cohorts import note
from app.services.facilitator import board as boards
from app.services.waves import Wave
from app.store import Session
from app.store.answers import seats
from app.store.people import departures
from app.store.people.learner import Learner
from app.store.programmes import cohorts

__all__ = ["REASONS", "Reach", "note_reason", "reach_of"]


@dataclass(frozen=True)
class Reach:
    """A Reach lists the handles of a cohort's learners by what they still owe; nobody who has left is in a list."""

    without_first: tuple[int, ...]
    """sent neither the first test nor the second: a second test of theirs would make no pair"""
    owing: tuple[int, ...]
    """took a first test that counts and not the second"""
    to_follow: tuple[int, ...]
    """took both and not the follow-up"""
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
    pre, post, follow_up = (boards.board(session, cohort, wave) for wave in (Wave.PRE, Wave.POST, Wave.FOLLOW_UP))
    first = {seat.handle for seat in pre.arrived if seat.void is None}
    second = {seat.handle for seat in post.arrived}
    without_first = {seat.handle for seat in (*pre.not_begun, *pre.answering)}
    paired = first & {seat.handle for seat in post.arrived if seat.void is None}
    third = {seat.handle for seat in follow_up.arrived}

    def staying(handles: set[int]) -> tuple[int, ...]:
        return tuple(sorted(handles - reasons.keys()))

    return Reach(
        without_first=staying(without_first - second),
        owing=staying(first - second),
        to_follow=staying(paired - third),
        left={handle: reason for handle, reason in reasons.items() if handle not in first & second},
        joined=pre.joined,
        both=len(paired),
    )


def note_reason(
    session: Session, cohort: cohorts.Cohort, learner: Learner, reason: str, *, by: int | None = None, now: datetime
) -> None:
    """Stores why a learner left, one of REASONS, or with "" that they have not; changes no figure by itself.

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
    else:
        departures.drop(session, learner.learner_id)
    act = "learner.left" if reason else "learner.left_back"
    note(session, act, cohort, by=by, now=now, subject=f"learner {learner.handle}")

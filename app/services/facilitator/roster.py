"""A list of a group for its own facilitator: who joined when, did what, was where, owes which test; no answers."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.services.facilitator.paper_only import waves_to_type
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of, waves_of
from app.store import Session
from app.store.answers import extensions, roster, seats
from app.store.programmes import cohorts
from courses import Schedule, WaveState


class Taken(StrEnum):
    """A Taken says how far a learner is with one test."""

    COUNTED = "counted"
    VOID = "void"
    """one has come and does not count"""
    WAITING = "waiting"
    """a sheet has come and waits for a second person's yes"""
    LEFT = "left"
    """it has not come, and a facilitator noted why the learner left"""
    OWING = "owing"
    """it can still be sat, or its sheet typed in"""
    UNPAIRED = "unpaired"
    """so can this, and one before it that would make it count is missing"""
    MISSING = "missing"
    """it is closed and has not come"""
    AHEAD = "ahead"
    """it has not been opened"""


NEEDS = {Wave.POST: (Wave.PRE,), Wave.FOLLOW_UP: (Wave.PRE, Wave.POST)}
"""Tests that have to count for another to be compared with them."""
SHUT: Mapping[WaveState, Taken] = {WaveState.WAITING: Taken.AHEAD, WaveState.CLOSED: Taken.MISSING}


@dataclass(frozen=True)
class Test:
    """A Test is what has become of one test of a learner. way: how it came, None if it has not."""

    wave: Wave
    taken: Taken
    way: str | None


@dataclass(frozen=True)
class Row:
    """A Row is one learner in the list of a group.

    joined_on: in the cohort's time zone. done: how many pieces of each lesson they have done. attended: the day on
    which they were in the room, by piece id. left_because: one of REASONS, None if nobody noted that they left.
    """

    handle: int
    joined_on: date
    done: tuple[int, ...]
    attended: dict[str, date]
    tests: tuple[Test, ...]
    left_because: str | None


def rows_of(session: Session, cohort: cohorts.Cohort, now: datetime) -> tuple[Row, ...]:
    """Returns a row for each learner of a cohort, in the order of handles."""
    course = release_of(session, cohort.course_release_id).course
    pieces = roster.list_pieces_done(session, cohort.cohort_id)
    days = roster.list_attendance(session, cohort.cohort_id)
    sittings = {(it.learner_id, it.wave): it for it in roster.list_sittings(session, cohort.cohort_id)}
    joined = roster.list_joined(session, cohort.cohort_id)
    reasons = seats.list_departures(session, cohort.cohort_id)
    longer = extensions.list_of(session, [it.learner_id for it in joined])
    schedule, zone = schedule_of(session, cohort), ZoneInfo(cohort.time_zone)
    on_paper = waves_to_type(session, cohort, now) if cohort.is_on_paper else []
    done = Counter(
        (learner_id, course.lesson_of(piece).id) for learner_id, piece in pieces if piece in course.piece_ids
    )

    def test(it: roster.Joined, wave: Wave) -> Test:
        sitting = sittings.get((it.learner_id, wave.value))
        if sitting is not None:
            taken = Taken.COUNTED if sitting.counts else Taken.WAITING if sitting.is_waiting else Taken.VOID
            return Test(wave, taken, sitting.way)
        if it.handle in reasons:
            return Test(wave, Taken.LEFT, None)
        before = [sittings.get((it.learner_id, needed.value)) for needed in NEEDS.get(wave, ())]
        makes_pair = all(one is not None and one.counts for one in before)
        state = _state(schedule.of_learner(longer[it.learner_id]), wave, on_paper, now)
        return Test(wave, SHUT.get(state, Taken.OWING if makes_pair else Taken.UNPAIRED), None)

    return tuple(
        Row(
            it.handle,
            it.joined_at.astimezone(zone).date(),
            tuple(done[it.learner_id, lesson.id] for lesson in course.lessons),
            {piece: days[it.learner_id, piece] for piece in course.piece_ids if (it.learner_id, piece) in days},
            tuple(test(it, wave) for wave in waves_of(cohort)),
            reasons.get(it.handle),
        )
        for it in joined
    )


def _state(schedule: Schedule, wave: Wave, on_paper: Collection[Wave], now: datetime) -> WaveState:
    """Of a group on paper only, by the sheets that can be typed in until somebody says that all are in."""
    if not schedule.is_on_paper:
        return schedule[wave].state(now)
    last = Wave.FOLLOW_UP if wave is Wave.FOLLOW_UP else Wave.POST
    if schedule[last].has_closed(now):
        return WaveState.CLOSED
    return WaveState.OPEN if wave in on_paper else WaveState.WAITING

"""A list of a group for its own facilitator: who joined when, did what, was where, owes which test; no answers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.services.releases import release_of
from app.services.waves import Wave, schedule_of, waves_of
from app.store import Session
from app.store.answers import roster
from app.store.programmes import cohorts
from courses import WaveState


class Taken(StrEnum):
    """A Taken says how far a learner is with one test."""

    COUNTED = "counted"
    VOID = "void"
    """one has come and does not count"""
    OWING = "owing"
    """it was opened and has not come; of the tests after the first only where the first counts"""
    MISSING = "missing"
    """nothing has come, and nothing is owed"""


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
    which they were in the room, by piece id.
    """

    handle: int
    joined_on: date
    done: tuple[int, ...]
    attended: dict[str, date]
    tests: tuple[Test, ...]


def rows_of(session: Session, cohort: cohorts.Cohort, now: datetime) -> tuple[Row, ...]:
    """Returns a row for each learner of a cohort, in the order of handles."""
    course = release_of(session, cohort.course_release_id).course
    pieces = roster.list_pieces_done(session, cohort.cohort_id)
    days = roster.list_attendance(session, cohort.cohort_id)
    sittings = {(it.learner_id, it.wave): it for it in roster.list_sittings(session, cohort.cohort_id)}
    schedule, zone = schedule_of(session, cohort), ZoneInfo(cohort.time_zone)
    opened = [wave for wave in waves_of(cohort) if schedule[wave].state(now) is not WaveState.WAITING]
    done = Counter(
        (learner_id, course.lesson_of(piece).id) for learner_id, piece in pieces if piece in course.piece_ids
    )

    def test(learner_id: int, wave: Wave) -> Test:
        sitting = sittings.get((learner_id, wave.value))
        if sitting is not None:
            return Test(wave, Taken.COUNTED if sitting.counts else Taken.VOID, sitting.way)
        first = sittings.get((learner_id, Wave.PRE.value))
        owes = wave in opened and (wave in (Wave.EARLY, Wave.PRE) or (first is not None and first.counts))
        return Test(wave, Taken.OWING if owes else Taken.MISSING, None)

    return tuple(
        Row(
            it.handle,
            it.joined_at.astimezone(zone).date(),
            tuple(done[it.learner_id, lesson.id] for lesson in course.lessons),
            {piece: days[it.learner_id, piece] for piece in course.piece_ids if (it.learner_id, piece) in days},
            tuple(test(it.learner_id, wave) for wave in waves_of(cohort)),
        )
        for it in roster.list_joined(session, cohort.cohort_id)
    )

"""How many lessons those in a group's result had had before their second test, as counted when it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from analytics.counts.tally import LESSONS, Tally
from analytics.counts.tally_readings import came_counts, dose_counts
from app.services.figures import ledgers
from app.services.releases import release_of
from app.store import Session, audit
from app.store.figures import settlements
from app.store.programmes import cohorts
from app.store.steps import COURSE, REVEAL

BY_PHONE = ("page", "phone")
ATTENDANCE = ("cohort.attendance", "cohort.attendance_back")
"""Acts by which it changes who came to lessons."""


@dataclass(frozen=True)
class LessonsBefore:
    """A LessonsBefore counts the learners with both tests by the lessons that they had before the second.

    unnoted: those on paper of whose group nobody had noted who came to any lesson.
    """

    every: int
    some: int
    none: int
    unnoted: int = 0

    @property
    def count(self) -> int:
        return self.every + self.some + self.none + self.unnoted

    @classmethod
    def of(cls, learners: Mapping[int, int], piece_count: int, *, unnoted: int = 0) -> Self:
        """learners: how many by the number of lessons that they had had. piece_count: of all lessons."""
        none, every = learners.get(0, 0), sum(n for had, n in learners.items() if had >= piece_count)
        return cls(every, sum(learners.values()) - every - none, none, unnoted)


def lessons_before(session: Session, cohort: cohorts.Cohort, step: str) -> LessonsBefore | None:
    """Returns how many lessons those in a group's result had had before their second test.

    None before it is made, for a result of before this was counted, and where some of what has settled came on paper
    and the result does not say of all that who came to lessons was noted.
    """
    tally, release = ledgers.tally_at(session, cohort.cohort_id, step), release_of(session, cohort.course_release_id)
    piece_count = len(release.course.piece_ids)
    if tally is None:
        return None
    if step == REVEAL:
        counted = _of_result(tally, piece_count)
    else:
        doses = dose_counts(tally, len(release.instrument.items))
        counted = LessonsBefore.of({had: of.joint.n for had, of in doses.items()}, piece_count)
        if _has_paper(tally) and not _is_noted_of(session, cohort.cohort_id, counted.count, piece_count):
            return None
    return counted if counted.count else None


def count_noted_since(session: Session, cohort: cohorts.Cohort) -> int:
    """Returns how often it was noted anew, or taken back, who came to lessons since the group's result was made.

    That result does not move; what settles counts what is noted by then. 0 before the result.
    """
    made, settled = (settlements.current(session, cohort.cohort_id, step) for step in (REVEAL, COURSE))
    if made is None:
        return 0
    until = settled.settled_at if settled is not None else None
    return audit.count_between(session, ATTENDANCE, cohort.cohort_id, made.settled_at, until)


def _of_result(result: Tally, piece_count: int) -> LessonsBefore:
    """What the result says, which stays as it was made: of nobody where it was made before this was counted."""
    unnoted, *by_number = result.parts[LESSONS].tolist() if LESSONS in result.parts else [0]
    return LessonsBefore.of(dict(enumerate(by_number)), piece_count, unnoted=unnoted)


def _is_noted_of(session: Session, cohort_id: int, count: int, piece_count: int) -> bool:
    """Whether the group's result says of as many learners how many lessons they had."""
    tally = ledgers.tally_at(session, cohort_id, REVEAL)
    result = _of_result(tally, piece_count) if tally is not None else None
    return result is not None and not result.unnoted and result.count >= count


def _has_paper(tally: Tally) -> bool:
    came = came_counts(tally)
    return came is None or any(n for of in (came.before, came.after) for way, n in of.items() if way not in BY_PHONE)

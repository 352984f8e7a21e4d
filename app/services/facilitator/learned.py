"""What one cohort still gets wrong, for those who teach it: question by question, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from analytics import LEAST
from analytics.counts.tally import PRE_POST, Tally
from analytics.counts.tally_readings import item_answered
from analytics.items.mastery import Mastery, mastery_of
from app.content import Release
from app.services.facilitator.instead import Chosen, chosen_instead, tells_wordings
from app.services.facilitator.objectives import ObjectiveLearned, objectives_learned
from app.services.figures import ledgers
from app.services.releases import release_of
from app.services.waves import schedule_of
from app.store import Session
from app.store.answers.columns import sheet_of
from app.store.programmes import cohorts
from app.store.steps import REVEAL


class Lesson(NamedTuple):
    """A Lesson says where an objective is taught: the number of the lesson, from 1, and of its piece, from 0."""

    number: int
    piece: int


@dataclass(frozen=True)
class ItemLearned:
    """An ItemLearned says how many learners with both tests had one item right before and after the lessons."""

    item_id: str
    before: int
    """number of learners who had it right on the first test"""
    after: int
    instead: Chosen
    """what was chosen on the second test in the place of the right answer"""
    lesson: Lesson | None
    """where its objective is taught; None if no lesson does"""


@dataclass(frozen=True)
class ItemsLearned:
    """An ItemsLearned lists the items of a cohort, the hardest on the second test first.

    n: number of learners with both tests. has_answers: what was chosen instead was counted too. tells_wordings: it is
    told wording by wording.
    """

    n: int
    items: tuple[ItemLearned, ...]
    objectives: tuple[ObjectiveLearned, ...]
    has_answers: bool
    tells_wordings: bool


@dataclass(frozen=True)
class ItemMastery:
    """An ItemMastery says how well one item was mastered in a cohort that is too small for figures.

    mastery: on the second test; None if too few answered. lesson: where it is taught; None if no lesson does.
    """

    item_id: str
    mastery: Mastery | None
    lesson: Lesson | None


def items_learned(session: Session, cohort: cohorts.Cohort, step: str, now: datetime) -> ItemsLearned | None:
    """Counts for each item how many learners had it right before and after the lessons; the hardest item first.

    step: whose counts are taken. Returns None while learners do not see the right answers, before the step was counted,
    and under 11 learners with both tests.
    """
    tally, release = _counted(session, cohort, step, now), release_of(session, cohort.course_release_id)
    n = _pairs(tally, release)
    if tally is None or n < LEAST:
        return None
    right = {item.id: tally.table(f"twice:{item.id}", 2, 2) for item in release.instrument.items}
    instead = chosen_instead(tally, release)
    items = [
        ItemLearned(
            item.id,
            before=int(right[item.id][1].sum()),
            after=int(right[item.id][:, 1].sum()),
            instead=instead.get(item.id, Chosen()),
            lesson=_lesson_of(release, item.objective),
        )
        for item in release.instrument.items
    ]
    return ItemsLearned(
        n,
        tuple(sorted(items, key=lambda item: item.after)),
        objectives_learned(release, {item.item_id: mastery_of(item.after, n) for item in items}),
        has_answers=bool(instead),
        tells_wordings=tells_wordings(tally, release),
    )


def items_mastery(session: Session, cohort: cohorts.Cohort, now: datetime) -> tuple[ItemMastery, ...]:
    """Returns how well each item was mastered in a cohort of 1 to 10 learners with both tests, in the test's order.

    For the cohort's own facilitator, as counted at the reveal. Empty from 11 learners on, if nobody took both tests,
    and while learners do not see the right answers.
    """
    tally = _counted(session, cohort, REVEAL, now)
    release = release_of(session, cohort.course_release_id)
    if tally is None or not 0 < _pairs(tally, release) < LEAST or "options" not in tally.parts:
        return ()
    items, answered = release.instrument.items, item_answered(tally, sheet_of(release.instrument))
    return tuple(
        ItemMastery(
            item.id,
            mastery_of(int(tally.table(f"twice:{item.id}", 2, 2)[:, 1].sum()), answered[place]),
            _lesson_of(release, item.objective),
        )
        for place, item in enumerate(items)
    )


def objectives_mastered(
    session: Session, cohort: cohorts.Cohort, items: Sequence[ItemMastery]
) -> tuple[ObjectiveLearned, ...]:
    """Returns the standing of each objective by the words of its items; empty for no items."""
    if not items:
        return ()
    release = release_of(session, cohort.course_release_id)
    return objectives_learned(release, {item.item_id: item.mastery for item in items})


def _counted(session: Session, cohort: cohorts.Cohort, step: str, now: datetime) -> Tally | None:
    """What is shown, while learners see the right answers."""
    return ledgers.tally_at(session, cohort.cohort_id, step) if schedule_of(session, cohort).is_revealed(now) else None


def _pairs(tally: Tally | None, release: Release) -> int:
    return tally.counts(PRE_POST, len(release.instrument.items)).joint.n if tally else 0


def _lesson_of(release: Release, objective: str) -> Lesson | None:
    """The piece to which a learner who missed it is led, too."""
    lesson, piece = release.course.taught_in(objective) or (None, 0)
    return Lesson(release.course.lessons.index(lesson) + 1, piece) if lesson else None

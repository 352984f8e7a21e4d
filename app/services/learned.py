"""What one cohort still gets wrong, for those who teach it: question by question, before and after."""

from dataclasses import dataclass
from datetime import datetime

from app.content import Release
from app.services import ledgers
from app.services.board import LEAST_PAIRED
from app.services.releases import release_of
from app.services.windows import is_revealed
from app.store import Session, cohorts


@dataclass(frozen=True)
class RightCount:
    """How many had an item right. Of all and of nobody only a bound is told, so that no one in particular is known."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class ItemLearned:
    """One item in a cohort; of learners with both tests alone."""

    item_id: str
    before: RightCount
    after: RightCount
    lesson: int | None
    """number of the lesson that teaches its objective, from 1; None: no lesson does"""


@dataclass(frozen=True)
class ItemsLearned:
    """items: the hardest after the lessons first. n: learners with both tests."""

    n: int
    items: tuple[ItemLearned, ...]


def items_learned(session: Session, cohort: cohorts.Cohort, now: datetime) -> ItemsLearned | None:
    """As it was made at the reveal. None while learners do not see the right answers, and under 11 with both tests.

    Until then somebody may still answer, also by a closing that is undone: what the others got wrong must not be
    explained to them.
    """
    tally, release = ledgers.tally_at_reveal(session, cohort.cohort_id), release_of(session, cohort.course_release_id)
    n = tally.counts("pre_post", len(release.instrument.items)).joint.n if tally else 0
    if tally is None or n < LEAST_PAIRED or not is_revealed(session, cohort, now):
        return None
    right = {item.id: tally.table(f"twice:{item.id}", 2, 2) for item in release.instrument.items}
    found = [
        ItemLearned(
            item.id,
            before=_told(int(right[item.id][1].sum()), n),
            after=_told(int(right[item.id][:, 1].sum()), n),
            lesson=_lesson_of(release, item.objective),
        )
        for item in release.instrument.items
    ]
    return ItemsLearned(n, tuple(sorted(found, key=lambda item: item.after.middle)))


def _told(count: int, n: int) -> RightCount:
    return RightCount(n - 1, n) if count == n else RightCount(0, 1) if count == 0 else RightCount(count, count)


def _lesson_of(release: Release, objective: str) -> int | None:
    """The lesson that is about the objective before others, else the first that names it."""
    naming = [
        (lesson.objectives.index(objective), number)
        for number, lesson in enumerate(release.course.lessons, 1)
        if objective in lesson.objectives
    ]
    return min(naming)[1] if naming else None

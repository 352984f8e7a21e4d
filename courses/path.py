"""What comes next for a learner: pre-test, lessons, post-test, result, and months later the follow-up.

In a group that waits an early test comes before all of them, some weeks ahead.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from courses.course import Course, LessonStructure


class WaveState(StrEnum):
    """Says whether the cohort's facilitator has opened or closed a test."""

    WAITING = "waiting"
    """not opened yet"""
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Progress:
    """Holds how far one learner is, and which tests their cohort has open."""

    is_waiting_group: bool = False
    """True if the cohort sits an early test and waits before its course"""
    early: WaveState = WaveState.WAITING
    pre: WaveState = WaveState.WAITING
    post: WaveState = WaveState.WAITING
    follow_up: WaveState = WaveState.WAITING
    is_early_sent: bool = False
    is_pre_sent: bool = False
    is_post_sent: bool = False
    is_follow_up_sent: bool = False
    is_post_long: bool = False
    """True if the post-test is planned to stay open for another day at least: lessons that are left come before it"""
    pieces_done: frozenset[str] = frozenset()
    """ids of pieces; a lesson is done when all its pieces are"""

    @property
    def has_learned(self) -> bool:
        """True if a pre-test would no longer count: a piece of a lesson is done, or the post-test is sent."""
        return bool(self.pieces_done) or self.is_post_sent

    def has_done(self, lesson: LessonStructure) -> bool:
        """Returns whether every piece of a lesson is done."""
        return self.pieces_done.issuperset(lesson.piece_ids)

    def next_piece(self, lesson: LessonStructure) -> int:
        """Returns which piece of a lesson comes next, from 0: the first that is not done, or the first of all."""
        left = [place for place, piece_id in enumerate(lesson.piece_ids) if piece_id not in self.pieces_done]
        return left[0] if left else 0


class StepKind(StrEnum):
    """Says what a step of the learner's way is: a test, a lesson or the result."""

    EARLY_TEST = "early-test"
    PRE_TEST = "pre-test"
    LESSON = "lesson"
    POST_TEST = "post-test"
    RESULT = "result"
    FOLLOW_UP = "follow-up"


class StepState(StrEnum):
    """Says whether a step of the learner's way is done, next, waiting or still ahead."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    """next, as soon as the facilitator opens it, for the first time or again"""
    OPEN = "open"
    """may be taken, though something else is next"""
    AHEAD = "ahead"
    SKIPPED = "skipped"
    """closed before it was sent; without a pre-test there is no baseline"""


@dataclass(frozen=True)
class Step:
    """Holds one step of the learner's way; `lesson_id` is None for a test and the result."""

    kind: StepKind
    state: StepState
    lesson_id: str | None = None


def steps(course: Course, progress: Progress) -> tuple[Step, ...]:
    """Returns all steps of a learner's way in order; exactly one is NOW or WAITING.

    Lessons open once the pre-test is sent, or was closed without it. They are suggested in order and may be read in
    any, since a learner can miss a session. Whoever missed the pre-test and has no lesson yet is led to none: the
    facilitator can still open the test again, and after a lesson it is no baseline. An open post-test is next once a
    lesson is done, for a facilitator may close it at any moment and the lessons stay; while it is planned to stay open
    for another day, only once no lesson is left. Until then it is OPEN beside the lesson that is next: nobody is led
    past all lessons. An open follow-up comes before everything.
    """
    early = _early_test(progress)
    pre = StepState.AHEAD if early in (StepState.NOW, StepState.WAITING) else _pre_test(progress)
    is_missed = progress.pre is WaveState.CLOSED
    are_lessons_open = pre not in (StepState.WAITING, StepState.NOW, StepState.AHEAD) or is_missed
    left = [lesson.id for lesson in course.lessons if not progress.has_done(lesson)]
    has_enough = len(left) < len(course.lessons) and not progress.is_post_long
    is_post_next = not left or (has_enough and progress.post is WaveState.OPEN)
    post = _post_test(progress, may_come=are_lessons_open, is_next=is_post_next)
    follow_up = _follow_up(progress)
    has_result = post is StepState.DONE or (post is StepState.SKIPPED and are_lessons_open and not left)
    is_lesson_next = are_lessons_open and pre is not StepState.WAITING and post not in (StepState.NOW, StepState.DONE)

    def lesson_state(lesson_id: str) -> StepState:
        if lesson_id not in left:
            return StepState.DONE
        if not are_lessons_open:
            return StepState.AHEAD
        return StepState.NOW if is_lesson_next and lesson_id == left[0] else StepState.OPEN

    way = (
        *((Step(StepKind.EARLY_TEST, early),) if early else ()),
        Step(StepKind.PRE_TEST, pre),
        *(Step(StepKind.LESSON, lesson_state(lesson.id), lesson.id) for lesson in course.lessons),
        Step(StepKind.POST_TEST, post),
        Step(StepKind.RESULT, StepState.NOW if has_result else StepState.AHEAD),
    )
    if follow_up is StepState.NOW:
        way = tuple(replace(step, state=_BESIDE.get(step.state, step.state)) for step in way)
    return (*way, Step(StepKind.FOLLOW_UP, follow_up))


_BESIDE = {StepState.NOW: StepState.OPEN, StepState.WAITING: StepState.AHEAD}
"""What a step is that would be next, were nothing else so."""


def next_step(course: Course, progress: Progress) -> Step:
    """Returns the one step that is NOW or WAITING."""
    return next(step for step in steps(course, progress) if step.state in (StepState.NOW, StepState.WAITING))


def open_lessons(course: Course, progress: Progress) -> tuple[str, ...]:
    """Returns the ids of the lessons that the learner may read now, in order; lessons that are done stay open."""
    readable = (StepState.DONE, StepState.NOW, StepState.OPEN)
    return tuple(step.lesson_id for step in steps(course, progress) if step.lesson_id and step.state in readable)


def _early_test(progress: Progress) -> StepState | None:
    """None in a group that does not wait."""
    if not progress.is_waiting_group:
        return None
    if progress.is_early_sent:
        return StepState.DONE
    has_begun = progress.has_learned or progress.is_pre_sent
    if has_begun or progress.pre is not WaveState.WAITING or progress.post is not WaveState.WAITING:
        return StepState.SKIPPED
    if progress.early is WaveState.OPEN:
        return StepState.NOW
    return StepState.SKIPPED if progress.early is WaveState.CLOSED else StepState.WAITING


def _pre_test(progress: Progress) -> StepState:
    if progress.is_pre_sent:
        return StepState.DONE
    if progress.is_post_sent:
        return StepState.SKIPPED
    if progress.pre is WaveState.OPEN:
        # After a lesson it is no baseline any more: it may be taken, but it stands in nobody's way.
        return StepState.OPEN if progress.pieces_done else StepState.NOW
    if progress.post is not WaveState.WAITING or (progress.pre is WaveState.CLOSED and progress.has_learned):
        return StepState.SKIPPED
    return StepState.WAITING


def _post_test(progress: Progress, *, may_come: bool, is_next: bool) -> StepState:
    if progress.is_post_sent:
        return StepState.DONE
    if progress.post is WaveState.CLOSED:
        return StepState.SKIPPED
    if not may_come:
        return StepState.AHEAD
    if progress.post is WaveState.OPEN:
        return StepState.NOW if is_next else StepState.OPEN
    return StepState.WAITING if is_next else StepState.AHEAD


def _follow_up(progress: Progress) -> StepState:
    if progress.is_follow_up_sent:
        return StepState.DONE
    if progress.follow_up is WaveState.OPEN:
        return StepState.NOW
    return StepState.SKIPPED if progress.follow_up is WaveState.CLOSED else StepState.AHEAD

"""What the screen for the room shows: the stage, or what the facilitator has chosen for it on a phone.

A choice holds for the stage and the day in which it was made: when a test is opened or closed, and on the next day, the
wall shows the stage again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.content import Release
from app.services.admission import lets_in
from app.services.cohorts import note, today_of
from app.services.facilitator.board import Board, Stage, stage_of
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.programmes import cohort_changes
from app.store.programmes.cohorts import Cohort

STUCK_SHOWN_FROM = 3
"""So many are stuck before the wall says how many: of one or two the whole room would look round for who it is."""
FEW_MISSING = 2
"""Where so few have not finished, and they are a quarter of the group at most, the wall says "nearly everybody"."""


class Scene(StrEnum):
    """A Scene is what the wall can show."""

    STAGE = "stage"
    CODE = "code"
    """how to join, large, also while a test is open"""
    LESSON = "lesson"
    TALK = "talk"
    """what the group talks about in a lesson"""
    QUESTION = "question"
    """a question of the test, with what was chosen"""


NUMBERED = frozenset({Scene.LESSON, Scene.TALK, Scene.QUESTION})


class NotNow(ValueError):
    """Raised if what was chosen for the wall cannot be shown in this stage, such as a question before the reveal."""


@dataclass(frozen=True)
class Wall:
    """A Wall is what the screen for the room shows now.

    number: of the lesson or of the question in the order of the test, from 1; 0: the scene has none.
    """

    scene: Scene
    number: int = 0
    since: datetime | None = None
    """when this lesson or scene was put there; None: it shows the stage, which nobody has to choose"""


def scenes(session: Session, cohort: Cohort, now: datetime) -> Mapping[Scene, range]:
    """Returns the scenes that can be shown now, each with the numbers that it may have.

    The code only while the group may be joined; a lesson and what to talk about while lessons run and when both tests
    are over; the questions from the reveal on, but for a follow-up, which asks them again.
    """
    release, schedule = release_of(session, cohort.course_release_id), schedule_of(session, cohort)
    stage = stage_of(cohort, schedule, now)
    shown = {Scene.STAGE: range(1)}
    if lets_in(cohort, now):
        shown[Scene.CODE] = range(1)
    if stage in (Stage.LESSONS, Stage.DONE):
        shown[Scene.LESSON] = range(1, len(release.course.lessons) + 1)
        if any(has_talk(release, number) for number in shown[Scene.LESSON]):
            shown[Scene.TALK] = shown[Scene.LESSON]
    if stage is Stage.DONE and schedule.is_revealed(now) and not schedule[Wave.FOLLOW_UP].has_opened(now):
        shown[Scene.QUESTION] = range(1, len(release.instrument.items) + 1)
    return shown


def has_talk(release: Release, number: int) -> bool:
    """Returns whether a lesson, by its number from 1, has something to talk about in the room."""
    return any(activity.kind == "talk" for activity in release.course.lessons[number - 1].activities)


def wall_of(session: Session, cohort: Cohort, now: datetime) -> Wall:
    """Returns what the wall of a cohort shows now: what was chosen for it where that still holds, else the stage."""
    since, number = cohort.wall_since, cohort.wall_number or 0
    if cohort.wall_scene is None or since is None or today_of(cohort, since) != today_of(cohort, now):
        return Wall(Scene.STAGE)
    if cohort.wall_stage != stage_of(cohort, schedule_of(session, cohort), now):
        return Wall(Scene.STAGE)
    scene = Scene(cohort.wall_scene)
    is_possible = number in scenes(session, cohort, now).get(scene, ())
    return Wall(scene, number, since) if is_possible else Wall(Scene.STAGE)


def show(session: Session, cohort: Cohort, scene: Scene, number: int = 0, *, by: int | None, now: datetime) -> None:
    """Puts a scene on the wall of a cohort, in place of what it shows.

    number: of the lesson or question, from 1; 0 for another scene. An audit entry says when the scene becomes another,
    and not each question. Raises NotNow if that cannot be shown now.
    """
    if number not in scenes(session, cohort, now).get(scene, ()):
        raise NotNow
    before = wall_of(session, cohort, now)
    is_same_lesson = {before.scene, scene} <= {Scene.LESSON, Scene.TALK} and before.number == number
    since = before.since if is_same_lesson and before.since else now
    stage = stage_of(cohort, schedule_of(session, cohort), now)
    cohort_changes.set_wall(session, cohort.cohort_id, scene.value, number, stage.value, since)
    if before.scene is not scene:
        note(session, "cohort.wall", cohort, by=by, now=now, scene=scene.value)


def is_nearly_done(board: Board) -> bool:
    """Returns whether all but one or two have finished, so that the wall does not count who is left."""
    missing = board.joined - len(board.arrived)
    return 0 < missing <= FEW_MISSING and 4 * missing <= board.joined


def stuck_shown(board: Board, now: datetime) -> int:
    """Returns how many the wall says are stuck; 0 while they are fewer than three."""
    count = len(board.stuck(now))
    return count if count >= STUCK_SHOWN_FROM else 0

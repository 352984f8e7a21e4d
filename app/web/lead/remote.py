"""What the facilitator's phone says of the wall: what it shows, what else it could show, and how the minutes go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.content import Release
from app.services.facilitator import board as boards
from app.services.facilitator import questions
from app.services.facilitator import wall as walls
from app.services.facilitator.board import WAVE_OF
from app.services.facilitator.pace import Pace, pace_of_test, pace_since
from app.services.facilitator.wall import Scene, Wall
from app.services.releases import release_of
from app.services.waves import schedule_of
from app.store.programmes.cohorts import Cohort
from app.web.clock import now
from app.web.language import language
from app.web.lead.led import step_shown
from app.web.transaction import reading
from assessments import FORMS, ItemWords


@dataclass(frozen=True)
class LessonShown:
    """A LessonShown is a lesson as the wall or the phone names it; talks: HTML of what to talk about in the room."""

    number: int
    title: str
    language: str
    """of title and talks"""
    talks: Sequence[str]


def lesson_shown(release: Release, number: int, spoken: str, second: str) -> LessonShown:
    """Returns a lesson, by its number from 1, in the first of two languages that it has, else in any."""
    words, shown = release.words_for(release.course.lessons[number - 1].id, spoken, second)
    return LessonShown(number, words.title, shown, [talk.html for talk in words.talks])


def item_words(release: Release, number: int, spoken: str) -> ItemWords:
    """Returns the first wording of an item, by its number from 1, in this language, else in another."""
    words = release.instrument_words.get(spoken) or next(iter(release.instrument_words.values()))
    return words.form(FORMS[0])[release.instrument.items[number - 1].id]


def pace_shown(cohort: Cohort, wall: Wall) -> Pace | None:
    """Returns the pace of the test that is open, else of the lesson on the wall; None if neither runs.

    A test of a remote cohort has none, for everybody sits it at a time of their own, for days: `pace.html` says then
    since when it is open, and when it closes.
    """
    release, schedule = release_of(reading(), cohort.course_release_id), schedule_of(reading(), cohort)
    wave = WAVE_OF.get(boards.stage_of(cohort, schedule, now()))
    if wave is not None and cohort.way == "remote":
        return None
    if wave is not None:
        return pace_of_test(schedule[wave], release.instrument.minutes, now())
    if wall.scene not in (Scene.LESSON, Scene.TALK):
        return None
    lesson = release.course.lessons[wall.number - 1]
    plan = next(iter(release.plans.get(lesson.id, {}).values()), None)
    return pace_since(wall.since, plan.minutes if plan else lesson.minutes, now())


def remote_of(cohort: Cohort, wall: Wall) -> dict[str, Any]:
    """Returns what the phone needs to say what the wall shows, as variables of its template."""
    release = release_of(reading(), cohort.course_release_id)
    scenes = walls.scenes(reading(), cohort, now())
    lessons = [lesson_shown(release, number, language(), cohort.language) for number in scenes.get(Scene.LESSON, ())]
    return {
        "wall": wall,
        "scenes": scenes,
        "lessons_to_show": lessons,
        "talked_about": _talked_about(release, cohort, wall),
        "in_test": _questions(cohort, release, wall) if Scene.QUESTION in scenes else None,
    }


def _talked_about(release: Release, cohort: Cohort, wall: Wall) -> LessonShown | None:
    """The lesson on the wall with what to talk about in it, in the reader's language; None if there is nothing."""
    if wall.scene not in (Scene.LESSON, Scene.TALK):
        return None
    lesson = lesson_shown(release, wall.number, language(), cohort.language)
    return lesson if lesson.talks else None


@dataclass(frozen=True)
class PlaceInTest:
    """A PlaceInTest is where the room is in the questions of the test, which are talked about in the order `order_of`.

    place: from 1; 0 and stem "" if no question is shown. before, after: numbers of the questions beside it, None at an
    end; after is the first where none is shown.
    """

    place: int
    of: int
    stem: str
    before: int | None
    after: int | None


def _questions(cohort: Cohort, release: Release, wall: Wall) -> PlaceInTest:
    order = questions.order_of(reading(), cohort, step_shown(cohort))
    place = order.index(wall.number) + 1 if wall.scene is Scene.QUESTION else 0
    return PlaceInTest(
        place,
        len(order),
        item_words(release, wall.number, language()).stem if place else "",
        order[place - 2] if place > 1 else None,
        order[place] if place < len(order) else None,
    )

"""Where a learner's plan is: the checklist that the course names as theirs, a page of its own."""

from flask import url_for

from app.services.learner.lessons import Road
from courses import Close, Prose, open_lessons


def plan_place(way: Road, language: str) -> tuple[int, int] | None:
    """Returns the number of the lesson with the plan and that of its screen, from 1; None where the course has none.

    language: the learner's. Another one may have more screens before it.
    """
    my_plan = way.release.course.my_plan
    if my_plan is None:
        return None
    for number, lesson in enumerate(way.release.course.lessons, start=1):
        words, _ = way.release.words_for(lesson.id, language, way.second_language)
        for n, screen in enumerate(words.screens, start=1):
            if not isinstance(screen.block, Prose | Close) and screen.block.id == my_plan:
                return number, n
    return None


def plan_address(way: Road, language: str, *, is_ahead: bool = False) -> str | None:
    """Returns the address of the plan; None where the course has none, or its lesson is not open yet.

    is_ahead: also before its lesson is open, for a phone that will know when it is.
    """
    place = plan_place(way, language)
    if place is None:
        return None
    number, n = place
    is_open = way.release.course.lessons[number - 1].id in open_lessons(way.release.course, way.progress)
    return url_for("learn.paper", number=number, n=n) if is_open or is_ahead else None

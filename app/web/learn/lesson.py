"""A lesson, screen by screen; its checks answer at once and nothing of the answers is kept."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import lessons
from app.services.lessons import Road
from app.web.access import audience, learner
from app.web.clock import now
from app.web.learn.other_language import shown_instead
from app.web.transaction import db
from courses import Check, CheckStructure, LessonStructure, LessonWords, open_lessons


@dataclass(frozen=True)
class OpenLesson:
    """A lesson that this learner may read now, in the language that there is."""

    number: int
    """in the address, from 1"""
    structure: LessonStructure
    words: LessonWords
    language: str
    wanted: str
    """the learner's own language"""
    standing: lessons.LessonStanding | None

    @property
    def fallback(self) -> str:
        """What to say where the lesson is not in the learner's language; "" where it is."""
        return shown_instead(self.wanted, self.language)


@dataclass(frozen=True)
class Answered:
    """The check of a screen as it stands on the page."""

    chosen: str | None = None
    is_right: bool = False
    is_missing: bool = False
    """asked for, and nothing was chosen"""


@audience("learner")
def lesson(number: int) -> ResponseReturnValue:
    """What it is about and what to know before; POST begins."""
    opened = _opened(number)
    if opened is None:
        return _not_yet()
    if request.method == "POST":
        _reach(opened, 1)
        return redirect(url_for("learn.step", number=number, n=1), 303)
    return render_template("learn/lesson.html", lesson=opened)


@audience("learner")
def step(number: int, n: int) -> ResponseReturnValue:
    """Step n of the lesson, from 1. POST checks the answers, or goes on."""
    opened = _opened(number)
    if opened is None:
        return _not_yet()
    of = len(opened.words.screens)
    if not 1 <= n <= of:
        abort(404)
    screen = opened.words.screens[n - 1]
    if request.method == "POST" and request.form.get("go") != "check":
        return _go_on(opened, n)
    answer = None
    if isinstance(screen.block, Check):
        answer = _answered(opened, screen.block, is_asked=request.method == "POST")
    return render_template("learn/step.html", lesson=opened, n=n, of=of, screen=screen, answer=answer)


def _go_on(opened: OpenLesson, n: int) -> ResponseReturnValue:
    of = len(opened.words.screens)
    if n < of:
        _reach(opened, n + 1)
        return redirect(url_for("learn.step", number=opened.number, n=n + 1), 303)
    lessons.finish(db(), learner().learner_id, opened.structure.id, of=of, language=opened.language, now=now())
    flash(_("Done: %(title)s", title=opened.words.title), "done")
    return redirect(url_for("learn.road"), 303)


def _answered(opened: OpenLesson, check: Check, *, is_asked: bool) -> Answered:
    chosen = request.form.get(check.id) if is_asked else None
    if chosen not in {option.id for option in check.options}:
        return Answered(is_missing=is_asked)
    activity = opened.structure.activity(check.id)
    return Answered(chosen, is_right=isinstance(activity, CheckStructure) and chosen == activity.key)


def _opened(number: int) -> OpenLesson | None:
    """None for a lesson that is there and not open yet; 404 for one that there is not."""
    me = learner()
    way: Road = lessons.road(db(), me.learner_id, now())
    course = way.release.course
    if not 1 <= number <= len(course.lessons):
        abort(404)
    structure = course.lessons[number - 1]
    if structure.id not in open_lessons(course, way.progress):
        return None
    words, language = way.release.words_for(structure.id, me.language, way.second_language)
    return OpenLesson(number, structure, words, language, me.language, way.lessons.get(structure.id))


def _reach(opened: OpenLesson, n: int) -> None:
    lessons.reach_step(
        db(),
        learner().learner_id,
        opened.structure.id,
        step=n,
        of=len(opened.words.screens),
        language=opened.language,
        now=now(),
    )


def _not_yet() -> ResponseReturnValue:
    flash(_("This lesson opens after the first test."))
    return redirect(url_for("learn.road"), 303)

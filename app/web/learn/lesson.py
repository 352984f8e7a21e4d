"""A lesson: whole in one page that names no learner, and screen by screen for a phone without JavaScript."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.content import Release
from app.services.learner import lessons
from app.services.learner.lessons import Road
from app.store.answers.progress import LessonProgress
from app.web.access import audience, learner
from app.web.clock import now
from app.web.learn.answered import Sent, State, state_of
from app.web.learn.media import MediaAddress, signs_of, spoken_film_of, voice_of
from app.web.learn.other_language import shown_instead
from app.web.learn.past_deeds import PastDeed, deeds_of, due, take_answer
from app.web.learn.road import length_of_first
from app.web.transaction import db
from courses import ActivityStructure, Close, LessonStructure, LessonWords, Place, Prose, Shown, open_lessons


@dataclass(frozen=True)
class OnScreen:
    """An OnScreen is one screen of a lesson with the state of its activity.

    activity: None for a page to read and for the close of a piece.
    """

    n: int
    """within the lesson, from 1"""
    heading: str
    words: Shown
    activity: ActivityStructure | None
    state: State
    piece_id: str
    place: Place
    """within its piece"""
    piece: str
    """the piece's title on its first screen; "" on others, and where the lesson is one piece"""
    where: str
    """how far along, as one reads it"""
    voice: MediaAddress | None
    """on the first screen of a piece, if somebody has spoken it in the language of its words"""

    @property
    def is_close(self) -> bool:
        return isinstance(self.words, Close)


@dataclass(frozen=True)
class OpenLesson:
    """An OpenLesson is a lesson as a learner reads it.

    language: the one that its words are in, which is the learner's own (`wanted`) if the lesson has it.
    """

    release: Release
    number: int
    """in the address, from 1"""
    structure: LessonStructure
    words: LessonWords
    language: str
    wanted: str
    """the learner's own language"""
    pieces: Mapping[str, LessonProgress]
    """how far this learner is in each; the lesson's one page, which is everybody's, has nothing of it"""

    @property
    def of(self) -> int:
        return len(self.words.screens)

    @property
    def piece_count(self) -> int:
        return len(self.structure.piece_ids)

    @property
    def length(self) -> str:
        """How long what comes first takes, the lesson or its first piece, for a slow reader."""
        return length_of_first(self.release.paces[self.structure.id][self.language][0].minutes, self.piece_count)

    @property
    def fallback(self) -> str:
        """The sentence to show if the lesson is not in the learner's language; "" if it is."""
        return shown_instead(self.wanted, self.language)

    @property
    def notice(self) -> str:
        """What a reader should know of the words before they begin: another language than theirs, or a draft; or ""."""
        if self.language in self.release.course.review and not self.fallback:
            return _("These words are a draft: tell your facilitator which ones sound odd.")
        return self.fallback

    @property
    def skip(self) -> str:
        """The address to which "skip this lesson" leads: the next lesson, or the road after the last."""
        if self.number < len(self.release.course.lessons):
            return url_for("learn.lesson", number=self.number + 1)
        return url_for("learn.road")

    @cached_property
    def signs(self) -> MediaAddress | None:
        return signs_of(self.release, self.structure.id)

    @cached_property
    def spoken_film(self) -> MediaAddress | None:
        return spoken_film_of(self.release, self.structure.id, self.language)

    @property
    def screens(self) -> tuple[OnScreen, ...]:
        """Every screen in order, each before anything is done on it."""
        return tuple(self.screen(n, MultiDict()) for n in range(1, self.of + 1))

    def screen(self, n: int, sent: Sent) -> OnScreen:
        """Returns screen n, from 1, with its activity in the state that the form `sent` gives it.

        Answers 404 for a screen that the lesson does not have.
        """
        if not 1 <= n <= self.of:
            abort(404)
        screen, place = self.words.screens[n - 1], self.words.place(n)
        activity = None if isinstance(screen.block, Prose | Close) else self.structure.activity(screen.block.id)
        piece_id = self.structure.piece_ids[place.piece]
        return OnScreen(
            n,
            screen.heading,
            screen.block,
            activity,
            state_of(activity, sent),
            piece_id=piece_id,
            place=place,
            piece=self.words.pieces[place.piece].title if self.words.pieces and place.step == 1 else "",
            where=self._where(screen.block, place),
            voice=voice_of(self.release, piece_id, self.language) if place.step == 1 else None,
        )

    @cached_property
    def past_deeds(self) -> tuple[PastDeed, ...]:
        """What this lesson's pieces, and before them those of the lesson before, give one to do."""
        lessons = self.release.course.lessons[max(self.number - 2, 0) : self.number]
        return tuple(it for lesson in lessons for it in deeds_of(self.release, lesson.id, self.language, self.wanted))

    def past_deeds_at(self, shown: OnScreen) -> tuple[PastDeed, ...]:
        """Returns those that lie behind where a piece begins; none on any other screen."""
        ahead = len(self.words.pieces) - shown.place.piece
        return self.past_deeds[: len(self.past_deeds) - ahead] if shown.place.step == 1 else ()

    def _where(self, block: Shown, place: Place) -> str:
        if isinstance(block, Close):
            return _("Piece %(n)s of %(of)s is done", n=place.piece + 1, of=self.piece_count)
        return _("Step %(n)s of %(of)s", n=place.step, of=place.of - bool(self.words.pieces))


TAPPED = "tapped"
ROOM = 2000
"""Bytes of a form that a cookie has room for."""


@audience("learner")
def lesson(number: int) -> ResponseReturnValue:
    """Shows a lesson on one page that names no learner; with JavaScript one screen at a time, also offline.

    number: from 1. A lesson that is not open yet redirects to the road with a message. Answers 404 for a number that
    the course does not have, and 304 if the page has not changed.
    """
    opened = _opened(number)
    if opened is None:
        return _not_yet()
    return _whole(opened)


def lesson_ahead(number: int) -> ResponseReturnValue:
    """Shows the page of `lesson` also if that lesson is not open yet, for a phone to keep: it names nobody.

    Answers 404 for a number that the course does not have.
    """
    return _whole(_ahead(number))


def _ahead(number: int) -> OpenLesson:
    way = lessons.road(db(), learner().learner_id, now())
    if not 1 <= number <= len(way.release.course.lessons):
        abort(404)
    return _lesson_of(way, number)


def _whole(opened: OpenLesson) -> ResponseReturnValue:
    return _unchanged(render_template("learn/lesson.html", lesson=opened))


def _unchanged(html: str) -> ResponseReturnValue:
    """What is the same for everybody, or 304 where the phone has just that."""
    page = make_response(html)
    page.set_etag(hashlib.sha256(page.get_data()).hexdigest())
    return page.make_conditional(request)


@audience("learner")
def step(number: int, n: int) -> ResponseReturnValue:
    """Shows screen n of a lesson, from 1; a POST takes what was tapped or moves on to the next screen.

    Moving on stores how far the learner is; after the last screen the lesson is done. What was tapped is kept in the
    session until then, not in the database. How the deed of the piece before went is counted, and not stored as said
    by anybody.
    """
    opened = _opened(number)
    if opened is None:
        return _not_yet()
    if request.method == "POST" and "worked_out" in request.form:
        take_answer(opened.past_deeds)
        return redirect(url_for("learn.result") if "result" in request.args else request.path, 303)
    if request.method == "POST" and request.form.get("go") == "next":
        if not 1 <= n <= opened.of:
            abort(404)
        session.pop(TAPPED, None)
        return _go_on(opened, n)
    if request.method == "POST" and (request.content_length or 0) <= ROOM:
        session[TAPPED] = [request.path, [it for it in request.form.items(multi=True) if it[0] != "csrf_token"]]
        place = "#now" if "way" in request.form else ""  # of a story, whose page grows longer above
        # Back leads to no answer to a form, nor to words of the browser's own.
        return redirect(request.path + place, 303)
    sent = request.form if request.method == "POST" else _tapped_here()
    shown = opened.screen(n, sent)
    past = due(opened.past_deeds_at(shown), opened.pieces)
    return render_template("learn/step.html", lesson=opened, shown=shown, past=past, key=secrets.token_hex(8))


def _tapped_here() -> Sent:
    """What was tapped on this screen last, without JavaScript: until one goes on, or taps on another."""
    path, fields = session.get(TAPPED, (None, ()))
    return MultiDict([(name, value) for name, value in fields] if path == request.path else ())


@audience("learner")
def paper(number: int, n: int) -> ResponseReturnValue:
    """Shows a checklist as a plan to print that names no learner; its ticks and blanks stay on the phone.

    n: the screen, from 1. Answers 404 for a screen that is no checklist, and 304 if the page has not changed.
    """
    opened = _opened(number)
    return _not_yet() if opened is None else _paper(opened, n)


def paper_ahead(number: int, n: int) -> ResponseReturnValue:
    """Shows the page of `paper` also if its lesson is not open yet, for a phone to keep: it names nobody."""
    return _paper(_ahead(number), n)


def _paper(opened: OpenLesson, n: int) -> ResponseReturnValue:
    shown = opened.screen(n, MultiDict())
    if shown.words.kind != "checklist":
        abort(404)
    is_plan = shown.words.id == opened.release.course.my_plan
    return _unchanged(render_template("learn/paper.html", lesson=opened, shown=shown, is_plan=is_plan))


def _go_on(opened: OpenLesson, n: int) -> ResponseReturnValue:
    if n < opened.of:
        _reach(opened, n + 1)
        return redirect(url_for("learn.step", number=opened.number, n=n + 1), 303)
    _reach(opened, n, is_left=True)
    flash(_("Done: %(title)s", title=opened.words.title), "done")
    return redirect(url_for("learn.road", _anchor="now"), 303)


def _reach(opened: OpenLesson, n: int, *, is_left: bool = False) -> None:
    """A piece is done at its close; a lesson that is one piece is done when its last screen is left."""
    me, shown = learner(), opened.screen(n, MultiDict())
    if is_left or shown.is_close:
        lessons.finish(db(), me.learner_id, shown.piece_id, of=shown.place.of, now=now())
    else:
        lessons.reach_step(db(), me.learner_id, shown.piece_id, step=shown.place.step, of=shown.place.of)


def _opened(number: int) -> OpenLesson | None:
    """None for a lesson that is there and not open yet; 404 for one that there is not."""
    me = learner()
    way = lessons.road(db(), me.learner_id, now())
    course = way.release.course
    if not 1 <= number <= len(course.lessons):
        abort(404)
    structure = course.lessons[number - 1]
    if structure.id not in open_lessons(course, way.progress):
        return None
    return _lesson_of(way, number)


def _lesson_of(way: Road, number: int) -> OpenLesson:
    me, structure = learner(), way.release.course.lessons[number - 1]
    words, language = way.release.words_for(structure.id, me.language, way.second_language)
    return OpenLesson(way.release, number, structure, words, language, me.language, way.pieces)


def _not_yet() -> ResponseReturnValue:
    flash(_("This lesson opens after the first test."))
    return redirect(url_for("learn.road"), 303)

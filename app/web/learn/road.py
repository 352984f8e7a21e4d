"""The course home: the whole way, what is now, what waits and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.content import Pace
from app.services.learner import languages, lessons
from app.services.learner.lessons import Road
from app.services.learner.outcome import Outcome, outcome_of
from app.services.learner.testing import Sitting, Standing
from app.services.people import SignedInLearner
from app.services.waves import Wave
from app.web import card_news, handed
from app.web.access import audience, learner
from app.web.clock import now
from app.web.language import NAMES
from app.web.learn.awaited import promise
from app.web.learn.plan import plan_address
from app.web.learn.sitting import closes_at, later, length_of, number_of, opens_at, title_of
from app.web.transaction import db
from courses import LessonStructure, LessonWords, Step, StepKind, StepState

WAVE_OF = {
    StepKind.EARLY_TEST: Wave.EARLY,
    StepKind.PRE_TEST: Wave.PRE,
    StepKind.POST_TEST: Wave.POST,
    StepKind.FOLLOW_UP: Wave.FOLLOW_UP,
}


@dataclass(frozen=True)
class PieceStop:
    """A PieceStop is one piece of a lesson as the road shows it."""

    piece_id: str
    title: str
    look: str
    """done, now or ahead"""
    first: int
    """its first screen within the lesson"""
    href: str
    """of that screen alone, for a phone without JavaScript"""
    whole: str
    """of that screen on the lesson's one page"""


@dataclass(frozen=True)
class Stop:
    """A Stop is one stop of the road as the page shows it. href: None if there is nothing to open yet."""

    title: str
    look: str
    """done, now, waiting, open or ahead"""
    href: str | None = None
    note: str = ""
    language: str | None = None
    """of the title, if it is not the page's"""
    deed: str = ""
    """what the button says when this stop is now"""
    is_end: bool = False
    """True if nothing that can be done yet comes after it"""
    whole: str = ""
    """address of a begun lesson on its one page, for a phone with JavaScript; "" for any other stop"""
    pieces: tuple[PieceStop, ...] = ()
    """of a lesson; empty for one that is one piece, and for any other stop"""

    @property
    def shown_pieces(self) -> tuple[PieceStop, ...]:
        """Those of a lesson that one is in: it is now, or was begun and is not done."""
        is_begun = self.look == "open" and any(piece.look == "done" for piece in self.pieces)
        return self.pieces if self.look == "now" or is_begun else ()


@audience("learner")
def road() -> ResponseReturnValue:
    """Shows the learner's way through tests and lessons, on which exactly one stop is now or waiting."""
    me = learner()
    way = lessons.road(db(), me.learner_id, now())
    stops = stops_of(me, way)
    current = current_of(stops)
    second = stops[[step.kind for step in way.steps].index(StepKind.POST_TEST)]
    of_programme = languages.languages_of(db(), me.learner_id)
    spoken = [code for code in NAMES if code in of_programme]
    return render_template(
        "learn/road.html",
        me=me,
        stops=stops,
        here=current,
        beside=second if second.look == "open" else None,
        languages=spoken,
        news=card_news.unread(),
        has_card=handed.shown(handed.OWN, me.learner_id) is not None,
        plan=plan_address(way, me.language),
        may_pass_on=way.progress.has_done(way.release.course.lessons[-1]),
    )


def current_of(stops: Iterable[Stop]) -> Stop | None:
    """Returns the stop that comes next, or that is waited for; None when all is done."""
    return next((stop for stop in stops if stop.look in ("now", "waiting")), None)


def stops_of(me: SignedInLearner, way: Road) -> list[Stop]:
    """Returns the stops of a learner's way as they are now, in order, one for each of its steps."""
    stops = []
    for step in way.steps:
        if step.lesson_id is not None:
            stops.append(_lesson(way, step, step.lesson_id, me.language))
        elif step.kind is StepKind.RESULT:
            stops.append(_result(way, step, outcome_of(db(), me.learner_id, now())))
        else:
            stops.append(_test(way, step, way.sittings[WAVE_OF[step.kind]]))
    return stops


def titles_of(way: Road, language: str) -> dict[str, str]:
    """Returns the titles of a learner's lessons and of their pieces, by id."""
    titles: dict[str, str] = {}
    for lesson in way.release.course.lessons:
        words = way.release.words_for(lesson.id, language, way.second_language)[0]
        titles.update((piece.id, piece.title) for piece in words.pieces)
        titles[lesson.id] = words.title
    return titles


def length_of_first(minutes: int, piece_count: int) -> str:
    """Returns how long what comes first takes, and of how many pieces it is the first: nobody is told a sum.

    piece_count: 0 or 1 for a lesson that is one piece.
    """
    if piece_count > 1:
        return ngettext(
            "Piece 1 of %(of)s: %(num)s minute", "Piece 1 of %(of)s: %(num)s minutes", minutes, of=piece_count
        )
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def _test(way: Road, step: Step, sitting: Sitting) -> Stop:
    number, is_first = number_of(sitting.wave), sitting.wave is Wave.PRE
    title = title_of(number)
    href = url_for("learn.test", number=number)
    if step.state is StepState.DONE:
        return Stop(title, "done", href)
    if step.state in (StepState.NOW, StepState.OPEN):
        look = "now" if step.state is StepState.NOW else "open"
        if sitting.standing is Standing.BEGUN:
            note = _("%(answered)s of %(of)s answered", answered=len(sitting.answers), of=sitting.out_of)
            return Stop(title, look, href, _until(note, sitting), deed=_("Continue"))
        return Stop(title, look, href, _until(length_of(sitting), sitting), deed=_("Begin"))
    if step.state is StepState.WAITING and sitting.standing is Standing.CLOSED:
        note = _("Closed. Tell your facilitator now: it can be opened again. Or go on without it, by a lesson.")
        return Stop(title, "waiting", note=note, deed=_("Look again"))
    if step.state is StepState.WAITING:
        note = opens_at(sitting) or (later(way) if is_first else "") or _("Your facilitator has not opened it yet.")
        return Stop(title, "waiting", note=note, deed=_("Look again"))
    if step.kind is StepKind.FOLLOW_UP and step.state is StepState.AHEAD:
        return Stop(title, "ahead", note=opens_at(sitting) or _("About three months after the second test."))
    if step.state is StepState.SKIPPED:
        return Stop(title, "ahead", href, _closed(sitting, has_learned=way.progress.has_learned))
    return Stop(title, "ahead", note=opens_at(sitting) or (later(way) if is_first else ""))


def _until(note: str, sitting: Sitting) -> str:
    """With the end of a test whose end is planned."""
    end = closes_at(sitting)
    return f"{note}. {end}" if end else note


def _closed(sitting: Sitting, *, has_learned: bool) -> str:
    """What whoever missed a test can do about it; after a lesson a first test would not count any more."""
    is_first = sitting.wave is Wave.PRE
    if not sitting.may_reopen or (is_first and has_learned):
        return _("Closed. You can go on without it.")
    if is_first:
        return _("Closed. Tell your facilitator before your first lesson: it can be opened again.")
    return _("Closed. Tell your facilitator: it can be opened again.")


def _lesson(way: Road, step: Step, lesson_id: str, language: str) -> Stop:
    words, shown = way.release.words_for(lesson_id, language, way.second_language)
    wording = shown if shown != language else None
    number = [lesson.id for lesson in way.release.course.lessons].index(lesson_id) + 1
    href = url_for("learn.lesson", number=number)
    structure, paces = way.release.course.lesson(lesson_id), way.release.paces[lesson_id][shown]
    pieces = _pieces(way, structure, words, number)
    if step.state is StepState.DONE:
        return Stop(words.title, "done", href, language=wording, pieces=pieces)
    if step.state not in (StepState.NOW, StepState.OPEN):
        return Stop(words.title, "ahead", language=wording, pieces=pieces)
    look = "now" if step.state is StepState.NOW else "open"
    next_one = way.progress.next_piece(structure)
    standing = way.pieces.get(structure.piece_ids[next_one])
    if not any(piece_id in way.pieces for piece_id in structure.piece_ids):
        return Stop(
            words.title,
            look,
            href,
            length_of_first(paces[0].minutes, len(words.pieces)),
            wording,
            _("Begin"),
            pieces=pieces,
        )
    at = standing.step if standing else 1
    n = words.first_of(next_one) - 1 + min(at, len(words.by_piece[next_one]))
    page = url_for("learn.step", number=number, n=n)
    note = _left(words, paces[next_one], next_one, at)
    return Stop(words.title, look, page, note, wording, _("Continue"), whole=f"{href}#{n}", pieces=pieces)


def _pieces(way: Road, structure: LessonStructure, words: LessonWords, number: int) -> tuple[PieceStop, ...]:
    next_one = way.progress.next_piece(structure)
    stops = []
    for place, piece in enumerate(words.pieces):
        first = words.first_of(place)
        is_done = piece.id in way.progress.pieces_done
        look = "done" if is_done else "now" if place == next_one else "ahead"
        page, whole = url_for("learn.step", number=number, n=first), url_for("learn.lesson", number=number)
        stops.append(PieceStop(piece.id, piece.title, look, first, page, f"{whole}#{first}"))
    return tuple(stops)


def _left(words: LessonWords, pace: Pace, piece: int, at: int) -> str:
    """Where one is and how long the rest takes; of the piece that is next. at: the step, from 1."""
    of = len(words.by_piece[piece])
    left = ceil(pace.minutes * (of - at + 1) / of)
    if words.pieces:
        return ngettext(
            "Piece %(n)s of %(of)s, %(num)s minute to its end",
            "Piece %(n)s of %(of)s, %(num)s minutes to its end",
            left,
            n=piece + 1,
            of=len(words.pieces),
        )
    return ngettext(
        "Step %(step)s of %(of)s, %(num)s minute left",
        "Step %(step)s of %(of)s, %(num)s minutes left",
        left,
        step=at,
        of=of,
    )


def _result(way: Road, step: Step, outcome: Outcome) -> Stop:
    if step.state is StepState.NOW and not outcome.is_revealed:
        return Stop(_("What changed"), "waiting", url_for("learn.result"), promise(outcome), deed=_("Look again"))
    if step.state is StepState.NOW and _is_over(way):
        return Stop(_("What changed"), "done", url_for("learn.result"))
    if step.state is StepState.NOW:
        left = any(other.kind is StepKind.LESSON and other.state is StepState.OPEN for other in way.steps)
        note = _("Done for now. The third test comes about three months after the second.")
        if left:
            note = _("The tests are done. The lessons that are left stay open.")
        return Stop(_("What changed"), "now", url_for("learn.result"), note, deed=_("See it"), is_end=True)
    if step.state is StepState.OPEN:
        return Stop(_("What changed"), "open", url_for("learn.result"))
    return Stop(_("What changed"), "ahead")


def _is_over(way: Road) -> bool:
    """Whether every lesson is done and no test is left to come."""
    by_kind = {step.kind: step.state for step in way.steps if step.kind is not StepKind.LESSON}
    has_read = all(step.state is StepState.DONE for step in way.steps if step.kind is StepKind.LESSON)
    return has_read and by_kind[StepKind.FOLLOW_UP] in (StepState.DONE, StepState.SKIPPED)

"""The course home: the whole way, what is now, what waits and why."""

from dataclasses import dataclass
from math import ceil

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.learner import languages, lessons, testing
from app.services.learner.lessons import Road
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Sitting, Standing
from app.services.people import SignedInLearner
from app.services.waves import Wave
from app.web import card_news, handed
from app.web.access import audience, learner
from app.web.clock import now
from app.web.language import NAMES
from app.web.learn.sitting import later, number_of, opens_at, title_of
from app.web.transaction import db
from courses import Step, StepKind, StepState

WAVE_OF = {
    StepKind.EARLY_TEST: Wave.EARLY,
    StepKind.PRE_TEST: Wave.PRE,
    StepKind.POST_TEST: Wave.POST,
    StepKind.FOLLOW_UP: Wave.FOLLOW_UP,
}


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
    whole: str = ""
    """address of a begun lesson on its one page, for a phone with JavaScript; "" for any other stop"""


@audience("learner")
def road() -> ResponseReturnValue:
    """Shows the learner's way through tests and lessons, on which exactly one stop is now or waiting."""
    me = learner()
    way = lessons.road(db(), me.learner_id, now())
    stops = stops_of(me, way)
    current = next((stop for stop in stops if stop.look in ("now", "waiting")), None)
    of_programme = languages.languages_of(db(), me.learner_id)
    spoken = [code for code in NAMES if code in of_programme]
    return render_template(
        "learn/road.html",
        me=me,
        stops=stops,
        here=current,
        languages=spoken,
        news=card_news.unread(),
        has_card=handed.shown(handed.OWN, me.learner_id) is not None,
        may_pass_on=way.release.course.lessons[-1].id in way.progress.lessons_done,
    )


def stops_of(me: SignedInLearner, way: Road) -> list[Stop]:
    """Returns the stops of a learner's way as they are now, in order, one for each of its steps."""
    sittings = testing.sittings(db(), me.learner_id, now())
    stops = []
    for step in way.steps:
        if step.lesson_id is not None:
            stops.append(_lesson(way, step, step.lesson_id, me.language))
        elif step.kind is StepKind.RESULT:
            stops.append(_result(step, is_revealed=outcome_of(db(), me.learner_id, now()).is_revealed))
        else:
            stops.append(_test(way, step, sittings[WAVE_OF[step.kind]]))
    return stops


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
            return Stop(title, look, href, note, deed=_("Continue"))
        return Stop(
            title, look, href, ngettext("%(num)s question", "%(num)s questions", sitting.out_of), deed=_("Begin")
        )
    if step.state is StepState.WAITING:
        note = opens_at(sitting) or (later(way) if is_first else "") or _("Your facilitator has not opened it yet.")
        return Stop(title, "waiting", note=note, deed=_("Look again"))
    if step.kind is StepKind.FOLLOW_UP and step.state is StepState.AHEAD:
        return Stop(title, "ahead", note=_("About three months after the second test."))
    if step.state is StepState.SKIPPED:
        return Stop(title, "ahead", href, _closed(sitting, has_learned=way.progress.has_learned))
    return Stop(title, "ahead", note=opens_at(sitting) or (later(way) if is_first else ""))


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
    if step.state is StepState.DONE:
        return Stop(words.title, "done", href, language=wording)
    if step.state not in (StepState.NOW, StepState.OPEN):
        return Stop(words.title, "ahead", language=wording)
    look = "now" if step.state is StepState.NOW else "open"
    minutes = way.release.course.lesson(lesson_id).minutes
    standing = way.lessons.get(lesson_id)
    if standing is None:
        return Stop(
            words.title, look, href, ngettext("%(num)s minute", "%(num)s minutes", minutes), wording, _("Begin")
        )
    of = len(words.screens)
    left = ceil(minutes * (of - standing.step + 1) / of)
    note = ngettext(
        "Step %(step)s of %(of)s, %(num)s minute left",
        "Step %(step)s of %(of)s, %(num)s minutes left",
        left,
        step=standing.step,
        of=of,
    )
    n = min(standing.step, of)
    page = url_for("learn.step", number=number, n=n)
    return Stop(words.title, look, page, note, wording, _("Continue"), whole=f"{href}#{n}")


def _result(step: Step, *, is_revealed: bool) -> Stop:
    if step.state is StepState.NOW and not is_revealed:
        note = _("It opens ten minutes after the second test is closed for everybody.")
        return Stop(_("What changed"), "waiting", note=note, deed=_("Look again"))
    if step.state is StepState.NOW:
        return Stop(_("What changed"), "now", url_for("learn.result"), deed=_("See it"))
    if step.state is StepState.OPEN:
        return Stop(_("What changed"), "open", url_for("learn.result"))
    return Stop(_("What changed"), "ahead")

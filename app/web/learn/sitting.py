"""A test, one question a screen: answer in any order, look over, send."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.content import Release
from app.services import releases
from app.services.learner import testing
from app.services.learner.lessons import Road
from app.services.learner.testing import Sitting, Standing
from app.services.waves import Wave
from app.web.access import audience, learner
from app.web.clock import now
from app.web.learn.answer_forms import AnswerForm, MarksForm
from app.web.regional import clock, day, moment
from app.web.transaction import db
from assessments import POINTS, UNSURE, OpenForm
from courses import WaveState

WAVES = {0: Wave.EARLY, 1: Wave.PRE, 2: Wave.POST, 3: Wave.FOLLOW_UP}
"""By the number in the address."""

NEAR = timedelta(hours=1)
"""So long before its end whoever is answering a test is told when it closes."""

UNSAID = "unsaid"
"""Rather not say: kept as a blank."""


def number_of(wave: Wave) -> int:
    """Returns a wave's number in addresses: 0 early, 1 pre, 2 post, 3 follow-up."""
    return next(number for number, each in WAVES.items() if each is wave)


def title_of(number: int) -> str:
    return {0: _("Early test"), 1: _("First test"), 2: _("Second test"), 3: _("Third test")}[number]


def open_form(release: Release, sitting: Sitting) -> OpenForm:
    """Returns a test's questions and statements in this learner's order and language, without the right answers."""
    with force_locale(sitting.language):
        unsure = _("I don’t know yet")
    form = release.open_form(
        sitting.form,
        language=sitting.language,
        seed=sitting.seed,
        unsure=unsure,
        with_reactions=sitting.wave is Wave.POST,
    )
    return form.model_copy(update={"structure_digest": sitting.instrument})


def length_of(sitting: Sitting) -> str:
    """Returns how many questions a learner will meet in a test, the last ones apart: they are about no right answer."""
    questions = ngettext("%(num)s question", "%(num)s questions", sitting.out_of)
    if not sitting.beside:
        return questions
    return _("%(questions)s, then %(count)s about you", questions=questions, count=sitting.beside)


def opens_at(sitting: Sitting) -> str:
    """Returns the sentence on when a test will open by itself; "" for a test that is not planned to."""
    if sitting.opens_at is None:
        return ""
    return _("It opens by itself %(at)s.", at=moment(sitting.opens_at, sitting.time_zone))


def closes_at(sitting: Sitting) -> str:
    """Returns the sentence on until when an open test can be sat; "" where nobody has planned that."""
    if sitting.closes_at is None:
        return ""
    return _("Open until %(at)s.", at=moment(sitting.closes_at, sitting.time_zone))


def closing(sitting: Sitting) -> str:
    """Returns the sentence for whoever is answering a test that closes by itself within the hour; "" for any other."""
    if sitting.closes_at is None or sitting.closes_at - now() > NEAR:
        return ""
    return _("This test closes at %(at)s. Send it before.", at=clock(sitting.closes_at, sitting.time_zone))


def later(way: Road) -> str:
    """Returns the sentence for a learner of a waiting group before its first test opens; "" for any other."""
    if not way.progress.is_waiting_group or way.progress.pre is not WaveState.WAITING:
        return ""
    if way.lessons_on is None:
        return _("Your group has its first test and its lessons some weeks later.")
    return _("Your group has its first test and its lessons later, from %(day)s on.", day=day(way.lessons_on))


@audience("learner")
def question(number: int, n: int) -> ResponseReturnValue:
    """Shows question n of a test, from 1, and stores its answer; after the questions come the statements.

    A POST without an answer stores nothing and leads on. Redirects to the page of the test if it is not under way, and
    to the overview if there is no screen n. Answers 400 for an answer that is not on offer.
    """
    sitting = sitting_of(number)
    if sitting.standing is not Standing.BEGUN:
        return redirect(page_of(number), 303)
    form = _open(sitting)
    if not 1 <= n <= len(form.items) + len(form.statements):
        return redirect(url_for("learn.overview", number=number), 303)
    if n > len(form.items):
        return _statement(number, n, form, sitting)
    item = form.items[n - 1]
    if request.method != "POST":
        arrived = _arrived(form, sitting)
        return render_template(
            "learn/question.html",
            number=number,
            n=n,
            form=form,
            item=item,
            sitting=sitting,
            before=arrived[: n - 1],
            answered={n for n, has_arrived in enumerate(arrived, start=1) if has_arrived},
            closing=closing(sitting),
        )
    if item.has_lines:
        return _marked(number, n, form, sitting)
    sent = AnswerForm(request.form)
    chosen = sent.chosen_of([option.id for option in item.options])
    if chosen is not None and not testing.answer(db(), learner().learner_id, wave_of(number), item.id, chosen, now()):
        return redirect(page_of(number), 303)
    return _go_on(number, n, _arrived(form, sitting), is_back=sent.is_back)


def _marked(number: int, n: int, form: OpenForm, sitting: Sitting) -> ResponseReturnValue:
    """The lines that were marked; where some had been and none is, they were taken back."""
    item, sent = form.items[n - 1], MarksForm(request.form)
    marked = sent.marked_of([option.id for option in item.options])
    if UNSURE in marked and len(marked) > 1:
        flash(_("Mark lines or “I don’t know yet”, not both."), "stop")
        return redirect(url_for("learn.question", number=number, n=n), 303)
    chosen = UNSURE if UNSURE in marked else marked
    has_answer = bool(marked) or item.id in sitting.answers
    if has_answer and not testing.answer(db(), learner().learner_id, wave_of(number), item.id, chosen, now()):
        return redirect(page_of(number), 303)
    return _go_on(number, n, _arrived(form, sitting), is_back=sent.is_back)


def _statement(number: int, n: int, form: OpenForm, sitting: Sitting) -> ResponseReturnValue:
    """Screen n is a statement: a point of the scale, or rather nothing."""
    place = n - len(form.items)
    statement = form.statements[place - 1]
    if request.method != "POST":
        return render_template(
            "learn/statement.html",
            number=number,
            n=n,
            form=form,
            place=place,
            statement=statement,
            sitting=sitting,
            before=_arrived(form, sitting)[: n - 1],
            points=POINTS,
            closing=closing(sitting),
        )
    sent = AnswerForm(request.form)
    chosen = sent.chosen_of([UNSAID, *map(str, POINTS)])
    if chosen is not None:
        value = None if chosen == UNSAID else int(chosen)
        if not testing.state(db(), learner().learner_id, wave_of(number), statement.id, value, now()):
            return redirect(page_of(number), 303)
    return _go_on(number, n, _arrived(form, sitting), is_back=sent.is_back)


def _go_on(number: int, n: int, arrived: list[bool], *, is_back: bool) -> ResponseReturnValue:
    """To the screen before or after screen n; for whoever was at the end, to the next gap, else to the look over."""
    if is_back:
        return redirect(url_for("learn.question", number=number, n=n - 1) if n > 1 else url_for("learn.road"), 303)
    if n < len(arrived) and not arrived[-1]:
        return redirect(url_for("learn.question", number=number, n=n + 1), 303)
    return redirect(_first_gap(number, arrived, after=n), 303)


@audience("learner")
def overview(number: int) -> ResponseReturnValue:
    """Shows which questions are answered and which are not; a POST sends the test, also with gaps.

    Redirects to the page of the test if it is not under way.
    """
    sitting = sitting_of(number)
    if sitting.standing is not Standing.BEGUN:
        return redirect(page_of(number), 303)
    if request.method == "POST":
        testing.send(db(), learner().learner_id, wave_of(number), now())
        return redirect(page_of(number), 303)
    form = _open(sitting)
    arrived = _arrived(form, sitting)
    blanks = [n for n, has_arrived in enumerate(arrived[: len(form.items)], start=1) if not has_arrived]
    return render_template(
        "learn/overview.html", number=number, form=form, blanks=blanks, before=arrived, closing=closing(sitting)
    )


def _arrived(form: OpenForm, sitting: Sitting) -> list[bool]:
    """Screen after screen, the statements last: whether its answer is here."""
    return [item.id in sitting.answers for item in form.items] + [
        statement.id in sitting.statements for statement in form.statements
    ]


def where_it_stopped(number: int, sitting: Sitting) -> str:
    """Returns the address of the first question without an answer, else of a statement not asked yet, else the end."""
    return _first_gap(number, _arrived(_open(sitting), sitting))


def _first_gap(number: int, arrived: list[bool], *, after: int = 0) -> str:
    """The first screen behind screen `after` that has no answer, else the look over."""
    for n, has_arrived in enumerate(arrived[after:], start=after + 1):
        if not has_arrived:
            return url_for("learn.question", number=number, n=n)
    return url_for("learn.overview", number=number)


def wave_of(number: int) -> Wave:
    """Returns the wave of a number in an address. Answers 404 for one that the learner's cohort does not sit."""
    wave = WAVES.get(number) or abort(404)
    if wave is Wave.EARLY and wave not in testing.sittings(db(), learner().learner_id, now()):
        abort(404)
    return wave


def sitting_of(number: int) -> Sitting:
    """Returns a test of the signed-in learner by the number in its address. Answers 404 as `wave_of` does."""
    return testing.sitting(db(), learner().learner_id, wave_of(number), now())


def _open(sitting: Sitting) -> OpenForm:
    return open_form(releases.release_of_learner(db(), learner().learner_id), sitting)


def page_of(number: int) -> str:
    return url_for("learn.test", number=number)

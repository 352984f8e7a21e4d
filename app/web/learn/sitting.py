"""A test, one question a screen: begin, answer in any order, look over, send."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import testing
from app.services.testing import Sitting, Standing, Wave
from app.web.access import audience, learner
from app.web.clock import now
from app.web.course import open_form
from app.web.transaction import db
from assessments import OpenForm

WAVES = {1: Wave.PRE, 2: Wave.POST}
"""By the number in the address: the first and the second test."""


def number_of(wave: Wave) -> int:
    """The number in the address of a wave's test."""
    return next(number for number, each in WAVES.items() if each is wave)


def title_of(number: int) -> str:
    return _("First test") if number == 1 else _("Second test")


@audience("learner")
def test(number: int) -> ResponseReturnValue:
    """What this test is and how it stands; POST begins it or goes on where it stopped."""
    if request.method == "POST":
        sitting = testing.begin(db(), learner().learner_id, _wave(number), now())
        return redirect(_where_it_stopped(number, sitting) if sitting.is_open else _page(number), 303)
    sitting = _sitting(number)
    return render_template("learn/test.html", number=number, title=title_of(number), sitting=sitting)


@audience("learner")
def question(number: int, n: int) -> ResponseReturnValue:
    """Question n of the test, counted from 1."""
    sitting = _sitting(number)
    if sitting.standing is not Standing.BEGUN:
        return redirect(_page(number), 303)
    form = _open(sitting)
    if not 1 <= n <= len(form.items):
        return redirect(url_for("learn.overview", number=number), 303)
    item = form.items[n - 1]
    if request.method == "GET":
        return render_template("learn/question.html", number=number, n=n, form=form, item=item, sitting=sitting)
    chosen = request.form.get("answer")
    if chosen is not None:
        if chosen not in {option.id for option in item.options}:
            abort(400)
        if not testing.answer(db(), learner().learner_id, _wave(number), item.id, chosen, now()):
            return redirect(_page(number), 303)
    if request.form.get("go") == "back":
        return redirect(url_for("learn.question", number=number, n=n - 1) if n > 1 else url_for("learn.road"), 303)
    if n < len(form.items):
        return redirect(url_for("learn.question", number=number, n=n + 1), 303)
    return redirect(url_for("learn.overview", number=number), 303)


@audience("learner")
def overview(number: int) -> ResponseReturnValue:
    """What is answered and what is open; POST sends."""
    sitting = _sitting(number)
    if sitting.standing is not Standing.BEGUN:
        return redirect(_page(number), 303)
    if request.method == "POST":
        sent = testing.send(db(), learner().learner_id, _wave(number), now())
        if sent.status == "stored" and not sent.is_complete:
            flash(_("Too many questions were left open to count this test. You can take it again while it is open."))
        return redirect(_page(number), 303)
    form = _open(sitting)
    blanks = [(n, item) for n, item in enumerate(form.items, start=1) if sitting.answers.get(item.id) is None]
    return render_template("learn/overview.html", number=number, form=form, blanks=blanks)


def _where_it_stopped(number: int, sitting: Sitting) -> str:
    """The first question without an answer, or the look over."""
    for n, item in enumerate(_open(sitting).items, start=1):
        if sitting.answers.get(item.id) is None:
            return url_for("learn.question", number=number, n=n)
    return url_for("learn.overview", number=number)


def _wave(number: int) -> Wave:
    return WAVES.get(number) or abort(404)


def _sitting(number: int) -> Sitting:
    return testing.sitting(db(), learner().learner_id, _wave(number), now())


def _open(sitting: Sitting) -> OpenForm:
    return open_form(testing.release_for(db(), learner().learner_id), sitting)


def _page(number: int) -> str:
    return url_for("learn.test", number=number)

"""Opening, closing and opening again a cohort's tests, with what follows said before."""

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import board as boards
from app.services import windows
from app.services.phones import GRACE
from app.services.testing import Wave
from app.services.windows import AnswersShown, FollowUpBegun, HasBegun, TooEarly, has_shown_answers, undo_until
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read
from app.web.staff_words import still
from app.web.transaction import db, reading


@audience("facilitator")
def test(ref: str, wave: str) -> ResponseReturnValue:
    """Do what the button says."""
    which = _wave(wave)
    cohort = led(ref)
    match request.form.get("do"):
        case "open":
            is_undo = which is Wave.POST and undo_until(db(), cohort, now()) is not None
            try:
                windows.open_test(db(), cohort, which, by=staff().staff_id, now=now())
            except AnswersShown:
                flash(_("The right answers have been shown: the first test stays closed."), "stop")
            except FollowUpBegun:
                flash(_("The follow-up has been opened: the second test stays closed."), "stop")
            except TooEarly:
                flash(_("The follow-up comes after the second test has closed."), "stop")
            else:
                flash(
                    _("The closing is undone. No right answer was shown to anybody.")
                    if is_undo
                    else _("The test is open. Whoever has joined can begin.")
                )
        case "close":
            windows.close_test(db(), cohort, which, by=staff().staff_id, now=now())
            flash(_("The test is closed. What was sent stands."))
        case "take_back":
            try:
                windows.take_back(db(), cohort, which, by=staff().staff_id, now=now())
            except HasBegun:
                flash(_("Somebody has begun meanwhile. Close the test instead."), "stop")
            else:
                flash(_("Taken back: the test is as if it had not been opened."))
        case _:
            abort(400)
    return to_cohort(cohort)


@audience("facilitator")
def ask_close(ref: str, wave: str) -> ResponseReturnValue:
    """Before the second test closes: ten minutes later every learner sees the right answers, for good."""
    which = _wave(wave)
    cohort = led_to_read(ref)
    board = boards.board(reading(), cohort, which)
    return render_template(
        "lead/ask_close.html",
        cohort=cohort,
        wave=which,
        board=board,
        missing=still(len(board.answering), len(board.not_begun)),
        grace_days=GRACE.days,
    )


@audience("facilitator")
def ask_open(ref: str) -> ResponseReturnValue:
    """Before the second test opens again: what is sent from now on is kept and not counted."""
    cohort = led_to_read(ref)
    is_early = not has_shown_answers(reading(), cohort) or undo_until(reading(), cohort, now())
    if is_early or windows.window_of(reading(), cohort, Wave.FOLLOW_UP):
        return to_cohort(cohort)
    return render_template("lead/ask_open.html", cohort=cohort)


def _wave(wave: str) -> Wave:
    try:
        return Wave(wave)
    except ValueError:
        abort(404)

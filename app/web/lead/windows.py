"""Opening, closing and opening again a cohort's tests, with what follows said before."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import windows
from app.services.facilitator import board as boards
from app.services.waves import Wave, schedule_of
from app.services.windows import AfterLastDay, HasBegun, HasOpened, NoFirstTest, NotToCome
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.forms import OpeningForm
from app.web.lead.led import led, led_to_read, led_with_windows, wave_named
from app.web.refused_forms import is_usable, refuse
from app.web.regional import day
from app.web.staff_words import still
from app.web.transaction import db, reading
from courses import GRACE, AnswersShown, EarlyFirst, EarlyIsOver, FollowUpBegun, TooEarly


@audience("facilitator")
def test(ref: str, wave: str) -> ResponseReturnValue:
    """Opens a test of the cohort, closes it or takes its opening back, by the button that was pressed.

    `do` in the form: `open`, `close` or `take_back`; anything else is answered 400. What the schedule forbids changes
    nothing, and a message says why. Opening the second test shortly after it was closed undoes the closing.
    """
    cohort = led_with_windows(ref)
    which = wave_named(wave, cohort)
    match request.form.get("do"):
        case "open":
            is_undo = which is Wave.POST and schedule_of(db(), cohort).undo_until(now()) is not None
            try:
                windows.open_test(db(), cohort, which, by=staff().staff_id, now=now())
            except AnswersShown:
                flash(_("The second test has been closed: the first test stays closed."), "stop")
            except EarlyFirst:
                flash(_("The early test comes first: open it, and close it when everybody has finished."), "stop")
            except EarlyIsOver:
                flash(_("The first test has been opened: the early test stays closed."), "stop")
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
    """Asks the facilitator to confirm that a test closes, and counts who has not sent it. Changes nothing.

    Ten minutes after the second test has closed every learner sees the right answers, for good; the page warns of that.
    """
    cohort = led_to_read(ref)
    which = wave_named(wave, cohort)
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
    """Asks the facilitator to confirm that the second test is opened again after its answers were shown.

    The page warns that what is sent from then on is kept and not counted. Redirects to the cohort's page if there is
    nothing to confirm or the test may not be opened. Changes nothing.
    """
    cohort = led_to_read(ref)
    schedule = schedule_of(reading(), cohort)
    is_early = not schedule.has_shown_answers or schedule.undo_until(now())
    if is_early or not schedule.may_open(Wave.POST, now()):
        return to_cohort(cohort)
    return render_template("lead/ask_open.html", cohort=cohort)


@audience("facilitator")
def opening(ref: str) -> ResponseReturnValue:
    """Plans when the second test opens by itself, changes the plan or, with `do=drop` in the form, drops it.

    Day and time are those of the cohort's time zone. Answers 422 with the form if they are over or after the cohort's
    last day, or the first test has not been opened; 404 for an archived cohort.
    """
    cohort = led_to_read(ref)
    if cohort.archived_at is not None:
        abort(404)
    if request.method != "POST":
        planned = schedule_of(reading(), cohort)[Wave.POST].opens_at(now())
        if planned is None and not _may_plan(cohort):
            return to_cohort(cohort)
        local_time = planned.astimezone(ZoneInfo(cohort.time_zone)) if planned else None
        return _opening(cohort, OpeningForm(data={"on": local_time, "at": local_time or time(9)}), planned)
    if request.form.get("do") == "drop":
        return _drop_opening(led(ref))
    form = OpeningForm(request.form)
    if is_usable(form) and _plan(led(ref), form):
        return to_cohort(cohort)
    return _opening(cohort, form, schedule_of(reading(), cohort)[Wave.POST].opens_at(now())), 422


def _may_plan(cohort: Cohort) -> bool:
    """While the second test has not been opened, from the first one's opening on."""
    schedule = schedule_of(reading(), cohort)
    return schedule[Wave.PRE].has_opened(now()) and not schedule[Wave.POST].has_opened(now())


def _opening(cohort: Cohort, form: OpeningForm, planned: datetime | None) -> str:
    return render_template("lead/opening.html", cohort=cohort, form=form, planned=planned)


def _plan(cohort: Cohort, form: OpeningForm) -> bool:
    """False where it cannot be: the form says why."""
    try:
        windows.plan_opening(db(), cohort, form.moment(cohort.time_zone), by=staff().staff_id, now=now())
    except NotToCome:
        refuse(form.on, _("That moment is over. Choose one to come, or open the test now on the group's page."))
    except AfterLastDay:
        refuse(form.on, _("The group's last day is %(day)s: change it first.", day=day(cohort.ends_on)))
    except NoFirstTest:
        refuse(form.on, _("Open the first test before: the second one would come without it."))
    except HasOpened:
        flash(_("The second test has been opened meanwhile."), "stop")
        return True
    else:
        flash(_("Planned. The second test opens by itself."))
        return True
    return False


def _drop_opening(cohort: Cohort) -> ResponseReturnValue:
    try:
        windows.drop_opening(db(), cohort, by=staff().staff_id, now=now())
    except HasOpened:
        flash(_("The second test has been opened meanwhile."), "stop")
    else:
        flash(_("The plan is taken back: the second test opens when you open it."))
    return to_cohort(cohort)

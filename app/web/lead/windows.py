"""Opening, closing and opening again a cohort's tests by hand, with what follows said before."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import windows
from app.services.admission import lets_in
from app.services.cohorts import today_of
from app.services.facilitator import board as boards
from app.services.facilitator import lesson_board
from app.services.facilitator.cut_off import cut_off_with
from app.services.figures import settling
from app.services.waves import Wave, schedule_of, waves_of
from app.services.windows import HasBegun
from app.store import Session
from app.store.figures import settlements
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.led import led_to_read, led_with_windows, wave_named, with_windows
from app.web.lead.pairs import pairs_so_far
from app.web.regional import clock as clock_time
from app.web.staff_words import still_of
from app.web.transaction import db, reading
from courses import (
    GRACE,
    AnswersShown,
    EarlyFirst,
    EarlyIsOver,
    FollowUpBegun,
    HasEnded,
    MayNotOpen,
    Schedule,
    TooEarly,
    Unfit,
    Window,
)

SOON = timedelta(minutes=5)
"""For whoever is answering when a facilitator would close the test."""


@audience("facilitator")
def test(ref: str, wave: str) -> ResponseReturnValue:
    """Opens a test of the cohort, closes it or takes its opening back, by the button that was pressed.

    `do` in the form: `open`, `open_now`, `close`, `close_now`, `close_soon` or `take_back`; anything else is answered
    400. Where much follows from it `open` asks first, as `ask_open` says; so does `close` while somebody is answering,
    whom `close_soon` lets have five minutes more. What the schedule forbids changes nothing, and a message says why.
    Opening the second test shortly after it was closed undoes the closing.
    """
    cohort = led_with_windows(ref)
    which = wave_named(wave, cohort)
    match request.form.get("do"):
        case "open" if _question(db(), cohort, which):
            return redirect(url_for("lead.ask_open", ref=cohort.ref, wave=which), 303)
        case "open" | "open_now":
            _open(cohort, which)
        case "close" if _is_anybody_cut_off(cohort, which):
            return redirect(url_for("lead.ask_close", ref=cohort.ref, wave=which), 303)
        case "close_soon":
            _close_soon(cohort, which)
        case "close" | "close_now":
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


def _is_anybody_cut_off(cohort: Cohort, wave: Wave) -> bool:
    cut_off = boards.board(db(), cohort, wave).cut_off(now()) or cut_off_with(db(), cohort, wave, now())
    return bool(cut_off)


def _open(cohort: Cohort, wave: Wave) -> None:
    is_undo = wave is Wave.POST and schedule_of(db(), cohort).undo_until(now()) is not None
    try:
        windows.open_test(db(), cohort, wave, by=staff().staff_id, now=now())
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


def _close_soon(cohort: Cohort, wave: Wave) -> None:
    """In five minutes, by itself: phones say so at the next tap."""
    closes_at = now() + SOON
    try:
        windows.plan(db(), cohort, wave, closes_at=closes_at, by=staff().staff_id, now=now())
    except (HasEnded, MayNotOpen, Unfit):
        flash(_("The test has been opened or closed meanwhile. Look at the dates again."), "stop")
    else:
        at = clock_time(closes_at, cohort.time_zone)
        flash(_("The test closes by itself at %(at)s. Phones say so at the next answer.", at=at))


@audience("facilitator")
def ask_close(ref: str, wave: str) -> ResponseReturnValue:
    """Asks the facilitator to confirm that a test closes, and counts who is answering and who has not begun.

    With the second test the first closes, so who is answering that is counted too.

    Changes nothing. Who is answering may be let finish: the test can close by itself five minutes later.

    Ten minutes after the second test has closed every learner sees the right answers, for good; the page warns of that.
    """
    cohort = with_windows(led_to_read(ref))
    which = wave_named(wave, cohort)
    board = boards.board(reading(), cohort, which)
    cut_off = board.cut_off(now())
    schedule = schedule_of(reading(), cohort)
    held_back = which is Wave.POST and schedule.is_held_back(Wave.FOLLOW_UP)
    return render_template(
        "lead/ask_close.html",
        window=schedule[which],
        has_ended=schedule.has_ended(now()),
        held_back_on=schedule.follow_up_on(cohort.time_zone) if held_back else None,
        closes_joining=which is waves_of(cohort)[0] and lets_in(cohort, now()),
        shown_at=now(),
        cohort=cohort,
        wave=which,
        board=board,
        missing=still_of(replace(board, answering=tuple(it for it in board.answering if it not in cut_off))),
        cut_off=cut_off,
        going_on=board.in_extra_time(now()),
        cut_off_first=cut_off_with(reading(), cohort, which, now()),
        stuck=[seat for seat in board.stuck(now()) if seat in cut_off],
        **pairs_so_far(cohort, which),
        may_wait=_may_wait(schedule[which]),
        minutes=SOON // timedelta(minutes=1),
        grace_days=GRACE.days,
    )


@audience("facilitator")
def ask_open(ref: str, wave: str) -> ResponseReturnValue:
    """Asks the facilitator to confirm that a test opens where much follows from it. Changes nothing.

    The second test is opened before the lessons are done, or while somebody sits the first: it counts who. Or it is
    opened again after its answers were shown: what is sent from then on is kept and not counted. Or the follow-up is
    opened before its day: what is kept after fewer than three months is another thing. Redirects to the cohort's page
    if there is nothing to confirm or the test may not be opened.
    """
    cohort = with_windows(led_to_read(ref))
    which = wave_named(wave, cohort)
    question = _question(reading(), cohort, which)
    if question is None:
        return to_cohort(cohort)
    schedule = schedule_of(reading(), cohort)
    first, is_again = boards.board(reading(), cohort, Wave.PRE), question == "again"
    return render_template(
        "lead/ask_open.html",
        cohort=cohort,
        wave=which,
        question=question,
        lessons=lesson_board.lessons(reading(), cohort),
        still_first=first.sitting(now(), is_open=schedule[Wave.PRE].is_open(now())),
        three_months_on=schedule[Wave.POST].follow_up_on(cohort.time_zone),
        planned_on=_to_come(schedule, cohort),
        settles_on=settling.due_on(reading(), cohort, COURSE) if is_again else None,
        has_settled=is_again and settlements.current(reading(), cohort.cohort_id, COURSE) is not None,
    )


def _question(session: Session, cohort: Cohort, wave: Wave) -> Literal["again", "early", "too_soon"] | None:
    """What has to be asked before a test opens; None: nothing, or it may not be opened."""
    schedule = schedule_of(session, cohort)
    if schedule[wave].is_open(now()) or not schedule.may_open(wave, now()):
        return None
    if wave is Wave.FOLLOW_UP:
        three_months_on = schedule[Wave.POST].follow_up_on(cohort.time_zone)
        return "early" if three_months_on and today_of(cohort, now()) < three_months_on else None
    if wave is not Wave.POST or schedule.undo_until(now()):
        return None
    if schedule.has_ended(now()):
        return "again"
    first, lessons = boards.board(session, cohort, Wave.PRE), lesson_board.lessons(session, cohort)
    return "too_soon" if lesson_board.is_second_too_soon(lessons, first, schedule, now()) else None


def _may_wait(window: Window) -> bool:
    """False where it closes by itself within that time anyway."""
    closes_at = window.closes_at(now())
    return window.is_open(now()) and (closes_at is None or closes_at > now() + SOON)


def _to_come(schedule: Schedule, cohort: Cohort) -> date | None:
    """On which day the follow-up opens by itself; None where that is not planned."""
    return schedule.follow_up_on(cohort.time_zone) if not schedule[Wave.FOLLOW_UP].has_opened(now()) else None

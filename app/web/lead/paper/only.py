"""A group on paper only: the word that all sheets are in, which closes its test."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import board as boards
from app.services.facilitator import paper_only
from app.services.facilitator.paper_only import ConsentGone, NoSheets
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read, wave_named
from app.web.transaction import db, reading
from courses import GRACE


@audience("facilitator")
def all_in(ref: str, wave: str) -> ResponseReturnValue:
    """Asks, then closes a test of a group on paper only: all its sheets are typed in.

    Answers 404 for any other group or test. Before any sheet is in, and without consent, nothing closes, and a message
    says so.
    """
    cohort = led_to_read(ref)
    which = wave_named(wave, cohort)
    if not cohort.is_on_paper or which not in paper_only.CLOSE or cohort.archived_at is not None:
        abort(404)
    if request.method != "POST":
        board = boards.board(reading(), cohort, which)
        missing = [seat.handle for seat in (*board.not_begun, *board.answering)]
        return render_template(
            "lead/ask_all_in.html",
            cohort=cohort,
            wave=which,
            board=board,
            missing=missing,
            paired=len(boards.took_both(reading(), cohort)),
            grace_days=GRACE.days,
        )
    try:
        is_closed = paper_only.all_in(db(), led(ref), which, by=staff().staff_id, now=now())
    except ConsentGone:
        flash(_("The consent was taken back: note it first, then say that all sheets are in."), "stop")
        return redirect(url_for("lead.cohort", ref=ref, _anchor="consent"), 303)
    except NoSheets:
        flash(_("No sheet of this test is typed in yet."), "stop")
        return redirect(url_for("lead.paper", ref=ref, wave=which.value), 303)
    if is_closed:
        flash(_("All sheets are in."))
    return to_cohort(cohort)


@audience("facilitator")
def undo_all_in(ref: str) -> ResponseReturnValue:
    """Undoes that all second tests are in, for ten minutes; afterwards nothing changes, and a message says so.

    Answers 404 for a group that is not on paper only.
    """
    cohort = led(ref)
    if not cohort.is_on_paper:
        abort(404)
    if paper_only.undo_all_in(db(), cohort, by=staff().staff_id, now=now()):
        flash(_("Undone: sheets can be typed in as before. No right answer was shown to anybody."))
    else:
        flash(_("It is too late to undo that: the right answers can be seen."), "stop")
    return to_cohort(cohort)

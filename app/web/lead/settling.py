"""Counting a group before it is due, with what will not count said before."""

from functools import partial

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import board as boards
from app.services.facilitator.sheet_outlook import lost_by_settling
from app.services.figures import settling
from app.services.scopes import scope_to_see
from app.store.answers.waiting import list_of_cohort
from app.store.programmes import cohorts as rows
from app.store.step_windows import wave_of
from app.store.steps import COURSE
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.refused import Refused
from app.web.staff_words import still_of
from app.web.transaction import db, reading


@audience("me_officer", "partner_lead")
def settle(ref: str) -> ResponseReturnValue:
    """Asks, then settles a cohort before it is due: its course, or its follow-up if the course has settled.

    If somebody was quicker or has opened the test again, nothing settles, and the refusal is written to the audit.
    Redirects to the cohort's page if nothing can be settled now. Answers 404 for a cohort that the reader does not
    answer for.
    """
    cohort = rows.get(reading(), ref, scope_to_see(staff()))
    if cohort is None:
        abort(404)
    step = settling.step_by_deed(reading(), cohort, now())
    if request.method == "POST":
        _settle(cohort, step)
        flash(_("The group has settled: what it has to tell is in the figures."))
    if request.method == "POST" or step is None:
        return to_cohort(cohort)
    board = boards.board(reading(), cohort, wave_of(step))
    return render_template(
        "lead/settle.html",
        cohort=cohort,
        is_course=step == COURSE,
        missing=still_of(board),
        due_on=settling.due_on(reading(), cohort, step),
        lost=lost_by_settling(list_of_cohort(reading(), cohort.cohort_id), cohort, step),
    )


def _settle(cohort: rows.Cohort, step: str | None) -> None:
    """Raises Refused where somebody was quicker, or opened the test again meanwhile: the group's page says so."""
    try:
        if not settling.settle(db(), cohort.cohort_id, step or COURSE, by=staff().staff_id, now=now()):
            raise settling.DoneAlready
    except (settling.NotOver, settling.DoneAlready) as fault:
        note = partial(settling.refuse, cohort_id=cohort.cohort_id, fault=fault)
        raise Refused(to_cohort(cohort), note) from fault

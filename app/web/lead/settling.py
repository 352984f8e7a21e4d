"""Counting a group before it is due, with what will not count said before."""

from contextlib import suppress

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import board as boards
from app.services import settling
from app.services.cohorts import scope_to_see
from app.services.ledgers import wave_of
from app.store import cohorts as rows
from app.store.steps import COURSE
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.staff_words import still
from app.web.transaction import db, reading


@audience("me_officer", "partner_lead")
def settle(ref: str) -> ResponseReturnValue:
    """Ask first; then count the course, or the follow-up of a group whose course was counted."""
    cohort = rows.get(reading(), ref, scope_to_see(staff()))
    if cohort is None:
        abort(404)
    step = settling.step_by_deed(reading(), cohort, now())
    if step is None:
        return to_cohort(cohort)
    if request.method == "POST":
        with suppress(settling.NotOver):  # opened again meanwhile: its page says so
            settling.settle(db(), cohort.cohort_id, step, by=staff().staff_id, now=now())
            flash(_("The group has settled: what it has to tell is in the figures."))
        return to_cohort(cohort)
    board = boards.board(reading(), cohort, wave_of(step))
    return render_template(
        "lead/settle.html",
        cohort=cohort,
        is_course=step == COURSE,
        missing=still(len(board.answering), len(board.not_begun)),
        due_on=settling.due_on(reading(), cohort, step),
    )

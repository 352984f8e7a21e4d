"""Taking out somebody who should not have joined, and putting them back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import removing
from app.services.facilitator.removing import Reason, ReasonMissing, ResultMade, TooLate
from app.store import Session
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read
from app.web.reason_words import OF_LEARNERS
from app.web.transaction import db, reading


@audience("facilitator")
def remove(ref: str, handle: int) -> ResponseReturnValue:
    """Asks, then takes a learner out of the group; `reason` in the form if they have sent a test.

    Answers 422 with the question if the reason is missing, 404 for a number that the group does not have and for an
    archived group. Once the group's result is made nothing changes, and the page says why.
    """
    cohort = led(ref) if request.method == "POST" else led_to_read(ref)
    learner = _learner(db(), cohort, handle)
    if cohort.archived_at is not None:
        abort(404)
    if request.method != "POST":
        return _question(cohort, learner)
    reason = next((it for it in Reason if it.value == request.form.get("reason")), None)
    try:
        removing.remove(db(), cohort, learner, reason=reason, by=staff().staff_id, now=now())
    except ReasonMissing:
        return _question(cohort, learner, is_reason_missing=True), 422
    except ResultMade:
        return redirect(url_for("lead.remove", ref=ref, handle=handle), 303)
    flash(_("Number %(handle)d is taken out. The card opens nothing any more.", handle=handle))
    return to_cohort(cohort)


@audience("facilitator")
def put_learner_back(ref: str, handle: int) -> ResponseReturnValue:
    """Puts somebody back who was taken out less than ten minutes ago; after that a message says that it is too late."""
    cohort = led(ref)
    try:
        if not removing.put_back(db(), cohort, handle, by=staff().staff_id, now=now()):
            abort(404)
    except (TooLate, ResultMade):
        flash(_("It is too late to put number %(handle)d back.", handle=handle), "stop")
    else:
        flash(_("Number %(handle)d is back. Card, tests and lessons are as before.", handle=handle))
    return to_cohort(cohort)


def _learner(session: Session, cohort: Cohort, handle: int) -> Learner:
    learner = learners.by_handle(session, cohort.cohort_id, handle)
    if learner is None:
        abort(404)
    return learner


def _question(cohort: Cohort, learner: Learner, *, is_reason_missing: bool = False) -> str:
    return render_template(
        "lead/remove.html",
        cohort=cohort,
        handle=learner.handle,
        may_remove=removing.may_remove(reading(), cohort, learner, now()),
        reasons=OF_LEARNERS if removing.has_sent(reading(), learner) else {},
        is_reason_missing=is_reason_missing,
    )

"""A sheet that was typed in, taken out again; and put back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from app.services.facilitator import paper as sheets
from app.services.facilitator import sheets_out
from app.services.facilitator.sheets_out import Out
from app.services.submission import Reason
from app.store.people import learners
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import ChoiceField, Form, labelled
from app.web.lead.forms import CHOOSE
from app.web.lead.led import led, led_to_read, wave_named
from app.web.reason_words import OF_SHEETS
from app.web.transaction import db, reading

WHY_OUT = (Reason.OTHER_LEARNER, Reason.SLIPPED, Reason.INCOMPLETE, Reason.OTHER)
"""A misread mark is corrected."""


class OutForm(Form):
    """An OutForm asks why a sheet is taken out."""

    reason = ChoiceField(
        _l("Why it is taken out"),
        [InputRequired(_l("Choose why it is taken out."))],
        choices=[CHOOSE, *labelled(WHY_OUT, OF_SHEETS)],
    )


@audience("facilitator")
def take_out(ref: str, handle: int, wave: str) -> ResponseReturnValue:
    """Asks why, then takes a sheet out of what counts; it stays in the list of the learner's sheets.

    One that counts in a settled cohort stays, and so does every sheet once the right answers could be seen. The
    question answers 404 if nothing was typed in for this learner and wave, and 422 without a reason.
    """
    form = OutForm(request.form)
    is_sent = request.method == "POST"
    cohort = led(ref) if is_sent else led_to_read(ref)
    of = wave_named(wave, cohort)
    learner = learners.by_handle(reading(), cohort.cohort_id, handle)
    if learner is None:
        abort(404)
    if not is_sent and not sheets.paper_of(reading(), learner.learner_id, of).is_typed:
        abort(404)
    if not is_sent or not form.validate():
        status = 422 if is_sent else 200
        return render_template("lead/ask_take_out.html", cohort=cohort, handle=handle, wave=of, form=form), status
    reason, by = Reason(form.reason.data), staff().staff_id
    done = sheets_out.take_out(db(), cohort, learner.learner_id, of, reason=reason, by=by, now=now())
    if done is Out.DONE:
        flash(_("Taken out: number %(handle)d can send the test from a phone, or you type it in again.", handle=handle))
    elif done is Out.ANSWERS_SEEN:
        why = _("The right answers could be seen: no sheet is taken out any more. Type it in again, with hyphens.")
        flash(why, "stop")
    return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)


@audience("facilitator")
def put_back(ref: str, handle: int, wave: str) -> ResponseReturnValue:
    """Puts back the sheet of this test that was taken out last, unless another test stands in its place."""
    cohort = led(ref)
    of = wave_named(wave, cohort)
    learner = learners.by_handle(db(), cohort.cohort_id, handle)
    if learner is None:
        abort(404)
    done = sheets_out.put_back(db(), cohort, learner.learner_id, of, by=staff().staff_id, now=now())
    if done is Out.DONE:
        flash(_("The sheet is back."))
    elif done is Out.WAITING:
        flash(_("The right answers could be seen: the sheet counts once a second person says yes."))
    elif done is Out.TAKEN:
        flash(_("Another test stands in its place."), "stop")
    return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)

"""Erasing a learner on a guardian's word: one person asks, another one agrees."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.facilitator import guardians
from app.services.facilitator.guardians import SamePerson
from app.store.people import erasure_requests, learners
from app.store.people import staff as people
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.forms import CardOrNumber
from app.web.lead.led import seen
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading


@audience("facilitator", "me_officer", "partner_lead")
def whom(ref: str) -> ResponseReturnValue:
    """Asks for the card's code or the number of the learner to be erased, never for a name.

    Redirects to the page that erases this learner; answers 422 if nobody in the cohort has that code or number, and
    404 for a cohort that the reader may not see. Erases nothing.
    """
    cohort, _may_change = seen(ref)
    form = CardOrNumber(request.form)
    if request.method == "POST" and is_usable(form):
        learner = guardians.learner_of(reading(), cohort, form.card.data or "")
        if learner is not None:
            return redirect(url_for("lead.erase", ref=ref, handle=learner.handle), 303)
        refuse(form.card, _("Nobody of this group has this card or number."))
    status = 422 if form.errors else 200
    return render_template("lead/erase_whom.html", cohort=cohort, form=form), status


@audience("facilitator", "me_officer", "partner_lead")
def erase(ref: str, handle: int) -> ResponseReturnValue:
    """Shows what erasing a learner means and who has to agree; a POST asks for it, agrees to it or drops it.

    `do` in the form: `ask` stores the request; `agree` erases for good what another person has asked for; `drop`
    deletes the request. Each is written to the audit. The person who asked cannot agree. Answers 404 for a handle that
    the cohort does not have.
    """
    cohort, _may_change = seen(ref)
    learner = learners.ever_by_handle(reading(), cohort.cohort_id, handle)
    if learner is None:
        abort(404)
    if request.method == "POST":
        return _answer(cohort, learner, request.form.get("do", ""))
    wish = erasure_requests.get(reading(), learner.learner_id)
    return render_template(
        "lead/erase.html",
        cohort=cohort,
        handle=handle,
        wish=wish,
        asker=people.get_by_id(reading(), wish.asked_by) if wish else None,
        is_own=wish is not None and wish.asked_by == staff().staff_id,
    )


def _answer(cohort: Cohort, learner: Learner, deed: str) -> ResponseReturnValue:
    me, handle = staff().staff_id, learner.handle
    if deed == "agree":
        return _agree(cohort, learner)
    if deed == "drop":
        guardians.drop(db(), cohort, learner, by=me, now=now())
        flash(_("Number %(handle)d stays.", handle=handle))
        return to_cohort(cohort)
    if deed == "ask":
        guardians.ask(db(), cohort, learner, by=me, now=now())
        flash(_("Asked. Nothing is erased before a second person agrees."))
    return redirect(url_for("lead.erase", ref=cohort.ref, handle=handle), 303)


def _agree(cohort: Cohort, learner: Learner) -> ResponseReturnValue:
    try:
        is_done = guardians.agree(db(), learner, by=staff().staff_id, now=now())
    except SamePerson:
        flash(_("You asked for it yourself: another person has to agree."), "stop")
        return redirect(url_for("lead.erase", ref=cohort.ref, handle=learner.handle), 303)
    if is_done:
        flash(_("Number %(handle)d is erased, with everything that was stored.", handle=learner.handle))
    else:
        flash(_("Nobody asks for it any more: nothing was erased."), "stop")
    return to_cohort(cohort)

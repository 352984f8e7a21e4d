"""Moving a learner to another group, and undoing a merge."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.services.facilitator import cards, moving
from app.services.facilitator.moving import Bar, MayNotMove
from app.services.revealed import has_result
from app.store import Session
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.led import led, led_to_read
from app.web.transaction import db

BARS = {
    Bar.SAME: _l("the number is in this group already"),
    Bar.PROGRAMME: _l("it belongs to another programme"),
    Bar.ARCHIVED: _l("it is archived"),
    Bar.TEST: _l("it has another test: the two scores would not make a pair"),
    Bar.KIND: _l("one of the two groups waits first, or is a pilot, and the other is not"),
    Bar.CONSENT: _l("its consent is not in place yet"),
    Bar.RESULT: _l("the result of this group has been counted and stays as it is, and its right answers could be seen"),
    Bar.RESULT_THERE: _l("its result has been counted: its right answers could be seen"),
    Bar.FULL: _l("it is full"),
}
"""Why a number cannot move to a group."""
MOST = 20
"""Groups to choose from, the last made: any other by its code."""


@audience("facilitator")
def move(ref: str, handle: int) -> ResponseReturnValue:
    """Shows to which groups a number can move, and to which not and why; a POST moves it.

    `to` in the form is the public id of a group that this facilitator leads, `code` the join code of any other. Answers
    422 with the page if the number cannot move there, 404 for a number that the group does not have.
    """
    source = led(ref) if request.method == "POST" else led_to_read(ref)
    learner = _learner(db(), source, handle)
    if source.archived_at is not None:
        abort(404)
    if request.method != "POST":
        return _page(source, learner)
    target = _chosen(source)
    if target is None:
        return _page(source, learner, fault=_("Choose a group, or type the code by which learners join it.")), 422
    try:
        number = moving.move(db(), learner, source, target, by=staff().staff_id, now=now())
    except MayNotMove as fault:
        words = _("The number cannot move there: %(reason)s.", reason=str(BARS[fault.bar]))
        return _page(source, learner, fault=words), 422
    flash(
        _(
            "Number %(handle)d is number %(number)d of “%(group)s” now. The card stays.",
            handle=handle,
            number=number,
            group=target.label,
        )
    )
    return to_cohort(source)


def _chosen(source: Cohort) -> Cohort | None:
    code, ref = request.form.get("code", ""), request.form.get("to", "")
    if code.strip():
        return moving.group_of_code(db(), code)
    return next((it for it in moving.groups_of(db(), staff(), source) if it.ref == ref), None)


def _page(source: Cohort, learner: Learner, *, fault: str = "") -> str:
    bars = {it: moving.bar(db(), learner, source, it, now()) for it in moving.groups_of(db(), staff(), source)[:MOST]}
    return render_template(
        "lead/move.html",
        cohort=source,
        handle=learner.handle,
        groups=[it for it, bar in bars.items() if bar is None],
        barred=[(it, str(BARS[bar])) for it, bar in bars.items() if bar is not None],
        is_over=has_result(db(), source, now()),
        code=request.form.get("code", ""),
        fault=fault,
    )


@audience("facilitator")
def part(ref: str, handle: int) -> ResponseReturnValue:
    """Undoes a merge of this number with another one, `other` in the form, until the group settles.

    If it cannot be undone any more, a message says so.
    """
    cohort = led(ref)
    other = request.form.get("other", 0, int)
    if cards.part(db(), cohort, _learner(db(), cohort, handle), other, by=staff().staff_id, now=now()):
        flash(
            _(
                "Number %(other)d is there again, with its card. What was sent since stays with number %(handle)d.",
                other=other,
                handle=handle,
            )
        )
    else:
        flash(_("This merge cannot be undone any more: the group has settled."), "stop")
    return redirect(url_for("lead.learner", ref=ref, handle=handle), 303)


def _learner(session: Session, cohort: Cohort, handle: int) -> Learner:
    learner = learners.by_handle(session, cohort.cohort_id, handle)
    if learner is None:
        abort(404)
    return learner

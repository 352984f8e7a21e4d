"""Putting a cohort away, bringing it back, deleting an empty one, and giving it to another facilitator."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import archiving, handing_over
from app.services import cohorts as deeds
from app.services.archiving import FollowUpPlanned, NotEmpty, StillOpen
from app.services.cohorts import NotTheirs
from app.services.scopes import scope_to_head, scope_to_lead
from app.services.waves import Wave, schedule_of
from app.store.people import staff as people
from app.store.programmes import cohorts as rows
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.led import led_alone, owned
from app.web.regional import day
from app.web.transaction import db


@audience("facilitator")
def archive(ref: str) -> ResponseReturnValue:
    """Archives a cohort and closes joining; it can be brought back.

    Nothing changes, and a message says so, while a test is open or planned to open. A follow-up that is planned is
    asked about first, which `do=without` in the form answers.
    """
    cohort = led_alone(ref)
    if cohort.archived_at is not None:
        abort(404)
    try:
        is_without = request.form.get("do") == "without"
        archiving.archive(db(), cohort, without_follow_up=is_without, by=staff().staff_id, now=now())
    except FollowUpPlanned:
        follow_up_on = schedule_of(db(), cohort).follow_up_on(cohort.time_zone)
        return render_template("lead/ask_archive.html", cohort=cohort, follow_up_on=follow_up_on), 422
    except StillOpen:
        flash(
            _("A test is open, or will open by itself. Close it or take the plan back, then archive the group."), "stop"
        )
    else:
        flash(_("Archived. You find the group under “Archived groups” and can bring it back."))
    return to_cohort(cohort)


@audience("facilitator")
def unarchive(ref: str) -> ResponseReturnValue:
    """Brings an archived cohort back, with joining closed; one whose learners were erased stays archived."""
    cohort = archiving.unarchive(db(), led_alone(ref), by=staff().staff_id, now=now())
    if cohort.archived_at is None:
        flash(_("The group is back. Joining is closed until you open it."))
        schedule = schedule_of(db(), cohort)
        follow_up_on = schedule.follow_up_on(cohort.time_zone)
        if follow_up_on and schedule[Wave.FOLLOW_UP].opens_at(now()):
            flash(_("Plan: follow-up on %(day)s", day=day(follow_up_on)))
    else:
        flash(_("The answers of this group were erased, so it stays archived."), "stop")
    return to_cohort(cohort)


@audience("facilitator")
def delete(ref: str) -> ResponseReturnValue:
    """Asks, then deletes for good a cohort in which nobody ever joined or said no.

    Otherwise a message says that it can only be archived.
    """
    cohort = led_alone(ref)
    if cohort.archived_at is not None:
        abort(404)
    if request.method != "POST":
        if not deeds.is_empty(db(), cohort):
            flash(_not_empty(), "stop")
            return to_cohort(cohort)
        return render_template("lead/delete.html", cohort=cohort)
    try:
        archiving.delete(db(), cohort, by=staff().staff_id, now=now())
    except NotEmpty:
        flash(_not_empty(), "stop")
        return to_cohort(cohort)
    flash(_("The empty group is deleted."))
    return redirect(url_for("lead.cohorts"), 303)


def _not_empty() -> str:
    return _("Somebody has joined or said no: their numbers are needed. Archive the group instead.")


@audience("facilitator", "partner_lead")
def hand_over(ref: str) -> ResponseReturnValue:
    """Gives the cohort to another facilitator of the partner.

    Its leader and the partner's lead may do so, an archived cohort only the lead; if the leader was disabled, so may
    whoever leads it too. Others get 404. Somebody who can no longer see the cohort afterwards is redirected to the
    list. A choice that is no facilitator of the partner changes nothing, and a message says so.
    """
    cohort = owned(ref)
    able = handing_over.able_to_lead(db(), cohort)
    if request.method == "POST":
        try:
            handing_over.hand_over(
                db(), cohort, request.form.get("facilitator", 0, int), by=staff().staff_id, now=now()
            )
        except NotTheirs:
            flash(_("Choose a facilitator of this partner."), "stop")
            return redirect(url_for("lead.hand_over", ref=ref), 303)
        flash(_("The group is handed over."))
        still_seen = rows.get(db(), ref, scope_to_lead(staff())) or rows.get(db(), ref, scope_to_head(staff()))
        return to_cohort(cohort) if still_seen else redirect(url_for("lead.cohorts"), 303)
    leader = people.get_by_id(db(), cohort.facilitator_id)
    is_own, heads = cohort.facilitator_id == staff().staff_id, rows.get(db(), ref, scope_to_head(staff()))
    will_lose_it = is_own and heads is None
    return render_template("lead/hand_over.html", cohort=cohort, able=able, leader=leader, will_lose_it=will_lose_it)

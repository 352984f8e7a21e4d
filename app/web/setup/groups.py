"""All cohorts with who leads them, to give those of somebody who left to somebody else."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import cohorts as deeds
from app.services.cohorts import NotTheirs
from app.store.people import staff as people
from app.store.programmes import cohorts as rows
from app.store.programmes import partners
from app.store.programmes.cohort_lists import page_by_name
from app.store.programmes.cohorts import Scope
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.transaction import db, reading

EVERYWHERE = Scope(everywhere=True)


@audience("administrator")
def groups() -> ResponseReturnValue:
    """Lists a page of the cohorts that are not archived, by name, with who leads each; no learner and no answer."""
    session = reading()
    page = page_by_name(session, place=place_in_list())
    leaders = people.list_by_ids(session, {cohort.facilitator_id for cohort in page.entries})
    names = {partner.partner_id: partner.name for partner in partners.list_partners(session, with_archived=True)}
    return render_template("setup/groups.html", page=page, leaders=leaders, partner_names=names)


@audience("administrator")
def hand_over(ref: str) -> ResponseReturnValue:
    """Gives any cohort to another facilitator of its partner, after a page on which to choose one.

    Anybody else is not accepted, and a message says so. Answers 404 for an unknown cohort.
    """
    row = rows.get(db(), ref, EVERYWHERE)
    cohort = rows.get_for_change(db(), row.cohort_id) if row and request.method == "POST" else row
    if cohort is None:
        abort(404)
    able = people.list_facilitators(db(), programme_id=cohort.programme_id, partner_id=cohort.partner_id)
    leader = people.get_by_id(db(), cohort.facilitator_id)
    if request.method != "POST":
        return render_template("setup/hand_over.html", cohort=cohort, able=able, leader=leader)
    try:
        deeds.reassign(db(), cohort, request.form.get("facilitator", 0, int), by=staff().staff_id, now=now())
    except NotTheirs:
        flash(_("Choose a facilitator of this partner."), "stop")
        return redirect(url_for("setup.hand_over", ref=ref), 303)
    flash(_("The group is handed over."))
    return redirect(url_for("setup.groups"), 303)

"""All cohorts with who leads them, to give those of somebody who left to somebody else."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import handing_over
from app.services.cohorts import NotTheirs
from app.services.facilitator.board import stage_of
from app.services.waves import schedules_of
from app.store.people import staff as people
from app.store.programmes import cohorts as rows
from app.store.programmes.cohort_lists import SENT, leaders_of, page_nearest
from app.store.programmes.cohorts import Scope
from app.store.programmes.regions import by_code
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.group_lists import asked_for, order_choices, stage_choices
from app.web.transaction import db, reading

EVERYWHERE = Scope(everywhere=True)


@audience("administrator")
def groups() -> ResponseReturnValue:
    """Lists a page of the cohorts that are not archived, by name, with who leads each; no learner and no answer.

    `search`, `stage` and `sort` in the address as in every list of groups.
    """
    session, wish = reading(), asked_for("name")
    page = page_nearest(session, [EVERYWHERE], now(), place=place_in_list(), sieve=wish.sieve)
    schedules = schedules_of(session, page.entries)
    return render_template(
        "setup/groups.html",
        page=page,
        wish=wish,
        stages=stage_choices(),
        orders=[(code, name) for code, name in order_choices() if code and code not in SENT],
        stage_of={it.cohort_id: stage_of(it, schedules[it.cohort_id], now()) for it in page.entries},
        leaders=leaders_of(session, [cohort.cohort_id for cohort in page.entries]),
        regions=by_code(session),
    )


@audience("administrator")
def hand_over(ref: str) -> ResponseReturnValue:
    """Gives any cohort to another facilitator of its partner, after a page on which to choose one.

    Anybody else is not accepted, and a message says so. Answers 404 for an unknown cohort.
    """
    row = rows.get(db(), ref, EVERYWHERE)
    cohort = rows.get_for_change(db(), row.cohort_id) if row and request.method == "POST" else row
    if cohort is None:
        abort(404)
    able = handing_over.able_to_lead(db(), cohort)
    leader = people.get_by_id(db(), cohort.facilitator_id)
    if request.method != "POST":
        return render_template("setup/hand_over.html", cohort=cohort, able=able, leader=leader)
    try:
        handing_over.hand_over(db(), cohort, request.form.get("facilitator", 0, int), by=staff().staff_id, now=now())
    except NotTheirs:
        flash(_("Choose a facilitator of this partner."), "stop")
        return redirect(url_for("setup.hand_over", ref=ref), 303)
    flash(_("The group is handed over."))
    return redirect(url_for("setup.groups"), 303)

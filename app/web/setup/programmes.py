"""Programmes: list, make, change, put away and bring back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.administrator import programme as deeds
from app.services.administrator.programme import NameTaken
from app.services.retention_months import USUAL_MONTHS, set_months
from app.store import Session
from app.store.programmes import programmes as rows
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.refused_forms import is_usable, refuse
from app.web.setup.forms import ProgrammeForm
from app.web.transaction import db, reading


@audience("administrator")
def programmes() -> ResponseReturnValue:
    """Lists a page of all programmes, by name, the archived last, with how many partners and cohorts each has."""
    return render_template(
        "setup/programmes.html",
        page=rows.page(reading(), with_archived=True, place=place_in_list()),
        partner_counts=rows.count_partners(reading()),
        cohort_counts=rows.count_cohorts(reading()),
    )


@audience("administrator")
def new_programme() -> ResponseReturnValue:
    form = ProgrammeForm(request.form, data={"first_language": "ru", "retention_months": USUAL_MONTHS})
    if request.method != "POST":
        return render_template("setup/programme.html", form=form, programme=None)
    if is_usable(form):
        try:
            months = form.retention_months.data
            made = deeds.add_programme(db(), **form.values, retention_months=months, by=staff().staff_id, now=now())
        except NameTaken:
            refuse(form.name, _name_taken())
        else:
            flash(_("The programme “%(name)s” is there.", name=made.name))
            return redirect(url_for("setup.home"), 303)
    return render_template("setup/programme.html", form=form, programme=None), 422


@audience("administrator")
def programme(ref: str) -> ResponseReturnValue:
    programme = _programme(db(), ref)
    form = ProgrammeForm(request.form, data=ProgrammeForm.data_of(programme))
    if request.method != "POST":
        return render_template("setup/programme.html", form=form, programme=programme)
    if is_usable(form):
        try:
            deeds.edit_programme(db(), programme, **form.values, by=staff().staff_id, now=now())
            set_months(db(), programme, form.retention_months.data, by=staff().staff_id, now=now())
        except NameTaken:
            refuse(form.name, _name_taken())
        else:
            flash(_("Saved."))
            return redirect(url_for("setup.programmes"), 303)
    return render_template("setup/programme.html", form=form, programme=programme), 422


@audience("administrator")
def archive_programme(ref: str) -> ResponseReturnValue:
    """Archives a programme, or brings one back with `do=back` in the form.

    Its cohorts and figures stay. Answers 404 for an unknown programme.
    """
    programme = _programme(db(), ref)
    if request.form.get("do") == "back":
        deeds.unarchive_programme(db(), programme, by=staff().staff_id, now=now())
        flash(_("“%(name)s” is back.", name=programme.name))
    else:
        deeds.archive_programme(db(), programme, by=staff().staff_id, now=now())
        flash(_("“%(name)s” is archived. Its groups and figures stay; “Bring back” undoes it.", name=programme.name))
    return redirect(url_for("setup.programmes"), 303)


def _programme(session: Session, ref: str) -> rows.Programme:
    programme = rows.get(session, ref)
    if programme is None:
        abort(404)
    return programme


def _name_taken() -> str:
    return _("There is a programme of this name already, perhaps an archived one.")

"""Partners: list, add, rename, put away and bring back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.administrator import programme as deeds
from app.services.administrator.programme import NameTaken
from app.store.programmes import partners as rows
from app.store.programmes import programmes
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.refused_forms import is_usable, refuse
from app.web.setup.forms import PartnerForm
from app.web.transaction import db, reading


@audience("administrator")
def partners() -> ResponseReturnValue:
    """Lists a page of the partners of all programmes, by name, the archived last, with how many cohorts each has."""
    at_work = programmes.list_programmes(reading(), with_archived=True)
    return render_template(
        "setup/partners.html",
        page=rows.page(reading(), place=place_in_list()),
        programme_names={programme.programme_id: programme.name for programme in at_work},
        cohort_counts=rows.count_cohorts(reading()),
    )


@audience("administrator")
def new_partner() -> ResponseReturnValue:
    at_work = programmes.list_programmes(reading())
    form = _form(at_work, None)
    if request.method != "POST" or not at_work:
        return render_template("setup/partner.html", form=form, partner=None, at_work=at_work)
    if is_usable(form):
        try:
            made = deeds.add_partner(
                db(), programme_id=form.programme.data, name=form.name.data or "", by=staff().staff_id, now=now()
            )
        except NameTaken:
            refuse(form.name, _name_taken())
        else:
            flash(_("“%(name)s” is added.", name=made.name))
            return redirect(url_for("setup.partners"), 303)
    return render_template("setup/partner.html", form=form, partner=None, at_work=at_work), 422


@audience("administrator")
def partner(ref: str) -> ResponseReturnValue:
    partner = _partner(ref)
    form = _form([], partner)
    if request.method != "POST":
        return render_template("setup/partner.html", form=form, partner=partner, at_work=[partner])
    if is_usable(form):
        try:
            deeds.rename_partner(db(), partner, form.name.data or "", by=staff().staff_id, now=now())
        except NameTaken:
            refuse(form.name, _name_taken())
        else:
            flash(_("Saved."))
            return redirect(url_for("setup.partners"), 303)
    return render_template("setup/partner.html", form=form, partner=partner, at_work=[partner]), 422


@audience("administrator")
def archive_partner(ref: str) -> ResponseReturnValue:
    """Archives a partner, or brings one back with `do=back` in the form.

    Its cohorts and figures stay. Answers 404 for an unknown partner.
    """
    partner = _partner(ref)
    if request.form.get("do") == "back":
        deeds.unarchive_partner(db(), partner, by=staff().staff_id, now=now())
        flash(_("“%(name)s” is back.", name=partner.name))
    else:
        deeds.archive_partner(db(), partner, by=staff().staff_id, now=now())
        flash(_("“%(name)s” is archived. Its groups and figures stay; “Bring back” undoes it.", name=partner.name))
    return redirect(url_for("setup.partners"), 303)


def _form(at_work: list[programmes.Programme], partner: rows.Partner | None) -> PartnerForm:
    """A partner stays in its programme: only a new one is asked for it, and only where there are several."""
    form = PartnerForm(request.form, data={"name": partner.name} if partner else {})
    form.programme.choices = [(programme.programme_id, programme.name) for programme in at_work]
    if partner is not None:
        del form.programme
    elif len(at_work) == 1:
        form.programme.data = at_work[0].programme_id
        form.programme.raw_data = [str(form.programme.data)]
    return form


def _partner(ref: str) -> rows.Partner:
    partner = rows.get(db(), ref)
    if partner is None:
        abort(404)
    return partner


def _name_taken() -> str:
    return _("The programme has a partner of this name already, perhaps an archived one.")

"""Helplines by country: where each was read, whether somebody called it, and what learners see."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.administrator import helplines as deeds
from app.services.administrator.helplines import AlreadyThere, NeverTested, Settled
from app.store import Session
from app.store.programmes import helplines as rows
from app.store.programmes import programmes
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.refused_forms import is_usable, refuse
from app.web.regional import HOME, country_name, today_in
from app.web.setup.forms import HelplineForm
from app.web.transaction import db, reading

USUAL = {"country": "KZ", "kind": rows.HELPLINE}
"""What the form of a new one begins with."""


@audience("administrator")
def helplines() -> ResponseReturnValue:
    """Lists the helplines of the country in the address, and which of them learners see.

    The tabs are the countries of the programmes, the five home countries and those with a helpline; without a known
    country in the address the first tab is shown.
    """
    at_work = [code for programme in programmes.list_programmes(reading()) for code in programme.countries]
    countries = list(dict.fromkeys([*at_work, *HOME, *rows.list_countries(reading())]))
    country = request.args.get("country", "")
    if country not in countries:
        country = countries[0]
    today = today_in(country)
    emergencies = rows.list_helplines(reading(), country, kind=rows.EMERGENCY)
    page = rows.page(reading(), country, place=place_in_list())
    return render_template(
        "setup/helplines.html",
        page=page,
        emergencies=emergencies,
        country=country,
        countries=countries,
        shown={line.ref for line in [*emergencies, *page.entries] if deeds.is_shown(line, today)},
    )


@audience("administrator")
def new_helpline() -> ResponseReturnValue:
    form = HelplineForm(request.form, data={name: request.args.get(name, usual) for name, usual in USUAL.items()})
    if request.method != "POST":
        return render_template("setup/helpline.html", form=form, helpline=None)
    if is_usable(form):
        try:
            made = deeds.add_helpline(db(), form.line, by=staff().staff_id, now=now())
        except AlreadyThere:
            refuse(form.number, _already_there())
        else:
            flash(
                _("Added. Learners see it in Help, before every helpline.")
                if rows.is_emergency(made)
                else _("Added. Call the number and confirm it, so that learners see it.")
            )
            return redirect(url_for("setup.helplines", country=made.country), 303)
    return render_template("setup/helpline.html", form=form, helpline=None), 422


@audience("administrator")
def helpline(ref: str) -> ResponseReturnValue:
    helpline = _helpline(db(), ref)
    form = HelplineForm(request.form, data=HelplineForm.data_of(helpline))
    if request.method != "POST":
        return render_template("setup/helpline.html", form=form, helpline=helpline)
    if is_usable(form):
        try:
            edited = deeds.edit_helpline(db(), helpline, form.line, by=staff().staff_id, now=now())
        except AlreadyThere:
            refuse(form.number, _already_there())
        except Settled:
            refuse(
                form.number,
                _("An emergency number keeps its country, kind and number. If it is wrong, hide it and add another."),
            )
        else:
            flash(_("Saved."))
            return redirect(url_for("setup.helplines", country=edited.country), 303)
    return render_template("setup/helpline.html", form=form, helpline=helpline), 422


@audience("administrator")
def call(ref: str) -> ResponseReturnValue:
    """Stores that a helpline was called today and answered, so that learners see it, or takes that back.

    With `do=back` in the form it takes that back. For an emergency number nothing is stored, and a message asks not to
    call it. Answers 404 for an unknown helpline.
    """
    helpline = _helpline(db(), ref)
    if request.form.get("do") == "back":
        deeds.take_back_confirmation(db(), helpline, by=staff().staff_id, now=now())
        flash(_("Taken back: %(number)s counts as not called.", number=helpline.number))
        return redirect(url_for("setup.helplines", country=helpline.country), 303)
    try:
        deeds.confirm(db(), helpline, today_in(helpline.country), by=staff().staff_id, now=now())
    except NeverTested:
        flash(_("%(number)s is an emergency number: please do not call it to test it.", number=helpline.number), "stop")
    else:
        flash(_("Noted: %(number)s was called today and answered. Learners see it.", number=helpline.number))
    return redirect(url_for("setup.helplines", country=helpline.country), 303)


@audience("administrator")
def hide(ref: str) -> ResponseReturnValue:
    """Hides a helpline from learners or, by a POST with `do=back`, shows it again.

    Otherwise a GET asks first, and so does a POST for an emergency number that does not send `do=sure`. Answers 404 for
    an unknown helpline.
    """
    helpline = _helpline(db(), ref)
    if request.method == "POST" and request.form.get("do") == "back":
        deeds.show(db(), helpline, by=staff().staff_id, now=now())
        flash(_("%(number)s is not hidden any more.", number=helpline.number))
    elif request.method != "POST" or (rows.is_emergency(helpline) and request.form.get("do") != "sure"):
        return _ask_hide(helpline)
    else:
        deeds.hide(db(), helpline, by=staff().staff_id, now=now())
        flash(_("%(number)s is hidden in %(country)s.", number=helpline.number, country=country_name(helpline.country)))
    return redirect(url_for("setup.helplines", country=helpline.country), 303)


def _ask_hide(helpline: rows.Helpline) -> ResponseReturnValue:
    shown = [line for line in rows.list_shown(db(), helpline.country, now().date()) if rows.is_emergency(line)]
    left = [line for line in shown if line != helpline]
    return render_template(
        "setup/ask_hide.html", helpline=helpline, is_first=shown[:1] == [helpline], following=left[0] if left else None
    )


def _helpline(session: Session, ref: str) -> rows.Helpline:
    helpline = rows.get(session, ref)
    if helpline is None:
        abort(404)
    return helpline


def _already_there() -> str:
    return _("This country has the number for this service already, perhaps a hidden one.")

"""The way into a cohort: consent first, then joining, and the poster."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.services import admission
from app.services.admission import ConsentMissing, OnPaperOnly, SheetsBefore
from app.services.cohorts import today_of
from app.services.facilitator.board import Stage, stage_of
from app.services.waves import schedule_of, waves_of
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.address import public_address, spoken, unreachable
from app.web.clock import now
from app.web.language import language
from app.web.lead.board import to_cohort
from app.web.lead.forms import ConsentForm
from app.web.lead.led import led, seen
from app.web.qr import qr
from app.web.regional import day
from app.web.transaction import db, reading


@audience("facilitator")
def consent(ref: str) -> ResponseReturnValue:
    """Stores the day since which the consent of guardians or the institution is in place; then joining may be opened.

    `do` in the form: `begin` opens joining with it. Nothing is stored, and a message says why, if the box is not ticked
    or the day is missing, in the future, or later than a sheet of a group on paper only. The audit notes the consent.
    """
    cohort = led(ref)
    form = ConsentForm(request.form)
    if not form.validate() or form.consent_on.data is None:
        flash(_("Tick that the consent is in place, and give the day."), "stop")
        return to_cohort(cohort)
    is_begin = request.form.get("do") == "begin" and not cohort.is_on_paper
    note = admission.begin if is_begin else admission.tick_consent
    try:
        note(db(), cohort, form.consent_on.data, by=staff().staff_id, now=now())
    except SheetsBefore as fault:
        first = _("A sheet of %(day)s is typed in: the consent cannot be younger.", day=day(fault.day))
        flash(first, "stop")
        return to_cohort(cohort)
    except ValueError:
        flash(_("That day is still to come. Tick the consent when it is there."), "stop")
        return to_cohort(cohort)
    if cohort.consent_on is not None:
        flash(_("Consent in place since %(day)s.", day=day(form.consent_on.data)))
        return to_cohort(cohort)
    flash(_("Consent is noted. Add the learners now.") if cohort.is_on_paper else _("Consent is noted."))
    if is_begin:
        _say_who_can_join(cohort)
    return to_cohort(cohort)


def _say_who_can_join(cohort: Cohort) -> None:
    """That joining is open; after the last day, that nobody comes in by it."""
    if today_of(cohort, now()) > cohort.ends_on:
        flash(_("The last day of the group is over: nobody joins before you change it."), "stop")
    else:
        flash(_("Joining is open: learners can come in. Invite them."))


@audience("facilitator")
def consent_back(ref: str) -> ResponseReturnValue:
    """Takes the consent back and closes joining: nobody joins from this moment. The audit notes it."""
    cohort = led(ref)
    admission.take_back_consent(db(), cohort, by=staff().staff_id, now=now())
    flash(_("Consent is taken back. Nobody can join."))
    return to_cohort(cohort)


@audience("facilitator")
def joining(ref: str) -> ResponseReturnValue:
    """Opens joining, closes it, or makes room for more learners, by the button that was pressed.

    `do` in the form: `raise` makes room in a full group, `close` closes, anything else opens. Without consent joining
    stays closed and a message says so.
    """
    cohort = led(ref)
    if request.form.get("do") == "raise":
        admission.make_room(db(), cohort, by=staff().staff_id, now=now())
        flash(_("There is room again. How many are expected stands under “Change the group”."))
        return to_cohort(cohort)
    if request.form.get("do") == "close":
        admission.close_joining(db(), cohort, by=staff().staff_id, now=now())
        flash(_("Joining is closed. Whoever has joined goes on."))
        return to_cohort(cohort)
    if today_of(cohort, now()) > cohort.ends_on and not cohort.is_on_paper:
        flash(_("The group's last day is over: nobody could join. Change the last day first."), "stop")
        return to_cohort(cohort)
    try:
        admission.open_joining(db(), cohort, by=staff().staff_id, now=now())
    except ConsentMissing:
        flash(_("Tick the consent first: nobody joins before it is in place."), "stop")
    except OnPaperOnly:
        flash(_("This group is on paper only: no phone joins it. Add its learners instead."), "stop")
    else:
        _say_who_can_join(cohort)
    return to_cohort(cohort)


@audience("facilitator", "me_officer", "partner_lead")
def poster(ref: str) -> ResponseReturnValue:
    """Shows the poster with the cohort's code and QR code, to print, in the learners' language.

    Beside it stands, for whoever may, the button that opens the first test of the group. Answers 409 if no public
    address is set. While nobody can join, it says so instead, and how that is changed.
    """
    cohort, may_change = seen(ref)
    if cohort.is_on_paper:
        abort(404)
    if not admission.lets_in(cohort, now()):
        is_over = today_of(cohort, now()) > cohort.ends_on
        return render_template("lead/no_poster.html", cohort=cohort, may_change=may_change, is_over=is_over)
    stage = stage_of(cohort, schedule_of(reading(), cohort), now())
    is_next = may_change and stage in (Stage.EARLY, Stage.PRE)
    # Around the sheet the page speaks the language of whoever prints it.
    around = {
        "back": _("Back to the group"),
        "print": _("Print"),
        "on_screen": _("On the screen"),
        "names": render_template("lead/names_on_paper.html", cohort=cohort) if may_change else "",
        "unreachable": unreachable(),
        "open_first": (_("Open the first test") if stage is Stage.PRE else _("Open the early test")) if is_next else "",
        "first": waves_of(cohort)[0],
        "staff_language": language(),
    }
    with force_locale(cohort.language):
        return render_template("lead/poster.html", **around, **way_in(cohort))


def way_in(cohort: Cohort) -> dict[str, Any]:
    """Returns the code, address and QR code of a group, as variables of a sheet.

    Answers 409 if no address is set, and 404 for a group on paper only: no phone joins it.
    """
    if cohort.is_on_paper:
        abort(404)
    address = public_address() + f"/j/{cohort.join_code}"
    return {
        "cohort": cohort,
        "qr": qr(address),
        "address": spoken(public_address()),
        "code": f"{cohort.join_code[:4]} {cohort.join_code[4:]}",
        "back_url": url_for("lead.cohort", ref=cohort.ref),
    }

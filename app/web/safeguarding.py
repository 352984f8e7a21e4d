"""Help for staff, a tap from every page of theirs: whom to call, and what to do when a learner tells something."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.content import Release
from app.services import releases
from app.services.administrator import contacts
from app.services.cohorts import today_of
from app.services.people import Role, SignedInStaff
from app.services.scopes import scope_to_lead, scope_to_see
from app.store.programmes import cohorts, helplines, partners, programmes
from app.store.programmes import releases as release_rows
from app.store.programmes.cohorts import Cohort
from app.store.programmes.partners import Partner
from app.store.programmes.programmes import Programme
from app.web.access import STAFF, audience, staff
from app.web.clock import now
from app.web.forms import Form, trimmed
from app.web.language import language
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading

bp = Blueprint("safeguarding", __name__, url_prefix="/staff/help")


class ContactForm(Form):
    contact = StringField(_l("Telephone number, or place, of the organisation"), filters=[trimmed])
    contact_hours = StringField(_l("When somebody answers"), filters=[trimmed])


@dataclass(frozen=True)
class Surroundings:
    """A Surroundings says for which group, partners and countries help is looked for.

    cohort: None away from the pages of a group. countries: codes, the main one first.
    """

    cohort: Cohort | None
    partners: tuple[Partner, ...]
    countries: tuple[str, ...]
    today: date


@bp.get("")
@audience(*STAFF)
def numbers() -> ResponseReturnValue:
    """Shows the helplines that learners see, each with its source and date, and the contact of the organisation.

    They are those of the country of the group in the address (`group`), elsewhere of the countries of one's programmes;
    `country` chooses one of them. Answers 404 for a group that the reader may not see.
    """
    around = _surroundings()
    country = request.args.get("country", "")
    if country not in around.countries:
        country = around.countries[0] if around.countries else ""
    return render_template(
        "safeguarding/numbers.html",
        around=around,
        country=country,
        lines=helplines.list_shown(reading(), country, around.today) if country else [],
        is_shown=contacts.is_shown,
        is_number=contacts.is_number,
        may_set=_may_set,
    )


@bp.get("/listen")
@audience(*STAFF)
def listen() -> ResponseReturnValue:
    """Shows, to read or print, what to do when a learner tells something: the page of the group's course.

    Without a group in the address it is that of the newest course released to one's programmes. Answers 404 for a group
    that the reader may not see.
    """
    around = _surroundings()
    release = _release(around.cohort)
    by_language = release.disclosure if release else {}
    wanted = (language(), around.cohort.language if around.cohort else "", *by_language)
    spoken = next((code for code in wanted if code in by_language), "")
    return render_template(
        "safeguarding/listen.html",
        around=around,
        disclosure=by_language.get(spoken),
        spoken=spoken,
        is_shown=contacts.is_shown,
        is_number=contacts.is_number,
    )


@bp.route("/contact/<ref>", methods=["GET", "POST"])
@audience("administrator", "partner_lead")
def contact(ref: str) -> ResponseReturnValue:
    """Sets the contact of a partner, which stands first in its learners' Help; saving confirms it on this day.

    Answers 404 to a partner lead of another partner, and 422 for what is neither a telephone number nor a place.
    """
    partner = partners.get(db(), ref)
    programme = programmes.get_by_id(db(), partner.programme_id) if partner else None
    if partner is None or programme is None or not _may_set(partner):
        abort(404)
    present = {"contact": partner.contact, "contact_hours": partner.contact_hours}
    form = ContactForm(request.form, data=present)
    status = 200
    if request.method == "POST":
        if is_usable(form) and _set(form, partner, programme):
            is_set_up = staff().has(Role.ADMINISTRATOR)
            back = url_for("setup.partner", ref=ref) if is_set_up else url_for("safeguarding.numbers")
            return redirect(back, 303)
        status = 422
    return render_template("safeguarding/contact.html", form=form, partner=partner), status


def _set(form: ContactForm, partner: Partner, programme: Programme) -> bool:
    typed, hours = form.contact.data or "", form.contact_hours.data or ""
    try:
        contacts.set_contact(
            db(), partner, typed, hours, today=today_of(programme, now()), by=staff().staff_id, now=now()
        )
    except contacts.Unusable:
        refuse(
            form.contact,
            _(
                "Write a telephone number, or a place in words, of at most %(most)d characters: no web "
                "address and no e-mail. The hours have a field of their own.",
                most=contacts.MOST,
            ),
        )
        return False
    flash(
        _("Saved, and confirmed today: your learners see it first in their Help.")
        if typed
        else _("Taken away: your learners' Help names no contact of your organisation any more.")
    )
    return True


def own_partners(person: SignedInStaff) -> tuple[Partner, ...]:
    """Returns the partners with which this person holds a role, each once."""
    ids = dict.fromkeys(grant.partner_id for grant in person.grants if grant.partner_id is not None)
    those = (partners.get_by_id(reading(), partner_id) for partner_id in ids)
    return tuple(partner for partner in those if partner is not None)


def _may_set(partner: Partner) -> bool:
    return any(
        grant.role is Role.ADMINISTRATOR or (grant.role is Role.PARTNER_LEAD and grant.partner_id == partner.partner_id)
        for grant in staff().grants
    )


def _surroundings() -> Surroundings:
    ref = request.args.get("group", "")
    if not ref:
        countries = [country for programme in _programmes(staff()) for country in programme.countries]
        return Surroundings(None, own_partners(staff()), tuple(dict.fromkeys(countries)), now().date())
    cohort = cohorts.get(reading(), ref, scope_to_lead(staff())) or cohorts.get(reading(), ref, scope_to_see(staff()))
    if cohort is None:
        abort(404)
    partner = partners.get_by_id(reading(), cohort.partner_id)
    country = cohort.region_code[:2]
    return Surroundings(cohort, (partner,) if partner else (), (country,), today_of(cohort, now()))


def _programmes(person: SignedInStaff) -> list[Programme]:
    """Those at work of this person's roles; all where one of these is held in the whole instance."""
    at_work = programmes.list_programmes(reading())
    ids = {grant.programme_id for grant in person.grants}
    return at_work if None in ids else [it for it in at_work if it.programme_id in ids]


def _release(cohort: Cohort | None) -> Release | None:
    if cohort is not None:
        return releases.release_of(reading(), cohort.course_release_id)
    ids = [programme.programme_id for programme in _programmes(staff())]
    released = [row for rows in release_rows.list_releases_of(reading(), ids).values() for row in rows]
    newest = max(released, key=lambda row: row.released_at, default=None)
    return releases.release_of(reading(), newest.course_release_id) if newest else None


def help_addresses() -> dict[str, Any]:
    """Returns what the addresses of these pages bear on this page: the group that it is of, if it is of one."""
    is_of_group = request.blueprint in ("lead", "trial")
    ref = (request.view_args or {}).get("ref") if is_of_group else request.args.get("group")
    return {"group": ref} if ref and (is_of_group or request.blueprint == "safeguarding") else {}


bp.add_app_template_global(help_addresses)

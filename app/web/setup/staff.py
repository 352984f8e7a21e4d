"""Staff: who works here, with which roles; one-time links, shown once."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services import staff_sign_ins
from app.services.administrator import staff as deeds
from app.services.administrator.staff import LastAdministrator, NameTaken
from app.store import Session
from app.store.people import second_factors
from app.store.people import staff as rows
from app.store.programmes import partners, programmes
from app.web.access import audience, staff
from app.web.address import public_address
from app.web.clock import now
from app.web.forms import place_in_list
from app.web.refused_forms import is_usable, refuse
from app.web.setup.forms import PersonForm, RoleForm
from app.web.transaction import db, reading


@audience("administrator")
def everybody() -> ResponseReturnValue:
    """Lists a page of the staff, by name, the disabled last, with their roles and waiting one-time links."""
    session = reading()
    page = rows.page(session, place=place_in_list())
    ids = [person.staff_id for person in page.entries]
    return render_template(
        "setup/staff.html",
        page=page,
        grants=rows.list_grants(session, ids),
        links=rows.list_waiting_links(session, ids, now()),
        places=_places(session),
    )


@audience("administrator")
def new_person() -> ResponseReturnValue:
    defaults = {"role": request.args.get("role", ""), "language": staff().language}
    form = PersonForm(request.form, session=reading(), data=defaults)
    if request.method != "POST":
        return render_template("setup/new_person.html", form=form)
    if is_usable(form):
        try:
            made = deeds.add_staff(
                db(),
                name=form.name.data or "",
                language=form.language.data,
                grant=form.grant,
                by=staff().staff_id,
                now=now(),
            )
        except NameTaken:
            refuse(form.name, _("Somebody has this name already. Add a letter or a number."))
        else:
            return render_template("setup/link.html", name=made.name, ref=made.ref, link=_link(made.token))
    return render_template("setup/new_person.html", form=form), 422


@audience("administrator")
def member(ref: str) -> ResponseReturnValue:
    """Shows one member of staff: roles held and ended, the one-time link that waits, and the buttons to change them."""
    return _member(_person(reading(), ref), RoleForm(session=reading()))


@audience("administrator")
def link(ref: str) -> ResponseReturnValue:
    """Makes another one-time link for a person, shown on this page and nowhere else; an older link ends.

    For a disabled person none is made, and a message says so. The audit notes a new link.
    """
    person = _person(db(), ref)
    if person.disabled_at is not None:
        flash(_("Enable this person first."), "stop")
        return redirect(url_for("setup.member", ref=ref), 303)
    token = deeds.renew_link(db(), person, by=staff().staff_id, now=now())
    return render_template("setup/link.html", name=person.name, ref=ref, link=_link(token))


@audience("administrator")
def give_role(ref: str) -> ResponseReturnValue:
    """Gives a person a role in a programme, with a partner or in the whole instance.

    Answers 422 with the form if it has faults.
    """
    person = _person(db(), ref)
    form = RoleForm(request.form, session=db())
    if not is_usable(form):
        return _member(person, form), 422
    deeds.give_role(db(), person.staff_id, form.grant, by=staff().staff_id, now=now())
    flash(_("The role is given."))
    return redirect(url_for("setup.member", ref=ref), 303)


@audience("administrator")
def role(ref: str, number: int) -> ResponseReturnValue:
    """Ends a role, or, with `do=back` in the form, gives back one that was ended.

    number: the id of the role's grant; 404 if it is not this person's. The role of the last administrator who can sign
    in stays, and a message says so.
    """
    person = _person(db(), ref)
    grant = rows.get_grant(db(), person.staff_id, number)
    if grant is None:
        abort(404)
    if request.form.get("do") == "back":
        deeds.give_back_role(db(), grant, by=staff().staff_id, now=now())
        flash(_("The role is given back."))
    else:
        try:
            deeds.end_role(db(), grant, by=staff().staff_id, now=now())
        except LastAdministrator:
            flash(_last(), "stop")
        else:
            flash(_("The role has ended. “Give back” undoes it."))
    if person.staff_id == staff().staff_id and not _is_administrator(db(), person.staff_id):
        return redirect(url_for("account.staff_home"), 303)
    return redirect(url_for("setup.member", ref=ref), 303)


@audience("administrator")
def disable(ref: str) -> ResponseReturnValue:
    """Disables a person, or enables one again with `do=back` in the form.

    Whoever is disabled is signed out everywhere; roles and passphrase stay. The last administrator who can sign in is
    not disabled, and a message says so.
    """
    person = _person(db(), ref)
    if request.form.get("do") == "back":
        deeds.enable(db(), person, by=staff().staff_id, now=now())
        flash(_("Enabled again, with the roles and the passphrase as they were."))
    else:
        try:
            deeds.disable(db(), person, by=staff().staff_id, now=now())
        except LastAdministrator:
            flash(_last(), "stop")
        else:
            flash(_("Disabled, and signed out everywhere. “Enable” undoes it."))
    return redirect(url_for("setup.member", ref=ref), 303)


@audience("administrator")
def second_step(ref: str) -> ResponseReturnValue:
    """Asks whether somebody's second step shall be taken away, and takes it. Nobody takes their own: they change it."""
    person = _person(db(), ref)
    if person.staff_id == staff().staff_id:
        return redirect(url_for("second_factor.page"), 303)
    if request.method != "POST":
        return render_template("setup/ask_second_step.html", member=person)
    if deeds.end_second_factor(db(), person, by=staff().staff_id, now=now()):
        flash(_("The second step is taken away. The passphrase is as it was."))
    return redirect(url_for("setup.member", ref=ref), 303)


@audience("administrator")
def sign_out(ref: str) -> ResponseReturnValue:
    """Ends all sign-ins of a member of staff, on every device; the audit notes it."""
    staff_sign_ins.end_all(db(), _person(db(), ref), by=staff().staff_id, now=now())
    flash(_("Signed out everywhere."))
    return redirect(url_for("setup.member", ref=ref), 303)


def _member(person: rows.Staff, form: RoleForm) -> str:
    session = reading()
    grants = rows.list_grants(session, [person.staff_id], with_ended=True)[person.staff_id]
    held = {(grant.role, grant.programme_id, grant.partner_id) for grant in grants if grant.ended_at is None}
    ended = {
        (grant.role, grant.programme_id, grant.partner_id): grant
        for grant in grants
        if (grant.role, grant.programme_id, grant.partner_id) not in held
    }
    return render_template(
        "setup/member.html",
        member=person,
        held=[grant for grant in grants if grant.ended_at is None],
        ended=list(ended.values()),
        places=_places(session),
        link_until=rows.list_waiting_links(session, [person.staff_id], now()).get(person.staff_id),
        form=form,
        has_second_step=second_factors.has_one(session, person.staff_id),
    )


def _places(session: Session) -> dict[tuple[int | None, int | None], str]:
    """The name of each place where a role may be held, by programme and partner id."""
    at_work = programmes.list_programmes(session, with_archived=True)
    names: dict[tuple[int | None, int | None], str] = {(None, None): _("everything")}
    names.update({(programme.programme_id, None): programme.name for programme in at_work})
    partner_list = partners.list_partners(session, with_archived=True)
    names.update({(partner.programme_id, partner.partner_id): partner.name for partner in partner_list})
    return names


def _person(session: Session, ref: str) -> rows.Staff:
    person = rows.get(session, ref)
    if person is None:
        abort(404)
    return person


def _is_administrator(session: Session, staff_id: int) -> bool:
    return any(grant.role == "administrator" for grant in rows.list_grants(session, [staff_id])[staff_id])


def _link(token: str) -> str:
    return f"{public_address()}/staff/link#{token}"


def _last() -> str:
    return _("This is the last administrator who can sign in. Give the role to somebody else first.")

"""The people who work here: their names, roles and one-time links."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.services import second_factor, signing, staff_signing
from app.services.administrator.programme import NameTaken
from app.services.names import OF_STAFF, checked_name
from app.services.people import Grant, Role, new_ref
from app.store import Session, audit
from app.store.people import staff
from app.store.programmes import partners, programmes

__all__ = [
    "LastAdministrator",
    "NameTaken",
    "NewStaff",
    "Reach",
    "WrongScope",
    "add_staff",
    "disable",
    "enable",
    "end_role",
    "end_second_factor",
    "give_back_role",
    "give_role",
    "kept_name",
    "reach_of",
    "renew_link",
]


class LastAdministrator(ValueError):
    """Raised if no administrator who can sign in would be left."""


class WrongScope(ValueError):
    """Raised if a role is given without the partner or programme that it needs, or for one that does not exist."""


class Reach(Enum):
    """A Reach says how far a role reaches: one partner, one programme or the whole instance."""

    INSTANCE = "instance"
    PROGRAMME = "programme"
    PARTNER = "partner"


_REACH = {
    Role.ADMINISTRATOR: Reach.INSTANCE,
    Role.ME_OFFICER: Reach.PROGRAMME,
    Role.PARTNER_LEAD: Reach.PARTNER,
    Role.FACILITATOR: Reach.PARTNER,
}


@dataclass(frozen=True)
class NewStaff:
    """A NewStaff is a member of staff just added, with the token of their one-time link, which is shown once."""

    staff_id: int
    ref: str
    name: str
    token: str


def reach_of(role: Role) -> Reach:
    return _REACH[role]


def kept_name(typed: str) -> str:
    """Returns a sign-in name as it is stored: as it was written, but for blanks around it and double ones within."""
    return " ".join(typed.split())


def add_staff(
    session: Session, *, name: str, language: str, grant: Grant, by: int | None = None, now: datetime
) -> NewStaff:
    """Adds a member of staff with a first role and a one-time link to set their passphrase, and writes audit entries.

    language: of their screens. Raises UnusableName for the name, NameTaken if somebody has it, and WrongScope if the
    partner or programme that the role needs is missing or does not exist.
    """
    name = checked_name(kept_name(name), OF_STAFF)
    if staff.get_by_name(session, name) is not None:
        raise NameTaken(name)
    person = staff.add(session, ref=new_ref(), name=name, language=language, created_at=now)
    audit.add(session, "staff.add", by=by, at=now, subject=person.ref)
    give_role(session, person.staff_id, grant, by=by, now=now)
    return NewStaff(person.staff_id, person.ref, name, staff_signing.make_link(session, person.staff_id, now))


def renew_link(session: Session, person: staff.Staff, *, by: int | None = None, now: datetime) -> str:
    """Returns the token of a new one-time link, shown once. Passphrase and second factor that they have go on.

    The link, once it is used, replaces the passphrase alone.
    """
    audit.add(session, "staff.link", by=by, at=now, subject=person.ref)
    return staff_signing.make_link(session, person.staff_id, now)


def end_second_factor(session: Session, person: staff.Staff, *, by: int | None = None, now: datetime) -> bool:
    """Takes somebody's second factor away, for whoever has lost phone and recovery codes; their sign-ins end.

    The passphrase stays. Returns False where there was nothing to take away.
    """
    if not second_factor.forget(session, person.staff_id):
        return False
    signing.sign_out_everywhere(session, staff_id=person.staff_id)
    audit.add(session, "staff.second_factor_end", by=by, at=now, subject=person.ref)
    return True


def give_role(
    session: Session, staff_id: int, grant: Grant, *, by: int | None = None, now: datetime
) -> staff.RoleGrant:
    """Gives a member of staff a role, writes an audit entry and returns the grant.

    If they hold the role already, returns the existing grant and changes nothing. Raises WrongScope if the partner or
    programme that it needs is missing or does not exist.
    """
    grant = _in_its_programme(session, grant)
    for held in staff.list_grants(session, [staff_id])[staff_id]:
        if (held.role, held.programme_id, held.partner_id) == (grant.role, grant.programme_id, grant.partner_id):
            return held
    added = staff.add_grant(
        session,
        staff_id,
        role=grant.role.value,
        programme_id=grant.programme_id,
        partner_id=grant.partner_id,
        granted_at=now,
    )
    _note_role(session, "staff.role", added, by=by, now=now)
    return added


def end_role(session: Session, grant: staff.RoleGrant, *, by: int | None = None, now: datetime) -> None:
    """Ends a role at once and writes an audit entry; does nothing if it has ended.

    Raises LastAdministrator if no administrator who can sign in would be left.
    """
    if grant.ended_at is not None:
        return
    if grant.role == Role.ADMINISTRATOR:
        _keep_an_administrator(session, grant.staff_id)
    staff.end_grant(session, grant.role_grant_id, now)
    _note_role(session, "staff.role_end", grant, by=by, now=now)


def give_back_role(
    session: Session, grant: staff.RoleGrant, *, by: int | None = None, now: datetime
) -> staff.RoleGrant:
    """Undoes `end_role`: gives the same role as a new grant, which is returned, and writes an audit entry.

    The ended grant stays on record. Raises WrongScope if the partner or programme that it needs is missing or does not
    exist.
    """
    again = Grant(Role(grant.role), grant.programme_id, grant.partner_id)
    return give_role(session, grant.staff_id, again, by=by, now=now)


def disable(session: Session, person: staff.Staff, *, by: int | None = None, now: datetime) -> None:
    """Disables a member of staff: ends their sign-ins at once, lets nobody sign in as them, and writes an audit entry.

    Does nothing if they are disabled already. Raises LastAdministrator if no administrator who can sign in would be
    left.
    """
    if person.disabled_at is not None:
        return
    _keep_an_administrator(session, person.staff_id)
    staff.change(session, person.staff_id, disabled_at=now)
    signing.sign_out_everywhere(session, staff_id=person.staff_id)
    audit.add(session, "staff.disable", by=by, at=now, subject=person.ref)


def enable(session: Session, person: staff.Staff, *, by: int | None = None, now: datetime) -> None:
    """Undoes `disable` and writes an audit entry: the person can sign in again with the same passphrase and roles."""
    if person.disabled_at is not None:
        staff.change(session, person.staff_id, disabled_at=None)
        audit.add(session, "staff.enable", by=by, at=now, subject=person.ref)


def _keep_an_administrator(session: Session, without: int) -> None:
    """Raises LastAdministrator where this person is the only one who can sign in as administrator."""
    able = staff.list_able(session, Role.ADMINISTRATOR.value)
    if without in able and set(able) == {without}:
        raise LastAdministrator


def _in_its_programme(session: Session, grant: Grant) -> Grant:
    """The grant with the programme of its partner. Raises WrongScope where role and place do not fit."""
    reach = _REACH[grant.role]
    if reach is Reach.PARTNER:
        partner = partners.get_by_id(session, grant.partner_id) if grant.partner_id is not None else None
        if partner is None:
            raise WrongScope(f"{grant.role.value}: name the partner")
        return Grant(grant.role, partner.programme_id, partner.partner_id)
    if reach is Reach.PROGRAMME:
        if grant.programme_id is None or programmes.get_by_id(session, grant.programme_id) is None:
            raise WrongScope(f"{grant.role.value}: name the programme")
        return Grant(grant.role, grant.programme_id, None)
    return Grant(grant.role)


def _note_role(session: Session, act: str, grant: staff.RoleGrant, *, by: int | None, now: datetime) -> None:
    person = staff.get_by_id(session, grant.staff_id)
    audit.add(
        session,
        act,
        by=by,
        at=now,
        subject=person.ref if person else "",
        programme_id=grant.programme_id,
        role=grant.role,
        partner_id=grant.partner_id,
    )

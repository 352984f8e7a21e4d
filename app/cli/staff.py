"""`navigator staff`: add people, list them, give them a new link, take away a second step that was lost."""

import argparse

from app.cli.init import link_of, served_at
from app.cli.instance import WrongUse, clock, opened, say, settings, table
from app.cli.lazy_parser import add_import
from app.services.administrator.programme import NameTaken
from app.services.administrator.staff import WrongScope, add_staff, end_second_factor, kept_name, renew_link
from app.services.names import UnusableName
from app.services.people import Grant, Role
from app.store import Session
from app.store.people import staff
from app.store.programmes import partners, programmes


def register(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    new = acts.add_parser("add", help="somebody new; prints a one-time link for them")
    new.add_argument("name", help="what they sign in with")
    new.add_argument("--role", required=True, choices=[role.value for role in Role])
    new.add_argument("--programme", metavar="ID", help="of an M&E officer")
    new.add_argument("--partner", metavar="ID", help="of a facilitator or partner lead")
    new.add_argument("--language", default="ru", choices=("kk", "ru", "en"))
    everyone = acts.add_parser("list", help="everybody with their roles")
    reset = acts.add_parser("reset", help="a new one-time link, for a passphrase that was forgotten")
    reset.add_argument("name")
    lost = acts.add_parser("end-second-step", help="for whoever has lost phone and recovery codes")
    lost.add_argument("name")
    add_import(acts, "staff")
    for act, run in ((new, add), (everyone, list_), (reset, renew), (lost, end_second_step)):
        act.add_argument("--json", action="store_true")
        act.set_defaults(run=run)


def add(args: argparse.Namespace) -> int:
    """Adds a member of staff and prints the one-time link by which they choose a passphrase.

    Raises WrongUse for a name that is taken or unusable, and for a scope that does not fit the role.
    """
    config = settings(args)
    with opened(args) as database, database.writing() as session:
        try:
            new = add_staff(
                session, name=args.name, language=args.language, grant=_grant(session, args), now=clock(config)
            )
        except NameTaken as fault:
            raise WrongUse(f"there is somebody called '{args.name}' already") from fault
        except (WrongScope, UnusableName) as fault:
            raise WrongUse(str(fault)) from fault
        link = link_of(config, new.token, served_at(database))
    say(
        args,
        {"name": new.name, "id": new.ref, "link": link},
        f"{new.name} opens this once, within three days:\n  {link}",
    )
    return 0


def renew(args: argparse.Namespace) -> int:
    """Prints a new one-time link for a member of staff; raises WrongUse if nobody has this name."""
    config = settings(args)
    with opened(args) as database, database.writing() as session:
        person = _person(session, args.name)
        link = link_of(config, renew_link(session, person, now=clock(config)), served_at(database))
    say(args, {"name": person.name, "link": link}, f"{person.name} opens this once, within three days:\n  {link}")
    return 0


def end_second_step(args: argparse.Namespace) -> int:
    """Takes a member of staff's second factor away."""
    with opened(args) as database, database.writing() as session:
        person = _person(session, args.name)
        was_on = end_second_factor(session, person, now=clock(settings(args)))
    after = "is asked for the passphrase alone, and sets the second step up anew"
    say(args, {"name": person.name, "was_on": was_on}, f"{person.name} {after if was_on else 'has no second step'}.")
    return 0


def list_(args: argparse.Namespace) -> int:
    """Prints the staff with their roles and whether each is disabled or has no passphrase yet."""
    with opened(args) as database, database.reading() as session:
        people = staff.list_staff(session)
        grants = staff.list_grants(session, [person.staff_id for person in people])
        roles = {staff_id: [grant.role for grant in held] for staff_id, held in grants.items()}
        records = [
            {
                "id": person.ref,
                "name": person.name,
                "roles": roles[person.staff_id],
                "has_passphrase": person.has_passphrase,
                "is_disabled": person.disabled_at is not None,
            }
            for person in people
        ]
    rows = [(person.name, ", ".join(roles[person.staff_id]) or "no role", _state(person)) for person in people]
    say(args, records, table(rows) or "Nobody yet.")
    return 0


def _person(session: Session, name: str) -> staff.Staff:
    person = staff.get_by_name(session, kept_name(name))
    if person is None:
        raise WrongUse(f"there is nobody called '{name}'")
    return person


def _state(person: staff.Staff) -> str:
    if person.disabled_at is not None:
        return "disabled"
    return "" if person.has_passphrase else "has not used the link yet"


def _grant(session: Session, args: argparse.Namespace) -> Grant:
    role = Role(args.role)
    programme = programmes.get(session, args.programme) if args.programme else None
    partner = partners.get(session, args.partner) if args.partner else None
    if args.programme and programme is None:
        raise WrongUse(f"there is no programme with the id '{args.programme}'")
    if args.partner and partner is None:
        raise WrongUse(f"there is no partner with the id '{args.partner}': `navigator partner list` has them")
    return Grant(role, programme.programme_id if programme else None, partner.partner_id if partner else None)

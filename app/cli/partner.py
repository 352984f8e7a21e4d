"""`navigator partner`: add and list the organisations of a programme."""

import argparse

from app.cli.instance import WrongUse, clock, opened, say, settings, table
from app.cli.lazy_parser import add_import
from app.services.administrator.programme import NameTaken, add_partner
from app.services.names import UnusableName
from app.store.programmes import partners, programmes


def register(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    new = acts.add_parser("add", help="a new partner of a programme")
    new.add_argument("name")
    new.add_argument("--programme", metavar="ID", help="may be left out where there is one")
    everyone = acts.add_parser("list", help="all partners with their programmes")
    add_import(acts, "partners")
    for act, run in ((new, add), (everyone, list_)):
        act.add_argument("--json", action="store_true")
        act.set_defaults(run=run)


def add(args: argparse.Namespace) -> int:
    """Adds a partner to the programme of --programme, or to the only one, and prints its id.

    Raises WrongUse for a name that is taken or unusable, and if the programme is not clear.
    """
    config = settings(args)
    with opened(args) as database, database.writing() as session:
        known = programmes.list_programmes(session)
        chosen = [one for one in known if args.programme in (None, one.ref)]
        if len(chosen) != 1:
            ids = (
                ", ".join(f"{one.ref} ({one.name})" for one in known) or "none yet: the administrator's page makes one"
            )
            raise WrongUse(f"name the programme with --programme: {ids}")
        try:
            partner = add_partner(session, programme_id=chosen[0].programme_id, name=args.name, now=clock(config))
        except NameTaken as fault:
            raise WrongUse(f"the programme has a partner called '{args.name}' already") from fault
        except UnusableName as fault:
            raise WrongUse(str(fault)) from fault
        record = {"id": partner.ref, "name": partner.name, "programme": chosen[0].ref}
    say(args, record, f"{record['id']}  {record['name']}")
    return 0


def list_(args: argparse.Namespace) -> int:
    """Prints all partners of the instance, archived ones too, with their programmes."""
    with opened(args) as database, database.reading() as session:
        names = {one.programme_id: one for one in programmes.list_programmes(session, with_archived=True)}
        records = [
            {
                "id": partner.ref,
                "name": partner.name,
                "programme": names[partner.programme_id].name,
                "programme_id": names[partner.programme_id].ref,
                "is_archived": partner.archived_at is not None,
            }
            for partner in partners.list_partners(session, with_archived=True)
        ]
    rows = [(str(one["id"]), str(one["name"]), str(one["programme"])) for one in records]
    say(args, records, table(rows) or "No partner yet.")
    return 0

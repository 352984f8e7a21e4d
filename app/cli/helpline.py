"""`navigator helpline`: the list, and what was found out by calling."""

import argparse

from app.cli.here import WrongUse, clock, opened, say, settings, table
from app.services import helplines as acts_on
from app.store import helplines


def register(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    everyone = acts.add_parser("list", help="all helplines, and whether learners see them")
    everyone.add_argument("--country", metavar="CODE", help="ISO 3166-1, such as KZ")
    confirm = acts.add_parser("confirm", help="it was called today and answered as described")
    hide = acts.add_parser("hide", help="show it to nobody")
    show = acts.add_parser("show", help="undo hide")
    for act in (confirm, hide, show):
        act.add_argument("id")
    for act, run in ((everyone, list_), (confirm, change), (hide, change), (show, change)):
        act.add_argument("--json", action="store_true")
        act.set_defaults(run=run)


def list_(args: argparse.Namespace) -> int:
    today = clock(settings(args)).date()
    with opened(args) as database, database.reading() as session:
        told = [
            {
                "id": line.ref,
                "country": line.country,
                "number": line.number,
                "service": line.service,
                "is_shown": acts_on.is_shown(line, today),
                "confirmed_on": line.confirmed_on.isoformat() if line.confirmed_on else None,
                "sourced_on": line.sourced_on.isoformat() if line.sourced_on else None,
            }
            for line in helplines.list_helplines(session, args.country)
        ]
    rows = [
        (one["id"], one["country"], one["number"], one["service"], "shown" if one["is_shown"] else "not shown")
        for one in told
    ]
    say(args, told, table([tuple(map(str, row)) for row in rows]) or "No helpline yet.")
    return 0


def change(args: argparse.Namespace) -> int:
    now = clock(settings(args))
    with opened(args) as database, database.writing() as session:
        line = helplines.get(session, args.id)
        if line is None:
            raise WrongUse(f"there is no helpline with the id '{args.id}': `navigator helpline list` has them")
        if args.act == "confirm":
            acts_on.confirm(session, line, now.date(), now=now)
        elif args.act == "hide":
            acts_on.hide(session, line, now=now)
        else:
            acts_on.show(session, line, now=now)
        is_shown = acts_on.is_shown(line, now.date())
    say(
        args, {"id": args.id, "is_shown": is_shown}, f"{args.id} is {'shown' if is_shown else 'not shown'} to learners."
    )
    return 0

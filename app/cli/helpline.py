"""`navigator helpline`: the list, and what was found out by calling."""

import argparse
import sys
from datetime import datetime

from app.cli.instance import WrongUse, clock, opened, say, settings, table
from app.services.administrator import helplines as acts_on
from app.store import Session
from app.store.programmes import helplines

SHOWN = {True: "shown", False: "not shown"}


def register(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    everyone = acts.add_parser("list", help="all helplines, and whether learners see them")
    everyone.add_argument("--country", metavar="CODE", help="ISO 3166-1, such as KZ")
    confirm = acts.add_parser("confirm", help="a helpline was called today and answered as described")
    hide = acts.add_parser("hide", help="show it to nobody; asks before it hides an emergency number")
    hide.add_argument("--sure", action="store_true", help="hide an emergency number without being asked")
    show = acts.add_parser("show", help="undo hide")
    for act in (confirm, hide, show):
        act.add_argument("id")
    for act, run in ((everyone, list_), (confirm, change), (hide, change), (show, change)):
        act.add_argument("--json", action="store_true")
        act.set_defaults(run=run)


def list_(args: argparse.Namespace) -> int:
    """Prints all helplines, or those of --country, and whether each is shown to learners; returns 0."""
    today = clock(settings(args)).date()
    with opened(args) as database, database.reading() as session:
        lines = helplines.list_helplines(session, args.country)
        records = [
            {
                "id": line.ref,
                "country": line.country,
                "kind": line.kind,
                "number": line.number,
                "service": line.service,
                "is_shown": acts_on.is_shown(line, today),
                "confirmed_on": line.confirmed_on.isoformat() if line.confirmed_on else None,
                "sourced_on": line.sourced_on.isoformat() if line.sourced_on else None,
            }
            for line in lines
        ]
        rows = [
            (line.ref, line.country, line.kind, line.number, line.service, SHOWN[acts_on.is_shown(line, today)])
            for line in lines
        ]
    say(args, records, table(rows) or "No helpline yet.")
    return 0


def change(args: argparse.Namespace) -> int:
    """Confirms, hides or shows one helpline, as `args.act` says, and returns 0.

    Before an emergency number is hidden it asks, unless --sure is set. Raises WrongUse for an unknown id, for an
    emergency number to be confirmed, and without a yes to the question.
    """
    now = clock(settings(args))
    with opened(args) as database:
        if args.act == "hide" and not args.sure:
            with database.reading() as session:
                _ask_before_hiding(session, _line(session, args.id), now)
        with database.writing() as session:
            line = _line(session, args.id)
            if args.act == "confirm":
                _confirm(session, line, now)
            elif args.act == "hide":
                acts_on.hide(session, line, now=now)
            else:
                acts_on.show(session, line, now=now)
            is_shown = acts_on.is_shown(_line(session, args.id), now.date())
    say(args, {"id": args.id, "is_shown": is_shown}, f"{args.id} is {SHOWN[is_shown]} to learners.")
    return 0


def _line(session: Session, ref: str) -> helplines.Helpline:
    """Raises WrongUse."""
    line = helplines.get(session, ref)
    if line is None:
        raise WrongUse(f"there is no helpline with the id '{ref}': `navigator helpline list` has them")
    return line


def _confirm(session: Session, line: helplines.Helpline, now: datetime) -> None:
    """Raises WrongUse for an emergency number."""
    try:
        acts_on.confirm(session, line, now.date(), now=now)
    except acts_on.NeverTested:
        why = "learners see it with its source, please do not call it to test it"
        raise WrongUse(f"{line.number} is an emergency number: {why}") from None


def _ask_before_hiding(session: Session, line: helplines.Helpline, now: datetime) -> None:
    """Where learners would lose an emergency number: on a terminal a question, elsewhere `--sure` is asked for.

    Raises WrongUse.
    """
    if not helplines.is_emergency(line) or line.hidden_at is not None:
        return
    left = [each for each in helplines.list_shown(session, line.country, now.date()) if each != line]
    follows = f"{left[0].number} first" if left and helplines.is_emergency(left[0]) else "no emergency number"
    what = f"{line.number} is an emergency number: without it learners in {line.country} see {follows}"
    if not sys.stdin.isatty():
        raise WrongUse(f"{what}; to hide it, add --sure")
    print(f"{what}. Hide it? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise WrongUse("nothing is hidden")

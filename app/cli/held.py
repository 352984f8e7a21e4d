"""`navigator held`: all that is held on one learner, at their own wish or a guardian's, as a file."""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from app.cli.instance import WrongUse, clock, opened, settings
from app.exports import write_whole
from app.services.facilitator import guardians
from app.services.learner.held import write_out
from app.store.programmes import cohorts


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Everything that the database holds on one learner, as JSON, at the learner's wish whom no phone shows it. "
        "Answers and scores are in it when the group's answers are shown; keys and hashes never. It stands in the list "
        "of what was done."
    )
    add = parser.add_argument
    add("group", metavar="GROUP", help="the group's id")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--card", action="store_true", help="ask for the code on the learner's card")
    whom.add_argument("--number", metavar="N", help="the learner's number in the group")
    add("--out", type=Path, metavar="FILE", help="instead of the screen")
    add("--json", action="store_true", help="it is JSON in any case")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes it down first, and then out."""
    now = clock(settings(args))
    with opened(args) as database, database.writing() as session:
        cohort = cohorts.get(session, args.group, cohorts.Scope(everywhere=True))
        if cohort is None:
            raise WrongUse(f"there is no group '{args.group}'")
        learner = guardians.learner_of(session, cohort, _code() if args.card else args.number)
        everything = write_out(session, cohort, learner, by=None, now=now) if learner else None
        if everything is None:
            raise WrongUse("nobody of this group has this card or number")
    if args.out is None:
        print(everything.json)
        return 0
    try:
        write_whole(args.out, everything.json.encode())
    except OSError as fault:
        raise WrongUse(f"{args.out} could not be written: {fault.strerror}") from fault
    args.out.chmod(0o600)
    return 0


def _code() -> str:
    return getpass("Code on the card: ") if sys.stdin.isatty() else sys.stdin.readline()

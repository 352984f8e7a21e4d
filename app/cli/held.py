"""`navigator held`: writes out everything that is stored about one learner, at their wish or a guardian's."""

import argparse
from pathlib import Path

from app.cli.instance import WrongUse, clock, opened, settings
from app.cli.learners import NOBODY, add_whom, ask_whom, learner_of
from app.exports import write_whole
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
    add_whom(parser, required=True)
    add("--out", type=Path, metavar="FILE", help="instead of the screen")
    add("--json", action="store_true", help="it is JSON in any case")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes all that is held on one learner as JSON to the screen or into --out, and returns 0.

    An audit entry is made first; the file is readable by its owner alone. Raises WrongUse for an unknown group or
    learner, and if the file cannot be written.
    """
    now = clock(settings(args))
    with opened(args) as database:
        typed = ask_whom(args)  # before the transaction: whoever sends a test would wait for the typing
        with database.writing() as session:
            cohort = cohorts.get(session, args.group, cohorts.Scope(everywhere=True))
            if cohort is None:
                raise WrongUse(f"there is no group '{args.group}'")
            everything = write_out(session, cohort, learner_of(session, cohort, typed), by=None, now=now)
            if everything is None:
                raise WrongUse(NOBODY)
    if args.out is None:
        print(everything.json)
        return 0
    try:
        write_whole(args.out, everything.json.encode(), mode=0o600)
    except OSError as fault:
        raise WrongUse(f"{args.out} could not be written: {fault.strerror}") from fault
    return 0

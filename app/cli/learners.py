"""Which learner of a group is meant, as it is said on the command line: by the code of their card, or their number."""

import argparse
import sys
from getpass import getpass

from app.cli.instance import WrongUse
from app.services.facilitator import guardians
from app.store import Session
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort

NOBODY = "nobody of this group has this card or number"


def add_whom(parser: argparse.ArgumentParser, *, required: bool) -> None:
    whom = parser.add_mutually_exclusive_group(required=required)
    whom.add_argument("--card", action="store_true", help="ask for the code on the learner's card")
    whom.add_argument("--number", metavar="N", help="the learner's number in the group")


def ask_whom(args: argparse.Namespace) -> str:
    """Returns the code of a card or the number; the code is asked for, so that it is in no list of commands."""
    number: str | None = args.number
    return ask("Code on the card: ") if number is None else number


def ask(what: str) -> str:
    """Asks at the terminal for what it does not show; where standard input is none, reads a line of it."""
    return getpass(what) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def learner_of(session: Session, cohort: Cohort, typed: str) -> Learner:
    """Returns whom a code or a number means in this group. Raises WrongUse for nobody."""
    learner = guardians.learner_of(session, cohort, typed)
    if learner is None:
        raise WrongUse(NOBODY)
    return learner

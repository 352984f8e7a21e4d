"""Options of commands that name a learner of a group, by the code of their card or by their number."""

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
    """Returns the number of --number, or asks for the code on the learner's card.

    The code is no option, so that no history of commands holds it.
    """
    number: str | None = args.number
    return ask("Code on the card: ") if number is None else number


def ask(what: str) -> str:
    """Asks for a secret without showing what is typed; if standard input is no terminal, reads one line from it."""
    return getpass(what) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def learner_of(session: Session, cohort: Cohort, typed: str) -> Learner:
    """Returns the learner of this cohort who has this card code or number; raises WrongUse if nobody has."""
    learner = guardians.learner_of(session, cohort, typed)
    if learner is None:
        raise WrongUse(NOBODY)
    return learner

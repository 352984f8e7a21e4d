"""`navigator erase`: erases a learner at a guardian's wish, when two of the staff agree, each by their passphrase."""

import argparse
import sys
from datetime import datetime

from app.cli.instance import WrongUse, clock, opened, say, settings, table
from app.cli.learners import add_whom, ask, ask_whom, learner_of
from app.services import signing, staff_signing
from app.services.facilitator import guardians
from app.services.facilitator.guardians import SamePerson
from app.services.people import SignedInStaff
from app.store import Database, Session
from app.store.people import erasure_requests
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort

TERMINAL = "command line"
"""Stands for an address where wrong passphrases that are typed at this machine are counted."""


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Two of the staff who see the group type the same command: the first asks for it, the second agrees, and the "
        "learner is erased. Both type their passphrases, and with --card first the code of the learner's card; where "
        "standard input is no terminal they are read from it, a line each. Without a group: the requests that wait."
    )
    add = parser.add_argument
    add("group", nargs="?", metavar="GROUP", help="the group's id")
    add_whom(parser, required=False)
    add("--as", dest="name", metavar="NAME", help="who asks, or agrees")
    add("--drop", action="store_true", help="do not erase: the request is dropped")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Asks for the erasure of a learner, agrees to it (which erases them) or drops the request, and returns 0.

    Without a group it prints the requests that wait. Returns 1 if name and passphrase do not fit, which counts as a
    failed sign-in. Raises WrongUse for an unknown group or learner, and for a person who would agree to their own
    request.
    """
    with opened(args) as database:
        if args.group is None:
            _list(args, database)
            return 0
        if not args.name or not (args.card or args.number):
            raise WrongUse("say whom with --card or --number, and who you are with --as NAME")
        typed = ask_whom(args)
        me = _person(database, args.name, ask("Your passphrase: "), clock(settings(args)))
        if me is None:
            print("navigator erase: name and passphrase do not fit, or too many were wrong", file=sys.stderr)
            return 1
        with database.writing() as session:
            done = _do(args, session, me, typed, clock(settings(args)))
    say(args, {"done": done}, _WORDS[done])
    return 0


_WORDS = {
    "asked": "Asked. A second person who sees the group types the same command, or agrees on the group's page.",
    "erased": "Erased, with everything that was stored. What the group told in counts stays.",
    "dropped": "Dropped: the learner stays.",
}


def _person(database: Database, name: str, passphrase: str, now: datetime) -> SignedInStaff | None:
    """The person with this name and passphrase; a wrong one is counted as at the page, and no second step is asked for.

    Whoever can run commands at this machine can take a second step away, too.
    """
    with database.reading() as session:
        check = staff_signing.check_staff(session, name, passphrase)
    with database.writing() as session:
        signed_in = staff_signing.sign_in_staff(session, check, TERMINAL, now)
        person = signing.person_of(session, signed_in.token, now) if signed_in else None
        if signed_in:
            signing.sign_out(session, signed_in.token)
    return person if isinstance(person, SignedInStaff) else None


def _do(args: argparse.Namespace, session: Session, me: SignedInStaff, typed: str, now: datetime) -> str:
    cohort, learner = _whom(session, me, args.group, typed)
    if args.drop:
        guardians.drop(session, cohort, learner, by=me.staff_id, now=now)
        return "dropped"
    try:
        if guardians.agree(session, learner, by=me.staff_id, now=now):
            return "erased"
    except SamePerson as fault:
        raise WrongUse("you asked for it yourself: another person has to agree") from fault
    guardians.ask(session, cohort, learner, by=me.staff_id, now=now)
    return "asked"


def _whom(session: Session, me: SignedInStaff, ref: str, typed: str) -> tuple[Cohort, Learner]:
    cohort = guardians.cohort_seen(session, me, ref)
    if cohort is None:
        raise WrongUse(f"{me.name} sees no group '{ref}'")
    return cohort, learner_of(session, cohort, typed)


def _list(args: argparse.Namespace, database: Database) -> None:
    with database.reading() as session:
        waiting = erasure_requests.list_waiting(session)
    records = [{"group": ref, "number": handle, "asked_at": at.isoformat()} for ref, handle, at in waiting]
    rows = [(ref, str(handle), f"{at:%Y-%m-%d %H:%M}") for ref, handle, at in waiting]
    say(args, records, table(rows) or "No request waits.")

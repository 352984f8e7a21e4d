"""The `navigator` command. Each takes --json, asks nothing, and ends with 0 done, 1 found a problem, 2 wrong use."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli.instance import Refusal, WrongUse, again, write_down
from app.cli.lazy_parser import add_commands
from app.store import STORE_IS_BUSY, SecretFault, StoreFault, is_damaged

COMMANDS = {
    "init": ("app.cli.init", "make an instance, or bring one to this version; safe to repeat"),
    "serve": ("app.cli.serve", "run the instance until it is stopped"),
    "demo": ("app.cli.demo", "make the demonstration (an instance of its own) and show its figures"),
    "gains": (
        "app.cli.gains",
        "what was learned, from this instance or from any table (CSV, XLSX, Parquet, .sav, .dta)",
    ),
    "export": ("app.cli.export", "the report of this instance as a file, whole or not at all"),
    "publish": ("app.cli.publish", "make a publication of all groups that have settled, or correct the last one"),
    "publications": ("app.cli.publications", "list publications, withdraw one"),
    "staff": ("app.cli.staff", "add, list and reset the people who work here, or take them from a table"),
    "partner": ("app.cli.partner", "add and list partners, or take them from a table"),
    "cohort": ("app.cli.cohort", "make groups from a table"),
    "lottery": ("app.cli.lottery", "draw which groups wait and are compared with the others"),
    "settle": ("app.cli.settle", "count what groups have to tell, once: those that are due, one, or all anew"),
    "retention": ("app.cli.retention", "how long answers stay, what is erased when; erase what is due"),
    "erase": ("app.cli.erase", "erase a learner on a guardian's word: two of the staff have to say so"),
    "held": ("app.cli.held", "write out all that is held on one learner, at their wish"),
    "helpline": ("app.cli.helpline", "list helplines, confirm one that was called, hide one"),
    "course": ("app.cli.course", "an author's tools"),
    "article": ("app.cli.article", "check articles and their days, begin a new one"),
    "doctor": ("app.cli.doctor", "check settings, durability, room on the disk, clock and the last backup"),
    "verify": (
        "app.cli.verify",
        "check every derived figure and score against the stored answers, or the seal of what is frozen",
    ),
    "rebuild": (
        "app.cli.verify",
        "make pairs, progress, cells and sums anew; never what settled groups told, nor out of it once edited",
    ),
    "backup": ("app.cli.copies", "a copy of the instance as of now, also while it serves"),
    "restore": ("app.cli.copies", "put a copy in the instance's place; what was there is kept beside it"),
    "secret": ("app.cli.secret", "make the instance another secret, which ends every sign-in"),
    "routes": ("app.cli.routes", "every URL with methods and audience"),
    "seed": ("app.cli.seed", "invented people on a test instance; prints all their secrets"),
}
"""The module of each command and what it does in a line, in the order in which `navigator --help` lists them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that `argv` names and returns the exit status; None means the arguments of the process.

    0: done; 1: a problem was found, or the database is busy or damaged; 2: wrong use; 130: Ctrl-C. The reason is
    printed to standard error; a refusal is written into the audit first. argparse itself raises SystemExit(2).
    """
    # Where the instance is may stand before or after the command.
    place = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    place.add_argument("--data", type=Path, metavar="DIR", help="the instance's folder (or NAVIGATOR_DATA)")
    place.add_argument("--database", metavar="URL", help="postgresql://... (or NAVIGATOR_DATABASE_URL)")
    instance_args, rest = place.parse_known_args(argv)
    parser = argparse.ArgumentParser(
        prog="navigator",
        description="Lessons on safe migration with a test before and after, and what was learned.",
        parents=[place],
    )
    add_commands(parser, "command", "COMMAND", COMMANDS)
    args = parser.parse_args(rest)
    args.data, args.database = instance_args.data, instance_args.database
    try:
        status = _run(args)
    except (WrongUse, SecretFault) as fault:
        print(f"navigator {args.command}: {fault}", file=sys.stderr)
        return 2
    except STORE_IS_BUSY as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        print(f"navigator {args.command}: the database cannot be reached now: {reason}", file=sys.stderr)
        return 1
    except StoreFault as fault:
        if not is_damaged(fault):
            raise
        mend = again(args, "restore FILE")
        print(
            f"navigator {args.command}: the database is damaged: {fault.orig}. {mend} brings a backup back",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _run(args: argparse.Namespace) -> int:
    """The command; what the house refuses is in the audit before anybody reads why."""
    try:
        status: int = args.run(args)
    except Refusal as refusal:
        write_down(args, refusal)
        raise
    return status

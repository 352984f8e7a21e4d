"""The `navigator` command. Each takes --json, asks nothing, and ends with 0 done, 1 found a problem, 2 wrong use."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from app.cli.here import WrongUse, again
from app.store import STORE_IS_BUSY, StoreFault, is_damaged

COMMANDS = {
    **{name: name for name in ("init", "serve", "demo", "gains", "export", "staff", "partner", "helpline", "course")},
    "doctor": "doctor",
    "verify": "verify",
    "rebuild": "verify",
    "backup": "copies",
    "restore": "copies",
    "routes": "routes",
    "seed": "seed",
}
"""The module of each command, in the order in which `navigator --help` lists them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. argparse itself ends with 2."""
    # Where the instance is may stand before or after the command.
    place = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    place.add_argument("--data", type=Path, metavar="DIR", help="the instance's folder (or NAVIGATOR_DATA)")
    place.add_argument("--database", metavar="URL", help="postgresql://... (or NAVIGATOR_DATABASE_URL)")
    found, rest = place.parse_known_args(argv)
    parser = argparse.ArgumentParser(
        prog="navigator",
        description="Lessons on safe migration with a test before and after, and what was learned.",
        parents=[place],
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    # Only what is asked for is loaded: `gains` needs neither pages nor database, and starts in half the time.
    first = next((word for word in rest if not word.startswith("-")), "")
    for module in [COMMANDS[first]] if first in COMMANDS else dict.fromkeys(COMMANDS.values()):
        import_module(f"app.cli.{module}").register(commands)
    args = parser.parse_args(rest)
    args.data, args.database = found.data, found.database
    try:
        status: int = args.run(args)
    except WrongUse as fault:
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

"""`navigator course new`: a course to begin with, which passes the check."""

import argparse
from pathlib import Path

from app.cli.instance import WrongUse, say
from app.content import write_skeleton


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="NAME", help="the folder to make; its name is the course's slug")
    parser.add_argument(
        "--languages", nargs="+", default=["en"], metavar="CODE", help="such as: en ru kk (the words are English)"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    languages = list(dict.fromkeys(args.languages))
    try:
        write_skeleton(args.path, languages)
    except FileExistsError as fault:
        raise WrongUse(f"{args.path} is there already: choose another name") from fault
    except ValueError as fault:
        raise WrongUse(str(fault)) from fault
    except OSError as fault:
        raise WrongUse(f"{args.path} cannot be made: {fault.strerror}") from fault
    lines = [
        f"{args.path} is a course that can be run. Read course.yaml first, then lessons/01-first.",
        f"  navigator course check {args.path}      what is wrong, by file and line",
        f"  navigator course preview {args.path}    as a learner sees it",
    ]
    say(args, {"path": str(args.path), "languages": languages}, "\n".join(lines))
    return 0

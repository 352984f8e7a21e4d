"""`navigator course check`: everything that is wrong with a course's files, at once."""

import argparse
from pathlib import Path

from app.cli.here import WrongUse, say
from app.content import CourseFaults, read_course, warnings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("course", help="an author's tools")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    check = acts.add_parser("check", help="read a course's folder and tell every fault with its file and line")
    check.add_argument("path", type=Path, metavar="PATH", help="the folder with course.yaml in it")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """1 where there are faults."""
    if not args.path.is_dir():
        raise WrongUse(f"{args.path} is no folder: name the one with course.yaml in it")
    try:
        release = read_course(args.path)
    except CourseFaults as found:
        told = [
            {"path": str(fault.path), "line": fault.line, "where": fault.where, "what": fault.what}
            for fault in found.faults
        ]
        say(args, {"faults": told, "warnings": []}, "\n".join(map(str, found.faults)))
        return 1
    notes = warnings(release)
    lines = [f"{args.path}: {len(release.course.lessons)} lessons, {len(release.instrument.items)} items, no fault."]
    say(args, {"faults": [], "warnings": list(notes)}, "\n".join([*lines, *(f"note: {note}" for note in notes)]))
    return 0

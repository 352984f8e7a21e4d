"""`navigator verify` and `navigator rebuild`: do derived figures equal stored answers?"""

import argparse

from app.cli.here import opened, say
from app.cli.progress import progress
from app.publishing import files
from app.services import upkeep


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return verify(args) if args.command == "verify" else rebuild(args)


def verify(args: argparse.Namespace) -> int:
    """1 where something differs."""
    with opened(args) as database, database.reading() as session, progress(3) as begin:
        begin("counting derived figures anew")
        found = list(upkeep.wrong_figures(session))
        begin("scoring answers anew")
        found += upkeep.wrong_scores(session)
        begin("reading what was published")
        found += [upkeep.Finding(where, "not the bytes that it was made of") for where in files.faults(session)]
    told = [{"where": finding.where, "what": finding.what} for finding in found]
    text = "\n".join(f"{finding.where}: {finding.what}" for finding in found)
    say(args, {"findings": told}, text or "Every derived figure and score equals the stored answers.")
    return 1 if found else 0


def rebuild(args: argparse.Namespace) -> int:
    with opened(args) as database, database.writing() as session, progress(2) as begin:
        begin("counting what is wrong")
        wrong = len(list(upkeep.wrong_figures(session)))
        begin("making derived figures anew")
        upkeep.rebuild(session)
    say(args, {"wrong_rows": wrong}, f"Made anew; {wrong} {'row was' if wrong == 1 else 'rows were'} wrong before.")
    return 0

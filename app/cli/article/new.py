"""`navigator article new`: an article to be filled in; the check tells what it still waits for."""

import argparse
from pathlib import Path

from app.cli.instance import WrongUse, say
from app.content import write_article


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="SLUG", help="the folder to make; its name is the article's slug")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        languages = write_article(args.path)
    except FileExistsError as fault:
        raise WrongUse(f"{args.path} is there already: choose another name") from fault
    except ValueError as fault:
        raise WrongUse(str(fault)) from fault
    except OSError as fault:
        raise WrongUse(f"{args.path} cannot be made: {fault.strerror}") from fault
    lines = [
        f"{args.path} waits for its words. Fill in article.yaml first, then {languages[0]}.md.",
        f"  navigator article check {args.path}    what is still missing, by file and line",
    ]
    say(args, {"path": str(args.path), "languages": list(languages)}, "\n".join(lines))
    return 0

"""Reports of an instance and of somebody's table, as the commands have them before they write."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.cli import gains
from app.cli.reports import from_instance
from app.exports.cover import Made
from app.wording import Words


def reports(folder: Path, by: Sequence[str] = ("region",), **filters: str) -> Made:
    """As `navigator export --by ... --sex ...` has them."""
    args = argparse.Namespace(data=folder, database=None)
    return from_instance(args, Words("en"), by=by, conditions=list(filters.items()))


def reports_of_table(*words: str) -> Made:
    """As `navigator gains FILE ...` has them."""
    parser = argparse.ArgumentParser()
    gains.register(parser)
    return gains._of_files(parser.parse_args(words), Words("en"))


def published(folder: Path, *by: str) -> Made:
    """As `navigator gains --publication 2 --json` has them."""
    parser = argparse.ArgumentParser()
    gains.register(parser)
    words = ["--publication", "2", *(word for name in by for word in ("--by", name))]
    return gains._of_publication(parser.parse_args(words, argparse.Namespace(data=folder, database=None)), Words("en"))

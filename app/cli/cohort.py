"""`navigator cohort`: make the groups of a table."""

import argparse

from app.cli.lazy_parser import add_import


def register(parser: argparse.ArgumentParser) -> None:
    add_import(parser.add_subparsers(dest="act", metavar="ACT", required=True), "groups")

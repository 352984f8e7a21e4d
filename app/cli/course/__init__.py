"""`navigator course ...`: the tools of those who write courses."""

import argparse

from app.cli.course import check, exporting, importing, new, preview, schema

ACTS = (check, new, preview, schema, importing, exporting)


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("course", help="an author's tools")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    for act in ACTS:
        act.register(acts)

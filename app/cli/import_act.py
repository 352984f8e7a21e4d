"""The act `import FILE` of a command: what it takes. What does it is loaded only when it is run."""

import argparse
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any


def add_import(acts: Any, kind: str) -> None:
    """Adds the act `import` to a command. kind: of the table, as `KINDS` names it."""
    act = acts.add_parser("import", help=f"{kind} from a table (XLSX, ODS, CSV): all of it or nothing")
    act.add_argument("file", type=Path, metavar="FILE")
    act.add_argument("--check", action="store_true", help="only say what is wrong and what would be made")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=partial(_import, kind))


def _import(kind: str, args: argparse.Namespace) -> int:
    status: int = import_module("app.cli.importing").import_table(kind, args)
    return status

"""Reports of an instance as a file is made of them, for tests that lay several files beside one another."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.cli.reports import from_instance
from app.exports.variable import Made
from app.wording import Words


def reports(folder: Path, by: Sequence[str] = ("region",), **filters: str) -> Made:
    """As `navigator export --by ... --sex ...` has them."""
    here = argparse.Namespace(data=folder, database=None)
    return from_instance(here, Words("en"), by=by, conditions=list(filters.items()))

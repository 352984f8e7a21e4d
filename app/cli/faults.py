"""What is wrong with an author's files, as a command says it."""

import argparse
from collections.abc import Mapping
from typing import Any

from app.cli.instance import say
from app.content import CourseFaults


def say_faults(args: argparse.Namespace, refusal: CourseFaults, more: Mapping[str, Any]) -> None:
    """Prints every fault with its file and line. more: what else stands in the record for --json."""
    rows = [
        {"path": str(fault.path), "line": fault.line, "where": fault.where, "what": fault.what}
        for fault in refusal.faults
    ]
    say(args, {"faults": rows, **more}, "\n".join(map(str, refusal.faults)))

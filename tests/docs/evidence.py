"""Tables of a page of docs/, and the tests and files that they name as what holds a thing."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md|js|mjs|toml|txt|html|sh))(?:::(\w+))?`")


def rows(page: str) -> list[list[str]]:
    """The cells of every table, row by row, without heads."""
    lines = page.splitlines()
    heads = {number - 1 for number, line in enumerate(lines) if re.fullmatch(r"\|(?:-+\|)+", line)}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if line.startswith("| ") and number not in heads
    ]


def evidence(text: str) -> list[tuple[str, str]]:
    """Paths of files, and the names of tests in them, "" for the file itself."""
    return NAMED.findall(text)


def missing(page: str) -> list[str]:
    """What is named and not there."""
    return [f"{path}::{name}" for path, name in evidence(page) if not _is_there(path, name)]


def _is_there(path: str, name: str) -> bool:
    return (ROOT / path).is_file() and (not name or name in _functions(path))


@cache
def _functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))

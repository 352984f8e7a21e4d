"""Files from outside are parsed behind one door, in a process with limits: who calls a parser is listed here."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOORS = {"app/files/tables.py", "app/content/within_limits.py", "app/cli/course/importing.py", "app/store/copies.py"}
"""Who calls a function in a process with limits."""
PARSERS = {
    "CalamineWorkbook.from_path": {"app/files/spreadsheet.py"},
    "ZipFile": {"app/files/archive.py", "app/files/extent.py", "app/files/formulas.py"},
    "expat.ParserCreate": {"app/files/extent.py", "app/content/pictures.py"},
    "yaml.compose": {"app/content/marked.py"},
    "read_spreadsheet": set(),
    "read_delimited": set(),
    "read_plain": {"app/files/delimited.py"},
    "read_parquet": set(),
    "read_sav": set(),
    "read_dta": set(),
    "read_here": set(),
    "read_articles_here": set(),
    "read_article_here": set(),
    "read_copied": set(),
    "read_folder": {"app/content/shelf.py"},
    "read_gift": {"app/cli/course/importing.py", "assessments/formats/gift.py"},
    "csv.reader": {"app/files/delimited.py", "app/files/plain_rows.py"},
    "pickle.loads": set(),
    "yaml.load": set(),
    "eval": set(),
}
"""Files that may call each. What stands nowhere is handed to the limited process by its name, or chosen by a table."""
LIBRARIES = {
    "python_calamine": {"app/files/spreadsheet.py"},
    "pyarrow": {"app/files/plain_rows.py", "app/files/statistical.py", "app/files/tables.py", "app/exports/"},
    "pyreadstat": {"app/files/statistical.py", "app/files/tables.py", "app/exports/"},
    "yaml": {"app/content/marked.py", "app/content/instrument_file.py"},
}
"""Rooms that may name each library, also by a text that `import_module` gets."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ("app", "courses", "assessments", "articles", "analytics"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def names(tree: ast.Module) -> Iterator[str]:
    """Of libraries, where they are imported or stand as a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (it.name.partition(".")[0] for it in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.partition(".")[0]


def test_each_parser_is_called_behind_the_door_alone() -> None:
    strangers = [
        f"{path} calls {call}"
        for path, tree in sources()
        for call in calls(tree)
        if path not in PARSERS.get(call, {path})
    ]

    assert not strangers


def test_each_library_that_parses_is_named_behind_the_door_alone() -> None:
    strangers = [
        f"{path} names {name}"
        for path, tree in sources()
        for name in names(tree)
        if not path.startswith(tuple(LIBRARIES.get(name, {path})))
    ]

    assert not strangers


def test_the_doors_are_those_that_call_within_limits() -> None:
    assert {path for path, tree in sources() if "call_limited" in calls(tree)} == DOORS

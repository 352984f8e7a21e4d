"""No statistic without a reader: whatever stands at the top of a module of analytics is reached from app.

What runs is what app, the benchmarks and the page for notebooks import, and the statements of a module itself. What
only a test reaches is not used: it goes, and its tests with it.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
USERS = ("app", "benchmarks")
NOTEBOOK = ROOT / "docs" / "notebook.md"
Place = tuple[str, str]
"""(module, name)"""


@cache
def modules() -> Mapping[str, ast.Module]:
    paths = [path for package in ("analytics", *USERS) for path in (ROOT / package).rglob("*.py")]
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in named.items()}


@cache
def defined() -> Mapping[Place, ast.stmt]:
    """Functions, classes and values at the top of a module of analytics."""
    definitions: dict[Place, ast.stmt] = {}
    for module, tree in modules().items():
        for statement in tree.body if module.startswith("analytics") else ():
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                definitions[module, statement.name] = statement
            elif isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                definitions |= {(module, name.id): statement for target in targets for name in names_in(target)}
    return definitions


@cache
def imported() -> Mapping[Place, Place]:
    """What a name of a module stands for in the module that it comes from."""
    return {
        (module, alias.asname or alias.name): (statement.module or "", alias.name)
        for module, tree in modules().items()
        for statement in ast.walk(tree)
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }


def names_in(node: ast.AST) -> Iterator[ast.Name]:
    return (name for name in ast.walk(node) if isinstance(name, ast.Name))


def home(place: Place) -> Place | None:
    """Where it is defined, through the modules that hand it on; None for what is elsewhere."""
    while place not in defined():
        source = imported().get(place)
        if source is None or source == place:
            return None
        place = source
    return place


def used_by(module: str, node: ast.AST) -> set[Place]:
    return {result for name in names_in(node) if (result := home((module, name.id))) is not None}


def running() -> set[Place]:
    result = {home(source) for (module, _), source in imported().items() if module.startswith(USERS)}
    result |= {home(("analytics", name)) for name in of_the_notebook()}
    for module, tree in modules().items():
        for statement in tree.body if module.startswith("analytics") else ():
            if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.ClassDef):
                result |= used_by(module, statement)
    return {place for place in result if place is not None}


def of_the_notebook() -> set[str]:
    lines = re.findall(r"from analytics import (.+)", NOTEBOOK.read_text(encoding="utf-8"))
    return {name for line in lines for name in line.split(", ")}


def reached(starts: set[Place]) -> set[Place]:
    result, waiting = set(starts), list(starts)
    while waiting:
        module, name = waiting.pop()
        more = used_by(module, defined()[module, name]) - result
        result |= more
        waiting += more
    return result


def test_everything_at_the_top_of_a_module_is_used() -> None:
    used = reached(running())

    unused = [place for place in defined() if place not in used and place[1] != "__all__"]

    assert unused == []


def test_what_the_engine_exports_is_asked_for_by_the_product_or_the_notebook() -> None:
    exported = {name for module, name in imported() if module == "analytics"}
    imports = {
        name for (user, _), (source, name) in imported().items() if user.startswith("app") and source == "analytics"
    }

    assert exported - imports - of_the_notebook() == set()

"""What the store gives away is a value: nobody outside holds a row, which could change or ask the database again."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import app.store
from app.store.tables import Row

ROOT = Path(__file__).parents[2]


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(app.store.__path__, "app.store."):
        if not module.name.startswith(("app.store.migrations", "app.store.tables")):
            yield importlib.import_module(module.name)


def _is_row(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, Row)


def _rows_in(hint: Any) -> Iterator[str]:
    """Names of the rows that a type holds, however deep."""
    if _is_row(hint):
        yield hint.__name__
    elif inspect.isclass(hint) and is_dataclass(hint) and hint.__module__.startswith("app.store"):
        for field_hint in get_type_hints(hint).values():
            yield from _rows_in(field_hint)
    for inner in get_args(hint):
        yield from _rows_in(inner)


def _given_away() -> Iterator[tuple[str, str]]:
    """(function, row) of every public function of the store that answers with a row."""
    for module in _modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                for row in _rows_in(get_type_hints(function).get("return")):
                    yield f"{module.__name__}.{name}", row


def test_no_public_function_of_the_store_answers_with_a_row() -> None:
    assert list(_given_away()) == []


def _held_outside() -> Iterator[tuple[str, str]]:
    """(file, row) wherever a module outside the store names a class of rows, under whatever name it reaches it."""
    outside = [file for file in (ROOT / "app").rglob("*.py") if "store" not in file.relative_to(ROOT / "app").parts]
    for file in [*outside, *(ROOT / "analytics").rglob("*.py")]:
        tree = ast.parse(file.read_text())
        aliases: dict[str, Any] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.store"):
                for name in node.names:
                    aliases[name.asname or name.name] = _reached(node.module or "", name.name)
        for node in ast.walk(tree):
            named = aliases.get(node.id) if isinstance(node, ast.Name) else None
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                named = getattr(aliases.get(node.value.id), node.attr, None)
            if _is_row(named):
                yield str(file.relative_to(ROOT)), named.__name__


def _reached(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError:
        return importlib.import_module(f"{module}.{name}")


def test_no_module_outside_the_store_names_a_class_of_rows() -> None:
    assert list(_held_outside()) == []


def test_values_of_the_store_cannot_be_changed() -> None:
    kinds = {
        kind
        for module in _modules()
        for _, kind in inspect.getmembers(module, is_dataclass)
        if inspect.isclass(kind) and kind.__module__ == module.__name__
    }

    names = {it.__name__ for it in kinds}
    assert {"Learner", "Staff", "RoleGrant", "Programme", "Partner", "Helpline", "Act"} <= names
    assert {"Attempt", "Cohort", "Instrument", "LessonProgress", "Publication", "SealedSettlement"} <= names
    secrets = {"code_hash", "pin_hash", "secret", "answers", "points"}
    for kind in kinds:
        assert kind.__dataclass_params__.frozen, kind
        assert not secrets & {it.name for it in fields(kind) if it.repr}, kind

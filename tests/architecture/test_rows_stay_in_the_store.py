"""What the store gives away is a value: nobody outside holds a row, which could change or ask the database again."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy.types import TypeEngine

import app.store
from app.store.paging import Page
from app.store.tables import Learner, Row

ROOT = Path(__file__).parents[2]


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(app.store.__path__, "app.store."):
        if not module.name.startswith(("app.store.migrations", "app.store.tables")):
            yield importlib.import_module(module.name)


def _is_row(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, Row)


def _loose_in(hint: Any) -> Iterator[str]:
    """Names of the rows that a type holds, however deep, and `Any`, which may be one."""
    if hint is Any or _is_row(hint):
        yield getattr(hint, "__name__", "Any")
    if isinstance(hint, TypeVar):
        yield from _loose_in(hint.__bound__)
    if (getattr(get_origin(hint) or hint, "__module__", "")).startswith(("numpy", "sqlalchemy")):
        return  # numbers and conditions: of what kind they are is another question
    for inner in get_args(hint):
        yield from _loose_in(inner)


def _answers() -> Iterator[tuple[str, Any]]:
    """(name, type) of what every public function and method of the store answers, and of every field of its values."""
    for module in _modules():
        for name, one in inspect.getmembers(module):
            if getattr(one, "__module__", "") != module.__name__ or name.startswith("_"):
                continue
            if inspect.isfunction(one):
                yield f"{module.__name__}.{name}", get_type_hints(one).get("return", Any)
            elif inspect.isclass(one) and not issubclass(one, TypeEngine):
                yield from _answers_of(f"{module.__name__}.{name}", one)


def _answers_of(name: str, kind: type[Any]) -> Iterator[tuple[str, Any]]:
    if is_dataclass(kind) or issubclass(kind, tuple):
        for field, hint in get_type_hints(kind).items():
            yield f"{name}.{field}", hint
    for member, one in vars(kind).items():
        function = getattr(one, "fget", None) or getattr(one, "func", None) or getattr(one, "__func__", one)
        if inspect.isfunction(function) and not member.startswith("_"):
            yield f"{name}.{member}", get_type_hints(function).get("return", Any)


ANYTHING = {"app.store.audit.Act.detail"}
"""What JSON holds: it was written as a text, and so is never a row."""


def test_nothing_public_of_the_store_answers_with_a_row_or_with_what_may_be_one() -> None:
    loose = {f"{name}: {kind}" for name, hint in _answers() for kind in _loose_in(hint) if name not in ANYTHING}
    assert loose == set()
    assert {name for name, _ in _answers()} >= ANYTHING


def test_each_way_to_hide_a_row_in_a_type_is_seen() -> None:
    Bound = TypeVar("Bound", bound=Row)
    hidden: list[Any] = [Any, Row, list[Any], dict[int, list[Learner]], Iterator[tuple[int, Learner | None]], Bound]
    hidden += [Page[Any], Page[Learner], Callable[[int], Learner]]

    assert [hint for hint in hidden if not list(_loose_in(hint))] == []


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

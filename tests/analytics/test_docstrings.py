"""What the engine says of itself: its example runs, and every public thing says what it is."""

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import analytics

MODULES = [
    importlib.import_module(each.name) for each in pkgutil.walk_packages(analytics.__path__, prefix="analytics.")
]


def public() -> Iterator[tuple[str, Any]]:
    """Every public class and function, and the public functions of the classes, by name."""
    for module in MODULES:
        for name, value in vars(module).items():
            if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
                continue
            yield f"{module.__name__}.{name}", value
            if inspect.isclass(value):
                for part, of in vars(value).items():
                    if not part.startswith("_") and callable(getattr(of, "fget", None) or getattr(of, "__func__", of)):
                        yield f"{module.__name__}.{name}.{part}", of


@pytest.mark.parametrize("module", [analytics, *MODULES], ids=lambda module: module.__name__)
def test_the_examples_of_a_module_run(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


def test_the_engine_shows_its_use_in_ten_lines() -> None:
    (result,) = [test for test in doctest.DocTestFinder().find(analytics, "analytics") if test.name == "analytics"]

    assert 5 <= len(result.examples) <= 12


def test_every_public_thing_says_what_it_is() -> None:
    silent = [name for name, value in public() if not (inspect.getdoc(value) or "").strip()]

    assert silent == []


SOURCE = re.compile(r"\b(18|19|20)\d\d\b|Source: ")
"""A paper by its year, or in words what the figure rests on."""


def test_every_function_of_the_engine_names_its_source() -> None:
    """Suppression is a rule of this house and no statistic: its docstrings give it whole."""
    functions = {name: getattr(analytics, name) for name in analytics.__all__}
    silent = [
        name
        for name, function in functions.items()
        if inspect.isfunction(function)
        and "suppression" not in function.__module__
        and not SOURCE.search(inspect.getdoc(function) or "")
    ]

    assert silent == []


def test_everything_exported_is_there() -> None:
    assert [name for name in analytics.__all__ if not hasattr(analytics, name)] == []

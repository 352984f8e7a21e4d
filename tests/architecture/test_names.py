"""Names are nouns: none is a participle or a place that says nothing of what it holds."""

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

RIDDLES = {"told", "found", "given", "said", "kept", "asked", "lent", "here", "there"}
"""Not alone, also with an underscore before or after."""

FILES = {"beside", "aside", "here", "late", "plain", "whole", "remarks", "entries", "places", "marks"}

KEYS = {("analytics/report/followup.py", "kept"), ("analytics/report/parts.py", "found")}
"""Fields whose names are keys of the JSON that leaves the house."""

PROJECT = ("analytics", "app", "assessments", "benchmarks", "config.py", "courses", "tests")

FROZEN = "app/store/migrations/versions/"
"""A migration stays as it was when it ran."""


def test_no_name_is_a_participle_or_a_place() -> None:
    riddles = {
        f"{path}:{line}: {name}"
        for path in modules()
        for name, line in names(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if name.strip("_").lower() in RIDDLES and (path, name) not in KEYS
    }
    assert riddles == set(), "call a value by a noun, a deed by a verb"


def test_no_file_has_a_name_that_says_nothing_of_what_is_in_it() -> None:
    assert [path for path in modules() if Path(path).stem.removeprefix("test_") in FILES] == []


def test_every_exception_still_stands_there() -> None:
    written = {(path, name) for path, _ in KEYS for name, _ in names(ast.parse((ROOT / path).read_text("utf-8")))}
    assert written >= KEYS


def test_each_way_to_give_a_name_is_seen() -> None:
    source = """
class told:
    found: int
    def given(self, said, *kept, **asked):
        self.here = [there for there in said]
        with open(said) as lent: pass
        try: pass
        except OSError as _told: pass
        match said:
            case [found_, *given_]: pass
import found as kept_
"""
    seen = {name for name, _ in names(ast.parse(source))}
    assert {"told", "found", "given", "said", "kept", "asked", "here", "there", "lent"} <= seen
    assert {"_told", "found_", "given_", "kept_"} <= seen


def modules() -> list[str]:
    paths = itertools.chain.from_iterable(
        [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")) for place in PROJECT
    )
    return [path for path in (it.relative_to(ROOT).as_posix() for it in paths) if not path.startswith(FROZEN)]


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that the module itself gives, with its line; a name that it only uses is somebody else's."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case (
                ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name))
            ) | ast.MatchMapping(rest=str(name)):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, 0

"""Names are nouns: none is a participle or a place that says nothing of what it holds."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]

RIDDLES = {"told", "found", "given", "said", "kept", "asked", "lent", "here", "there"}
"""Not alone, also with an underscore before or after."""

FILES = {"beside", "aside", "here", "late", "plain", "whole", "remarks", "entries", "places", "marks"}

KEYS = {("analytics/report/followup.py", "kept"), ("analytics/report/parts.py", "found")}
"""Fields whose names are keys of the JSON that leaves the house."""

PROJECT = ("analytics", "app", "articles", "assessments", "benchmarks", "config.py", "courses", "tests")

TEMPLATES = ROOT / "app" / "web" / "templates"

NO_CODE = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.DOTALL)

SCRIPTS = [*sorted((ROOT / "app" / "web" / "static").glob("*.js")), ROOT / "app" / "web" / "types.d.ts"]

FROZEN = "app/store/migrations/versions/"
"""A migration stays as it was when it ran."""


def test_no_name_is_a_participle_or_a_place() -> None:
    riddles = {
        f"{path}:{line}: {name}"
        for path in modules()
        for name, line in names(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if is_riddle(name) and (path, name) not in KEYS
    }
    assert riddles == set(), "call a value by a noun, a deed by a verb"


def test_no_template_calls_a_macro_or_a_value_so_either() -> None:
    riddles = {
        f"{page.relative_to(ROOT)}:{line}: {name}"
        for page in TEMPLATES.rglob("*.html")
        for name, line in names_in_template(page.read_text(encoding="utf-8"))
        if is_riddle(name)
    }
    assert riddles == set(), "call a value by a noun, a deed by a verb"


def test_no_script_of_a_page_does() -> None:
    riddles = {
        f"{script.relative_to(ROOT)}: {name}"
        for script in SCRIPTS
        for name in names_in_script(script.read_text(encoding="utf-8"))
        if is_riddle(name)
    }
    assert riddles == set(), "call a value by a noun, a deed by a verb"


def test_no_file_has_a_name_that_says_nothing_of_what_is_in_it() -> None:
    pages = [page.relative_to(ROOT).as_posix() for page in TEMPLATES.rglob("*.html")]
    pages += [script.relative_to(ROOT).as_posix() for script in SCRIPTS]
    assert [path for path in [*modules(), *pages] if Path(path).stem.removeprefix("test_") in FILES | RIDDLES] == []


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


def test_each_way_to_give_a_name_in_a_template_is_seen() -> None:
    source = """
{% import "a.html" as told %}{% from "b.html" import x as found, given %}
{% macro said(kept, asked="") %}{% endmacro %}
{% set here %}text{% endset %}{% for there in () %}{% endfor %}{% set (lent_, y) = z %}
{% call(_told) x() %}{% endcall %}{% with given_ = 1 %}{{ _kept }}{% endwith %}
"""
    seen = {name for name, _ in names_in_template(source)}
    assert seen == {"told", "found", "given", "said", "kept", "asked", "here", "there", "lent_", "y", "_told", "given_"}


def test_each_way_to_give_a_name_in_a_script_is_seen() -> None:
    source = """
// here
/** there
 * lent */
const { told, a: found } = kept("asked", 'told // not a comment', `${given}`); // said
"""
    assert set(names_in_script(source)) & RIDDLES == {"told", "found", "kept", "given"}


def is_riddle(name: str) -> bool:
    return name.strip("_").lower() in RIDDLES


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


def names_in_template(source: str) -> Iterator[tuple[str, int]]:
    """The same of a template: its macros, their values, and what it sets, runs through or imports under a name."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    for node in tree.find_all((nodes.Macro, nodes.Import, nodes.FromImport, nodes.Name)):
        match node:
            case nodes.Macro(name=name) | nodes.Import(target=name) | nodes.Name(name=name, ctx="store" | "param"):
                yield name, node.lineno
            case nodes.FromImport(names=imported):
                yield from ((one if isinstance(one, str) else one[1], node.lineno) for one in imported)


def names_in_script(source: str) -> list[str]:
    """Every word of a script's code, also of what stands in the braces of a template literal; no string, no comment.

    Names of stores in a phone's database are strings: whoever renamed one would lose what somebody has answered.
    """
    code = NO_CODE.sub(lambda match: " ".join(re.findall(r"\$\{(.*?)\}", match[0])), source)
    return re.findall(r"[A-Za-z_$][\w$]*", code)

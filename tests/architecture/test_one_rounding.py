"""Decimals of a figure stand in the register alone: nobody else names them when they write a number."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
WRITERS = {"wording/words.py", "wording/figure_text.py"}
"""Who writes numbers as they are told, and who asks the register."""
OTHERS: Mapping[tuple[str, str], str] = {
    ("wording/method.py", "level_name"): "a level of confidence is 95 % or 97.5 %, as somebody chose it",
    ("wording/outlook.py", "beyond_error_sentences"): "as many as lead from the error to the threshold beside it",
    ("charts/svg.py", "percent_mark"): "the end of a scale",
}
IN_TEMPLATE = re.compile(r"words\.(?:(?:percent|signed)\(|number\([^()]*,)")


def test_nobody_names_decimals_of_a_figure_beside_the_register() -> None:
    result = {
        (path.relative_to(APP).as_posix(), name)
        for path in APP.rglob("*.py")
        if path.relative_to(APP).as_posix() not in WRITERS
        for name in with_decimals(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert result == OTHERS.keys()


def with_decimals(tree: ast.AST, function: str = "") -> Iterator[str]:
    """Functions that write a number in decimals that they name."""
    for node in ast.iter_child_nodes(tree):
        name = node.name if isinstance(node, ast.FunctionDef) else function
        if isinstance(node, ast.Call) and is_of_words(node.func) and has_decimals(node):
            yield name
        yield from with_decimals(node, name)


def has_decimals(call: ast.Call) -> bool:
    """Its own, or none of what is made a per cent here."""
    return len(call.args) + len(call.keywords) > 1 or "100 *" in ast.unparse(call)


def is_of_words(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in ("number", "signed", "percent")
        and ast.unparse(called.value).endswith("words")
    )


def test_no_template_names_decimals() -> None:
    assert [path.name for path in APP.rglob("*.html") if IN_TEMPLATE.search(path.read_text(encoding="utf-8"))] == []


def test_the_search_itself_sees_decimals() -> None:
    seen = [
        "def a(words): words.number(n, 2)",
        "def b(self): self.words.percent(n, digits=0)",
        "def c(words): words.number(100 * share)",
        "def d(words): words.number(n)",
    ]

    assert [*with_decimals(ast.parse("\n".join(seen)))] == ["a", "b", "c"]
    assert IN_TEMPLATE.search("{{ words.number(gain.mean, 1) }}")
    assert not IN_TEMPLATE.search("{{ words.number(gain.n) }}")

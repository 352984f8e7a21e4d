"""Whatever an author types, a phone gets harmless HTML. Read back with html5lib, which parses as browsers do."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.markdown import MARKDOWN, Page
from app.content.release import Picture

EXAMPLES = int(os.environ.get("MARKDOWN_EXAMPLES", "1000"))
"""MARKDOWN_EXAMPLES=10000 for a release: about a minute."""

PICTURES = {"road.svg": Picture(digest="0123456789abcdef" * 4, svg="<svg/>", width=320, height=160)}
TAGS = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "br", "a", "img"} | {
    *("details", "summary"),
    *(f"h{level}" for level in range(1, 7)),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "details": {"class"},
    "code": {"class"},
}
"""No style, no id, nothing that begins with "on"."""

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</p><iframe src=//x>",
    "<!-- -->",
    "<![CDATA[x]]>",
    "<style>*{}</style>",
    "<a href=javascript:alert(1)>",
    "<p style='x'>",
    "[a](javascript:alert(1))",
    "[a](<java\nscript:alert(1)>)",
    "[a](&#x6A;avascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](//far.example)",
    '[a](b "onclick=x\\" onmouseover=\\"alert(1)")',
    "![a](pictures/road.svg)",
    '![" onerror="alert(1)](pictures/road.svg)',
    "![<script>](pictures/road.svg)",
    "![a](javascript:x)",
    "![a](https://far.example/x.svg)",
    "<https://far.example>",
    "<javascript:alert(1)>",
    '```html" onclick="x\n<script>\n```',
    "    <b>indented</b>",
    "&lt;script&gt;",
    ":::check x",
    ":::more <b>x",
    ":::",
    "- `id` words\n  > reason",
    "### `a` heading",
    "**Lola:** hi",
    "[x]: javascript:alert(1)",
    "[x]",
    "\x00",
    "\u202e",
)
texts = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE), st.text(max_size=12), st.sampled_from(["\n", "\n\n", " ", "> ", "- ", "`", "*"])
    ),
    max_size=14,
).map("".join)


def html_of(text: str) -> str:
    """As a lesson would show it, and also where the check refuses the lesson."""
    page = Page(Path("en.md"), f"---\ntitle: x\n---\n{text}", PICTURES)
    return page.html(page.body, "step")


def elements(html: str) -> Iterator[Any]:
    """Everything that a browser would make of it, wherever it would put it."""
    tree = html5lib.parse(f"<!doctype html><html><head></head><body><div>{html}</div>", namespaceHTMLElements=False)
    yield from (each for each in tree.iter() if each not in (tree, *tree))


def harm(html: str) -> list[str]:
    """What no page of ours may hold."""
    results = []
    for element in list(elements(html))[1:]:
        name = element.tag if isinstance(element.tag, str) else "comment"
        if name not in TAGS:
            results.append(f"<{name}>")
        results += [f"{name} {key}" for key in element.attrib if key not in ATTRIBUTES.get(name, set())]
        href = element.attrib.get("href", "").strip().lower()
        if href.startswith(("javascript:", "vbscript:", "data:text")):
            results.append(f"{name} to {href}")
        if name == "img" and element.attrib["src"] != "/p/0123456789abcdef.svg":
            results.append(f"picture from {element.attrib['src']}")
    return results


@pytest.mark.many
@settings(max_examples=EXAMPLES, deadline=None, derandomize="CI" in os.environ)
@given(texts)
def test_a_text_becomes_nothing_but_allowed_tags(text: str) -> None:
    assert harm(html_of(text)) == []


def test_the_check_sees_harm_where_raw_html_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MARKDOWN.options, "html", True)

    assert harm(html_of("<script>alert(1)</script>")) == ["<script>"]
    assert harm(html_of("<p onclick='x'>a</p>")) == ["p onclick"]


@settings(max_examples=EXAMPLES // 5, deadline=None, derandomize="CI" in os.environ)
@given(texts)
def test_a_lesson_without_fault_leads_nowhere_outside(text: str) -> None:
    page = Page(Path("en.md"), f"---\ntitle: x\n---\n{text}", PICTURES)
    html = page.html(page.body, "step")

    if not page.faults:
        links = [each.attrib["href"] for each in elements(html) if each.tag == "a"]
        assert not [href for href in links if ":" in href.split("#")[0] or href.startswith(("/", "\\"))]

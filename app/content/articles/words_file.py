"""Reads the words of an article in one language from their Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it.tree import SyntaxTreeNode

from app.content.faults import CourseFault
from app.content.markdown import Page, front_passages, inline_of, line_of, passages_of, read_page
from app.content.text import WHOLE, Passage, language_of
from app.sentences import N_, Remark
from articles import ArticleWords
from articles.values import Text, Value

HELP = "/help"
ARTICLE = "/open/"
WAYS = re.compile(rf"{HELP}|{ARTICLE}[a-z0-9-]+")
"""Where an article may lead: to Help and to other articles."""
_NO_WORDS = ("image", "scene", "container_block")


class Front(Value):
    """Holds the values between the two lines of '---' at the top of an article's words."""

    title: Text
    summary: Text


@dataclass(frozen=True)
class ReadWords:
    """Holds the words of an article in one language as they were read."""

    path: Path
    words: ArticleWords | None
    """None if the file has a fault"""
    title: Passage | None
    passages: tuple[Passage, ...]
    """its texts, paragraph by paragraph, the title and the summary too"""
    headings: tuple[str, ...]
    links: tuple[tuple[int, str], ...]
    """the lines and addresses of its links"""

    @property
    def language(self) -> str:
        return language_of(self.path)


@dataclass(frozen=True)
class _Part:
    node: SyntaxTreeNode | None
    """the heading; None above the first one"""
    heading: str
    inner: list[SyntaxTreeNode]

    @property
    def where(self) -> str:
        return "the answer" if self.node is None else f"under '{self.heading}'"


def read_words(path: Path, faults: list[CourseFault]) -> ReadWords | None:
    """Reads the words of an article; returns None if the file cannot be read at all.

    Faults are added to `faults`; if there are any, the words are None.
    """
    page = read_page(path, faults, {}, ways=WAYS)
    if page is None:
        return None
    front, marked = page.front(Front)
    parts = _parts(page)
    body = "\n".join(_html(page, part) for part in parts)
    faults.extend(page.faults)
    words = None
    if front is not None and not page.faults:
        words = ArticleWords(title=front.title, summary=front.summary, body=body)
    title = marked.at("title") if marked else None
    return ReadWords(
        path=path,
        words=words,
        title=Passage(marked.lines["title",], title) if marked and isinstance(title, str) else None,
        passages=(*front_passages(marked), *passages_of(page.body)),
        headings=tuple(part.heading for part in parts if part.node is not None),
        links=tuple(_links(page.body)),
    )


def _parts(page: Page) -> list[_Part]:
    """The answer above the first heading, and what stands below each."""
    parts = [_Part(None, "", [])]
    for node in page.body:
        if node.type == "heading" and node.tag == "h2":
            parts.append(_Part(node, page.plain(node, inline_of(node), "heading"), []))
        elif node.type == "heading" and node.tag == "h1":
            page.fault(node, WHOLE, N_("has a heading with one '#': the title stands on top, a part begins with '##'"))
        else:
            parts[-1].inner.append(node)
    return parts


def _html(page: Page, part: _Part) -> str:
    if part.node is None and not part.inner:
        what = N_("does not begin with an answer: write two to four sentences above the first heading")
        line = line_of(page.body[0]) if page.body else 1
        page.faults.append(CourseFault(page.path, line, WHOLE, Remark(what)))
    elif part.node is not None and not part.heading:
        page.fault(part.node, WHOLE, N_("has a heading without words: write them behind '##'"))
    elif part.node is not None and not part.inner:
        page.fault(part.node, part.where, N_("is empty: write what stands below it, or take it out of every language"))
    strange = [node for node in part.inner if any(inner.type in _NO_WORDS for inner in node.walk())]
    for node in strange:
        page.fault(node, part.where, N_("has a picture or a ':::' block: an article is words, headings and lists"))
    html = page.html([node for node in part.inner if node not in strange], part.where)
    return html if part.node is None else f"<h2>{escape(part.heading)}</h2>\n{html}"


def _links(nodes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[int, str]]:
    """What stands within a line has no line of its own: it has that of its paragraph."""
    for paragraph in (inner for node in nodes for inner in node.walk() if inner.type == "inline"):
        for inner in paragraph.walk():
            if inner.type == "link":
                yield line_of(paragraph), str(inner.attrs["href"])

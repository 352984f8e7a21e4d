"""Reads lists whose lines begin with an id in backticks, and headings that do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Group
from app.content.markdown import Page, inline_of, line_of
from app.sentences import N_
from courses import HintedLine, Line, ReasonedLine

Read = TypeVar("Read", bound=Line)

_REASON = N_("must give its reason in one plain paragraph behind '>'")
_HINT = N_("must give its hint in one plain paragraph behind '>'")


@dataclass(frozen=True)
class Headed:
    """Holds a heading such as '### `id` heading' and the nodes under it; the heading is plain text."""

    id: str
    heading: str
    node: SyntaxTreeNode
    inner: list[SyntaxTreeNode]


def has_id(node: SyntaxTreeNode) -> bool:
    """Returns whether a heading begins with an id in backticks."""
    tokens = inline_of(node)
    return bool(tokens) and tokens[0].type == "code_inline"


def is_list_of_ids(node: SyntaxTreeNode) -> bool:
    """Returns whether a node is a list whose first line begins with an id in backticks."""
    return node.type in ("bullet_list", "ordered_list") and begins_with_id(node.children[0])


def begins_with_id(entry: SyntaxTreeNode) -> bool:
    """Returns whether a line of a list begins with an id in backticks."""
    return _id_of(entry) is not None


def line_ids(page: Page, listed: SyntaxTreeNode, where: str, noun: str) -> list[str | None]:
    """Returns the id of each line of a list, None for a line without a usable one.

    Missing, unusable and repeated ids are faults, which are added to the page's. noun: what faults call a line.
    """
    ids: list[str | None] = []
    for entry in listed.children:
        line_id = _id_of(entry)
        if line_id is None:
            mark = "1." if listed.type == "ordered_list" else "-"
            what = N_("has a line that does not begin with its id in backticks: write '%(mark)s `id` words'")
            page.fault(entry, where, what, mark=mark)
        elif not page.is_id(entry, where, line_id):
            line_id = None
        elif line_id in ids:
            page.fault(entry, f"{where}, {noun} {line_id}", N_("stands here a second time: keep one"))
        ids.append(line_id)
    return ids


def group(name: str, node: SyntaxTreeNode, ids: Sequence[str | None]) -> tuple[Group, ...]:
    """Returns a tuple with one Group of these ids; an empty tuple if any is None, for which a fault exists already."""
    known = tuple(each for each in ids if each is not None)
    return (Group(name, line_of(node), known),) if len(known) == len(ids) else ()


def reasoned_lines(
    page: Page, listed: SyntaxTreeNode, ids: Sequence[str | None], where: str, noun: str
) -> tuple[ReasonedLine, ...]:
    """Reads lines with one reason each; a line with a fault is left out, and the fault is added to the page's.

    ids: of the lines, as from `line_ids`; lines without one are left out.
    """

    def read(entry: SyntaxTreeNode, line_id: str, where: str) -> ReasonedLine | None:
        html, notes = _words(page, entry, where)
        if not notes or len(notes) > 1:
            page.fault(entry, where, N_("must have one reason and nothing more: write '  > reason' below its words"))
            return None
        reason_html = _note(page, notes[0], where, "reason")
        return ReasonedLine(id=line_id, html=html, reason_html=reason_html) if html and reason_html else None

    return _each(listed, ids, where, noun, read)


def hinted_lines(
    page: Page, listed: SyntaxTreeNode, ids: Sequence[str | None], where: str, noun: str
) -> tuple[HintedLine, ...]:
    """Reads lines that may have a hint; a line with a fault is left out, and the fault is added to the page's.

    ids: of the lines, as from `line_ids`; lines without one are left out.
    """

    def read(entry: SyntaxTreeNode, line_id: str, where: str) -> HintedLine | None:
        html, notes = _words(page, entry, where)
        if len(notes) > 1:
            page.fault(entry, where, N_("may have one hint and nothing more: write '  > hint' below its words"))
            return None
        hint_html = _note(page, notes[0], where, "hint") if notes else ""
        return HintedLine(id=line_id, html=html, hint_html=hint_html) if html else None

    return _each(listed, ids, where, noun, read)


def plain_lines(
    page: Page, listed: SyntaxTreeNode, ids: Sequence[str | None], where: str, noun: str
) -> tuple[Line, ...]:
    """Reads lines that have neither reason nor hint: one that has is a fault, which is added to the page's.

    ids: of the lines, as from `line_ids`; lines without one or without words are left out.
    """

    def read(entry: SyntaxTreeNode, line_id: str, where: str) -> Line | None:
        html, notes = _words(page, entry, where)
        if notes:
            page.fault(entry, where, N_("has more than its words: keep one line"))
        return Line(id=line_id, html=html) if html else None

    return _each(listed, ids, where, noun, read)


def headed(
    page: Page, nodes: Sequence[SyntaxTreeNode], where: str, noun: str, mark: str = "###"
) -> tuple[list[SyntaxTreeNode], list[Headed]]:
    """Returns the nodes before the first heading of this mark, and each such heading with the nodes under it.

    A heading without a usable id is left out; this and a repeated id are faults, which are added to the page's.
    """
    before: list[SyntaxTreeNode] = []
    entries_read: list[Headed] = []
    for node in nodes:
        if node.type == "heading" and node.markup == mark:
            entries_read += _heading(page, node, where, noun)
        elif entries_read:
            entries_read[-1].inner.append(node)
        else:
            before.append(node)
    ids = [each.id for each in entries_read]
    for position, each in enumerate(entries_read):
        if each.id in ids[:position]:
            page.fault(each.node, f"{where}, {noun} {each.id}", N_("stands here a second time: keep one"))
    return before, entries_read


def _heading(page: Page, node: SyntaxTreeNode, where: str, noun: str) -> list[Headed]:
    tokens = inline_of(node)
    if not has_id(node):
        what = N_("has a heading that does not begin with an id in backticks: write '%(mark)s `id` heading'")
        page.fault(node, where, what, mark=node.markup)
        return []
    headed_id = tokens[0].content
    if not page.is_id(node, where, headed_id):
        return []
    heading = page.plain(node, tokens[1:], f"{where}, {noun}")
    if not heading:
        page.fault(node, f"{where}, {noun} {headed_id}", N_("has no heading: write it behind the id"))
    return [Headed(headed_id, heading, node, [])]


def _each(
    listed: SyntaxTreeNode,
    ids: Sequence[str | None],
    where: str,
    noun: str,
    read: Callable[[SyntaxTreeNode, str, str], Read | None],
) -> tuple[Read, ...]:
    lines = [
        read(entry, line_id, f"{where}, {noun} {line_id}")
        for entry, line_id in zip(listed.children, ids, strict=True)
        if line_id is not None
    ]
    return tuple(line for line in lines if line is not None)


def _words(page: Page, entry: SyntaxTreeNode, where: str) -> tuple[str, list[SyntaxTreeNode]]:
    """The words behind the id as HTML, and what stands below them."""
    words, *notes = entry.children
    html = page.line_html(words, inline_of(words)[1:], where)
    if not html:
        page.fault(entry, where, N_("has no words: write them behind the id"))
    return html, notes


def _note(page: Page, node: SyntaxTreeNode, where: str, noun: str) -> str:
    """A quotation of one paragraph; "" where it is something else, which is a fault."""
    if node.type != "blockquote" or [inner.type for inner in node.children] != ["paragraph"]:
        page.fault(node, where, {"reason": _REASON, "hint": _HINT}[noun])
        return ""
    return page.line_html(node.children[0], inline_of(node.children[0]), where)


def _id_of(entry: SyntaxTreeNode) -> str | None:
    tokens = inline_of(entry.children[0]) if entry.children and entry.children[0].type == "paragraph" else []
    return tokens[0].content if tokens and tokens[0].type == "code_inline" else None

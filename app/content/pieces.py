"""Reads where the pieces of a lesson begin in its Markdown, and how each of them ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from app.content.lines import Headed, has_id, headed
from app.content.markdown import Page, Step, inline_of, line_of
from app.content.text import WHOLE
from app.sentences import N_
from courses import Close

CLOSE = "close"
"""The word that opens the block at a piece's end."""


@dataclass(frozen=True)
class PieceNodes:
    """Holds a piece of a lesson before its steps are read; `close` is None if it lacks a usable one."""

    id: str
    title: str
    line: int
    steps: Sequence[Step]
    close: Close | None


def read_pieces(page: Page) -> list[PieceNodes]:
    """Lists the pieces of a lesson, which begin with '# `id` title' and end with a `:::close` block.

    It is empty for a lesson without such a heading. Faults are added to the page's.
    """
    if not any(node.type == "heading" and node.tag == "h1" and has_id(node) for node in page.body):
        return []
    before, pieces = headed(page, page.body, "lesson", "piece", mark="#")
    for node in before:
        page.fault(node, WHOLE, N_("has words before the first piece: begin a piece with '# `id` title'"))
    return [_piece(page, piece) for piece in pieces]


def _piece(page: Page, piece: Headed) -> PieceNodes:
    where = f"piece {piece.id}"
    *inner, last = piece.inner or [piece.node]
    close = None
    if last.type == "container_block" and last.info.split() == [CLOSE]:
        close = _close(page, last, f"{where}, close")
    else:
        what = N_("does not end with a ':::close': write what one can do now and, below, one small thing to do")
        page.fault(piece.node, where, what)
        inner = piece.inner
    steps = page.steps(inner)
    if not steps:
        page.fault(piece.node, where, N_("has no step: begin one with '## heading'"))
    return PieceNodes(piece.id, piece.heading, line_of(piece.node), steps, close)


def _close(page: Page, block: SyntaxTreeNode, where: str) -> Close | None:
    if not page.is_closed(block):
        page.fault(block, where, N_("is not closed: write ':::' on a line of its own below its last words"))
    if [node.type for node in block.children] != ["paragraph", "paragraph"]:
        what = N_("must be two plain paragraphs: what one can do now, and below one small thing to do")
        page.fault(block, where, what)
        return None
    can, deed = (page.line_html(node, inline_of(node), where) for node in block.children)
    return Close(can_html=can, deed_html=deed) if can and deed else None

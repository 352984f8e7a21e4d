"""Reads a lesson's Markdown into its words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content, ReadActivity, ReadPiece
from app.content.faults import CourseFault
from app.content.kinds import READERS
from app.content.lines import is_list_of_ids
from app.content.markdown import Page, Step, front_passages, is_more, line_of, passages_of, read_page
from app.content.pieces import CLOSE, PieceNodes, read_pieces
from app.content.read_file import ReadFile
from app.content.release import Picture
from app.sentences import N_, Remark
from courses import Block, LessonStep, LessonWords, PieceWords, Prose
from courses.values import Text, Value


class FrontMatter(Value):
    """Holds the values between the two lines of '---' at the top of a lesson's file."""

    title: Text
    summary: Text
    note: str = ""


def read_lesson(path: Path, faults: list[CourseFault], pictures: Mapping[str, Picture]) -> ReadFile[LessonWords] | None:
    """Reads the file of a lesson in one language; returns None if it cannot be read at all.

    Faults are added to `faults`; if there are any, the words are None.
    """
    page = read_page(path, faults, pictures)
    if page is None:
        return None
    activities: list[ReadActivity] = []
    front, marked = page.front(FrontMatter)
    pieces = read_pieces(page)
    steps = [] if pieces else _steps(page, page.steps(), activities)
    in_pieces = [_piece(page, piece, activities) for piece in pieces]
    faults.extend(page.faults)
    words = None
    if front is not None and not page.faults:
        words = LessonWords(
            title=front.title,
            summary=front.summary,
            note=front.note,
            steps=tuple(steps),
            pieces=tuple(piece for piece in in_pieces if piece is not None),
        )
    read = [*front_passages(marked), *passages_of(page.body)]
    beginnings = tuple(ReadPiece(piece.id, piece.line) for piece in pieces)
    return ReadFile(path, words, tuple(read), frozenset(page.used), tuple(activities), beginnings, page.scenes)


def _piece(page: Page, piece: PieceNodes, activities: list[ReadActivity]) -> PieceWords | None:
    first = len(activities)
    steps = _steps(page, piece.steps, activities)
    activities[first:] = [replace(activity, piece=piece.id) for activity in activities[first:]]
    if not steps or piece.close is None or not piece.title:
        return None
    return PieceWords(id=piece.id, title=piece.title, steps=tuple(steps), close=piece.close)


def _steps(page: Page, steps: Sequence[Step], activities: list[ReadActivity]) -> list[LessonStep]:
    read = [_step(page, heading, inner, activities) for heading, _, inner in steps]
    return [step for step in read if step is not None]


def _step(
    page: Page, heading: str, nodes: Sequence[SyntaxTreeNode], activities: list[ReadActivity]
) -> LessonStep | None:
    where = f"step '{heading}'"
    blocks: list[Block] = []
    prose: list[SyntaxTreeNode] = []
    for node in nodes:
        if node.type != "container_block" or is_more(node):
            prose.append(node)
            continue
        blocks += _prose(page, prose, where)
        prose = []
        swallowed = [inner for inner in node.walk() if inner.type == "container_block" and inner is not node]
        if swallowed and node.info.strip():
            activities += _unclosed(page, node, swallowed)
            continue
        activity = _activity(page, node)
        if activity is not None:
            activities.append(activity)
            blocks += [activity.content.words] if activity.content.words else []
    blocks += _prose(page, prose, where)
    return LessonStep(heading=heading, blocks=tuple(blocks)) if heading and blocks else None


def _prose(page: Page, nodes: Sequence[SyntaxTreeNode], where: str) -> list[Prose]:
    html = page.html(nodes, where)
    return [Prose(html=html)] if html else []


def _unclosed(page: Page, node: SyntaxTreeNode, swallowed: Sequence[SyntaxTreeNode]) -> list[ReadActivity]:
    """What one missing ':::' makes of several blocks: they are there, and their words cannot be told apart."""
    next_one = swallowed[0]
    what = N_(
        "is not closed before ':::%(block)s' on line %(line)d: write ':::' on a line of its own below its last words"
    )
    page.fault(node, node.info.strip(), what, block=next_one.info.strip(), line=line_of(next_one))
    return [
        ReadActivity(kind, activity_id, line_of(each), Content(None))
        for each in (node, *swallowed)
        for kind, _, activity_id in [" ".join(each.info.split()).partition(" ")]
        if kind in READERS and activity_id
    ]


def _activity(page: Page, node: SyntaxTreeNode) -> ReadActivity | None:
    kind, _, activity_id = " ".join(node.info.split()).partition(" ")
    where = f"{kind} {activity_id}" if activity_id else "block"
    if not kind:
        what = N_(
            "is a ':::' that closes nothing: take it out, or open the block with ':::kind id', as in ':::check id'"
        )
        page.fault(node, where, what)
        return None
    if kind == CLOSE:
        what = N_("stands where no piece ends: put it last in a piece, which begins with '# `id` title'")
        page.fault(node, CLOSE, what)
        return None
    if kind not in READERS or not activity_id:
        near = get_close_matches(kind, READERS, n=1)
        meant = Remark(N_("did you mean ':::%(kind)s %(id)s'?"), kind=near[0], id=activity_id or "id") if near else ""
        mend = meant or Remark(N_("kinds are %(kinds)s"), kinds=tuple(READERS))
        page.fault(
            node,
            where,
            N_("begins with ':::%(block)s', and a block with ':::kind id': %(mend)s"),
            block=node.info,
            mend=mend,
        )
        return None
    if not page.is_closed(node):
        page.fault(node, where, N_("is not closed: write ':::' on a line of its own below its last words"))
    if not page.is_id(node, where, activity_id):
        return None
    loose = [
        note
        for listed, note in pairwise(node.children)
        if note.type == "blockquote" and listed.type in ("bullet_list", "ordered_list") and is_list_of_ids(listed)
    ]
    for note in loose:
        page.fault(note, where, N_("has a reason beside its line: move it in by two spaces, as in '  > reason'"))
    content = Content(None) if loose else READERS[kind](page, node, activity_id)
    return ReadActivity(kind, activity_id, line_of(node), content)

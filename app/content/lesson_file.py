"""A lesson's Markdown into its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from app.content.faults import CourseFault
from app.content.marked import marked_yaml
from app.content.shape import shaped
from app.content.text import WHOLE, read_text
from courses import Block, Check, LessonStep, LessonWords, Prose, ReasonedLine
from courses.values import Text, Value, an_id

# No raw HTML. Underlined headings and indented code happen by accident, and nobody means them.
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False})
    .disable(["lheading", "code"])
    .use(front_matter_plugin)
    .use(container_plugin, "block", validate=lambda *_: True)
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_FAR = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]")


@dataclass(frozen=True)
class ReadCheck:
    """A check as it stands in the file; options is None where they cannot be told."""

    id: str
    line: int
    options: tuple[str, ...] | None


@dataclass(frozen=True)
class ReadLesson:
    """A lesson file: its words, None where it has a fault, and its checks in order."""

    path: Path
    words: LessonWords | None
    checks: tuple[ReadCheck, ...]


class FrontMatter(Value):
    """What stands between the two lines of three hyphens."""

    title: Text
    summary: Text
    note: str = ""


def read_lesson(path: Path, faults: list[CourseFault]) -> ReadLesson | None:
    """The lesson of one language; None where the file cannot be read at all. Faults are added to `faults`."""
    text = read_text(path, faults)
    if text is None:
        return None
    reader = _Reader(path, text.splitlines())
    nodes = SyntaxTreeNode(_MARKDOWN.parse(text)).children
    front = reader.front_matter(nodes)
    steps = reader.steps([node for node in nodes if node.type != "front_matter"])
    faults.extend(reader.faults)
    if front is None or reader.faults:
        return ReadLesson(path, None, tuple(reader.checks))
    words = LessonWords(title=front.title, summary=front.summary, note=front.note, steps=steps)
    return ReadLesson(path, words, tuple(reader.checks))


@dataclass
class _Reader:
    path: Path
    lines: list[str]
    faults: list[CourseFault] = field(default_factory=list)
    checks: list[ReadCheck] = field(default_factory=list)

    def fault(self, node: SyntaxTreeNode, where: str, what: str) -> None:
        self.faults.append(CourseFault(self.path, _line(node), where, what))

    def front_matter(self, nodes: Sequence[SyntaxTreeNode]) -> FrontMatter | None:
        if not nodes or nodes[0].type != "front_matter":
            what = "does not begin with title and summary between two lines of '---': write them"
            self.faults.append(CourseFault(self.path, 1, WHOLE, what))
            return None
        marked = marked_yaml(self.path, nodes[0].content, self.faults, first_line=2)
        return None if marked is None else shaped(FrontMatter, marked, self.faults, entry=1, stand_in={})

    def steps(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[LessonStep, ...]:
        sections: list[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]] = []
        for node in nodes:
            if node.type == "heading" and node.tag == "h1":
                self.fault(node, WHOLE, "has a heading with one '#': the title stands on top, a step begins with '##'")
            elif node.type == "heading" and node.tag == "h2":
                sections.append((node, []))
            elif sections:
                sections[-1][1].append(node)
            else:
                self.fault(node, WHOLE, "has words before the first step: begin a step with '## heading'")
        if not sections:
            self.faults.append(CourseFault(self.path, 1, WHOLE, "has no step: begin one with '## heading'"))
        steps = [self.step(heading, inner) for heading, inner in sections]
        return tuple(step for step in steps if step is not None)

    def step(self, heading: SyntaxTreeNode, nodes: Sequence[SyntaxTreeNode]) -> LessonStep | None:
        title = heading.children[0].content if heading.children else ""
        where = f"step '{title}'"
        if any(token.type != "text" for token in _inline(heading)):
            self.fault(
                heading, where, "has signs in its heading that make it bold, a link or the like: keep plain words"
            )
        if not title:
            self.fault(heading, "step", "has no heading: write it behind '##'")
        if not nodes:
            self.fault(heading, where, "is empty: write what stands on this screen")
        blocks: list[Block] = []
        prose: list[SyntaxTreeNode] = []
        for node in nodes:
            if node.type != "container_block":
                prose.append(node)
                continue
            blocks += self.prose(prose, where)
            prose = []
            check = self.check(node)
            blocks += [check] if check else []
        blocks += self.prose(prose, where)
        return LessonStep(heading=title, blocks=tuple(blocks)) if title and blocks else None

    def prose(self, nodes: Sequence[SyntaxTreeNode], where: str) -> list[Prose]:
        return [Prose(html=self.html(nodes, where))] if nodes else []

    def check(self, node: SyntaxTreeNode) -> Check | None:
        name, _, check_id = " ".join(node.info.split()).partition(" ")
        where = f"check {check_id}" if check_id else "block"
        if not name:
            self.fault(node, where, "is a ':::' that closes nothing: take it out, or open the block with ':::check id'")
            return None
        if name != "check" or not check_id:
            self.fault(node, where, f"':::{node.info}' is not known: a block begins with ':::check id'")
            return None
        if not self.is_closed(node):
            self.fault(node, where, "is not closed: write ':::' on a line of its own below the last answer")
        *before, answers = node.children or [node]
        if not before or answers.type != "bullet_list" or any(inner.type != "paragraph" for inner in before):
            self.fault(node, where, "must be a question in plain paragraphs and then one list of answers with '- '")
            self.checks.append(ReadCheck(check_id, _line(node), None))
            return None
        ids = [self.option_id(entry, where) for entry in answers.children]
        known = tuple(option_id for option_id in ids if option_id is not None)
        self.checks.append(ReadCheck(check_id, _line(node), known if len(known) == len(ids) else None))
        options = [
            self.option(entry, option_id, where)
            for entry, option_id in zip(answers.children, ids, strict=True)
            if option_id is not None
        ]
        whole = tuple(option for option in options if option is not None)
        case_html = self.html(before[:-1], where)
        question_html = self.line_html(before[-1], _inline(before[-1]), where)
        if len(ids) < 2:
            self.fault(answers, where, "has one answer: give at least two")
        if len(whole) < 2 or not self.is_id(node, where, check_id):
            return None
        return Check(id=check_id, case_html=case_html, question_html=question_html, options=whole)

    def option_id(self, entry: SyntaxTreeNode, where: str) -> str | None:
        tokens = _inline(entry.children[0]) if entry.children and entry.children[0].type == "paragraph" else []
        if not tokens or tokens[0].type != "code_inline":
            self.fault(entry, where, "has an answer that does not begin with its id in backticks: write '- `id` words'")
            return None
        return tokens[0].content if self.is_id(entry, where, tokens[0].content) else None

    def option(self, entry: SyntaxTreeNode, option_id: str, where: str) -> ReasonedLine | None:
        """One answer: its words, then the reason as a quotation of one paragraph."""
        where = f"{where}, option {option_id}"
        words, *rest = entry.children
        html = self.line_html(words, _inline(words)[1:], where)
        if not html:
            self.fault(entry, where, "has no words: write them behind the id")
        if [inner.type for inner in rest] != ["blockquote"]:
            self.fault(entry, where, "must have one reason and nothing more: write '  > reason' below its words")
            return None
        if [inner.type for inner in rest[0].children] != ["paragraph"]:
            self.fault(rest[0], where, "must give its reason in one plain paragraph")
            return None
        reason = rest[0].children[0]
        reason_html = self.line_html(reason, _inline(reason), where)
        return ReasonedLine(id=option_id, html=html, reason_html=reason_html) if html else None

    def is_id(self, node: SyntaxTreeNode, where: str, text: str) -> bool:
        try:
            an_id(text)
        except ValueError as wrong:
            self.fault(node, where, str(wrong))
            return False
        return True

    def is_closed(self, node: SyntaxTreeNode) -> bool:
        end = node.map[1] if node.map else 0
        return end < len(self.lines) and self.lines[end].strip() == node.markup

    def html(self, nodes: Sequence[SyntaxTreeNode], where: str) -> str:
        """HTML of whole paragraphs and lists."""
        for node in nodes:
            self.safe(node, where)
        tokens = [token for node in nodes for token in node.to_tokens()]
        return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()

    def line_html(self, node: SyntaxTreeNode, tokens: Sequence[Token], where: str) -> str:
        """HTML of these tokens of one paragraph, without the paragraph around them."""
        self.safe(node, where)
        return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()

    def safe(self, node: SyntaxTreeNode, where: str) -> None:
        """Faults for what a lesson must not bring onto a learner's phone."""
        for inner in node.walk():
            if inner.type == "image":
                self.fault(node, where, "has a picture, which lessons cannot show yet: say it in words")
            elif inner.type == "link" and _FAR.match(str(inner.attrs["href"])):
                self.fault(node, where, f"leads away to {inner.attrs['href']}: name the place in words, without a link")
            elif inner.type == "text" and _TAG.search(inner.content):
                self.fault(node, where, f"has HTML ({inner.content.strip()[:40]}): write Markdown instead")
            elif inner.type == "container_block":
                self.fault(
                    inner, where, "has a ':::' block inside another thing: put it between blank lines on its own"
                )


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _inline(node: SyntaxTreeNode) -> list[Token]:
    """The tokens of a paragraph's or heading's one line of text."""
    return [token for inner in node.children for token in (inner.to_tokens()[0].children or [])]

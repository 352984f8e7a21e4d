"""One Markdown file: parsed, its parts as safe HTML, and what is wrong with it."""

import html as entities
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from pydantic import BaseModel

from app.content.faults import CourseFault
from app.content.marked import Marked, marked_yaml
from app.content.refusals import refusal
from app.content.release import Picture
from app.content.scenes import NoScene, describe, draw, read_scene, read_sheet, scene_plugin
from app.content.shape import shaped
from app.content.text import WHOLE, Passage, language_of, read_text
from app.sentences import N_, Remark
from courses.values import an_id

MOST_BRACKETS = 1_000
"""Of a file: each that is left open is looked for to the end, so the time grows with their square."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
"""Of HTML, which would be seen as it is."""
MORE = "more"
"""The word that opens a block of what may be skipped: it is closed until somebody opens it."""
NEAR = re.compile(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]).*")
"""The addresses to which a lesson may link: none that leads away from it."""
_IN_A_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|[₸€$%])")
_AWAY = N_("leads away to %(address)s: name the place in words, without a link")
_HTML = N_("has HTML (%(html)s): write Markdown instead")
_LINE_END = re.compile(r"\r\n?|\n")
_PICTURE = re.compile(r"pictures/([^/\\]+\.svg)")

Front = TypeVar("Front", bound=BaseModel)
Step = tuple[str, SyntaxTreeNode, list[SyntaxTreeNode]]
"""A step's heading as plain text, its node and the nodes below it."""


def _image(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Mapping[str, Picture]) -> str:
    """The address names the drawing's digest: what a phone has kept under it stays right for ever."""
    token = tokens[index]
    name = _PICTURE.fullmatch(str(token.attrs["src"]))
    picture = env.get(name[1]) if name else None
    if picture is None:
        return ""
    return _img(picture, token.content)


def _text(_: RendererHTML, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """No line ends within a number, or between a number and its currency."""
    return escapeHtml(_IN_A_NUMBER.sub("\u00a0", tokens[index].content))


def _scene(_: RendererHTML, tokens: Sequence[Token], index: int, __: Any, env: Mapping[str, Picture]) -> str:
    token = tokens[index]
    picture = env.get(str(token.meta.get("name")))
    return f"<p>{_img(picture, token.meta['words'])}</p>\n" if picture else ""


def _img(picture: Picture, words: str) -> str:
    return (
        f'<img src="/p/{picture.digest[:16]}.svg" alt="{entities.escape(words)}"'
        f' width="{picture.width}" height="{picture.height}" loading="lazy" />'
    )


# No raw HTML. Underlined headings and indented code happen by accident, and nobody means them.
MARKDOWN = (
    MarkdownIt("commonmark", {"html": False})
    .disable(["lheading", "code"])
    .use(front_matter_plugin)
    .use(container_plugin, "block", validate=lambda *_: True, render=lambda *_: "")
    .use(scene_plugin)
)
MARKDOWN.add_render_rule("text", _text)
MARKDOWN.add_render_rule("image", _image)
MARKDOWN.add_render_rule("scene", _scene)


@dataclass
class Page:
    """Holds a Markdown file that is being read; whoever reads from it adds what is wrong to `faults`."""

    path: Path
    text: str
    pictures: Mapping[str, Picture]
    """of the course, by file name"""
    faults: list[CourseFault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """file names of the pictures that it shows, and names of its scenes"""
    scenes: dict[str, Picture] = field(default_factory=dict)
    """those that it shows, by name"""
    ways: re.Pattern[str] = NEAR
    """the addresses to which it may link"""

    def __post_init__(self) -> None:
        # As Markdown counts them: str.splitlines would also break at signs that are pasted in from elsewhere.
        self.lines = _LINE_END.split(self.text)
        definitions: dict[str, Any] = {}
        self.nodes: list[SyntaxTreeNode] = SyntaxTreeNode(MARKDOWN.parse(self.text, definitions)).children
        for address in definitions.get("references", {}).values():
            what = N_("is the address of a link, which nobody sees: name the place in words, and take this line out")
            self.faults.append(CourseFault(self.path, address["map"][0] + 1, f"'{address['href']}'", Remark(what)))

    @property
    def body(self) -> list[SyntaxTreeNode]:
        return [node for node in self.nodes if node.type != "front_matter"]

    def fault(self, node: SyntaxTreeNode, where: str, what: str, **values: Any) -> None:
        """Adds a fault to the page, with the line of a node. what: a marked sentence, which is filled by the values."""
        self.faults.append(CourseFault(self.path, line_of(node), where, Remark(what, **values)))

    def front(self, model: type[Front]) -> tuple[Front | None, Marked | None]:
        """Reads the YAML between the two lines of '---' at the top; returns its value and its values with their lines.

        Each is None if it cannot be made; faults are added to the page's.
        """
        if not self.nodes or self.nodes[0].type != "front_matter":
            keys = tuple(name for name, of in model.model_fields.items() if of.is_required())
            what = N_("does not begin with %(keys)s between two lines of '---': write them")
            self.faults.append(CourseFault(self.path, 1, WHOLE, Remark(what, keys=keys)))
            return None, None
        marked = marked_yaml(self.path, self.nodes[0].content, self.faults, first_line=2)
        self.faults.extend(html_faults(self.path, front_passages(marked)))
        return (None if marked is None else shaped(model, marked, self.faults, entry=1, stand_in={})), marked

    def steps(self, nodes: Sequence[SyntaxTreeNode] | None = None) -> list[Step]:
        """Lists for each '##' heading its plain text, its node and the nodes below it; text before all is a fault.

        nodes: in which to look; None: the whole page.
        """
        sections: list[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]] = []
        for node in self.body if nodes is None else nodes:
            if node.type == "heading" and node.tag == "h1":
                self.fault(
                    node, WHOLE, N_("has a heading with one '#': the title stands on top, a step begins with '##'")
                )
            elif node.type == "heading" and node.tag == "h2":
                sections.append((node, []))
            elif sections:
                sections[-1][1].append(node)
            else:
                self.fault(node, WHOLE, N_("has words before the first step: begin a step with '## heading'"))
        if not sections and nodes is None:
            self.faults.append(CourseFault(self.path, 1, WHOLE, Remark(N_("has no step: begin one with '## heading'"))))
        return [(self._step_heading(node, inner), node, inner) for node, inner in sections]

    def _step_heading(self, node: SyntaxTreeNode, inner: Sequence[SyntaxTreeNode]) -> str:
        title = self.plain(node, inline_of(node), "step")
        if not title:
            self.fault(node, "step", N_("has no heading: write it behind '##'"))
        if not inner:
            self.fault(node, f"step '{title}'", N_("is empty: write what stands on this screen"))
        return title

    def plain(self, node: SyntaxTreeNode, tokens: Sequence[Token], where: str) -> str:
        """Returns a heading's words as plain text; adds a fault if they are bold, a link or the like."""
        text = "".join(token.content for token in tokens).strip()
        if any(token.type != "text" for token in tokens):
            what = N_("has signs in its heading that make it bold, a link or the like: keep plain words")
            self.fault(node, f"{where} '{text}'", what)
        return text

    def html(self, nodes: Sequence[SyntaxTreeNode], where: str) -> str:
        """Returns paragraphs and lists as safe HTML; adds a fault for each thing that must not be in it."""
        for node in nodes:
            self._safe(node, where, may_show=True)
        return "\n".join(filter(None, map(self._block_html, nodes)))

    def _block_html(self, node: SyntaxTreeNode) -> str:
        if not is_more(node):
            return self._render(node.to_tokens())
        inner = "\n".join(self._render(child.to_tokens()) for child in node.children)
        return f'<details class="more"><summary>{entities.escape(_title(node))}</summary>\n{inner}\n</details>'

    def line_html(self, node: SyntaxTreeNode, tokens: Sequence[Token], where: str) -> str:
        """Returns tokens of one paragraph as safe HTML, without the paragraph's tag; a picture in it is a fault."""
        self._safe(node, where, may_show=False)
        return self._render(tokens)

    def _render(self, tokens: Sequence[Token]) -> str:
        return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {**self.pictures, **self.scenes})).strip()

    def is_id(self, node: SyntaxTreeNode, where: str, text: str) -> bool:
        """Returns whether the text can be an id; adds a fault if it cannot."""
        try:
            an_id(text)
        except ValueError as wrong:
            self.faults.append(CourseFault(self.path, line_of(node), where, refusal(str(wrong))))
            return False
        return True

    def is_closed(self, block: SyntaxTreeNode) -> bool:
        """Returns whether a block is followed by the ':::' that closes it."""
        end = block.map[1] if block.map else 0
        return end < len(self.lines) and self.lines[end].strip() == block.markup

    def _safe(self, node: SyntaxTreeNode, where: str, *, may_show: bool) -> None:
        """Faults for what a lesson must not bring onto a learner's phone."""
        for inner in node.walk():
            if inner.type == "image":
                self._picture(node, inner, where, may_show=may_show)
            elif inner.type == "scene":
                self._scene(inner, where, stands_alone=may_show and inner is node)
            elif inner.type == "link" and not self.ways.fullmatch(str(inner.attrs["href"])):
                self.fault(node, where, _AWAY, address=inner.attrs["href"])
            elif inner.type == "text" and TAG.search(inner.content):
                self.fault(node, where, _HTML, html=inner.content.strip()[:40])
            elif inner.type == "heading" and inner.tag in ("h1", "h2"):
                self.fault(
                    inner, where, N_("has a step's heading inside: close the ':::' block above it, or write '###'")
                )
            elif inner.type == "fence":
                what = N_("has a box between two lines of '```', as programs are shown: write plain words")
                self.fault(inner, where, what)
            elif inner.type == "container_block" and may_show and inner is node and is_more(node):
                self._more(node, where)
            elif inner.type == "container_block":
                what = N_("has a ':::' block inside another thing: put it between blank lines on its own")
                self.fault(inner, where, what)

    def _more(self, block: SyntaxTreeNode, where: str) -> None:
        where = f"{where}, more"
        if not _title(block):
            self.fault(block, where, N_("has no title: write what it is about behind ':::more'"))
        if not block.children:
            self.fault(block, where, N_("is empty: write what stands in it, or take it out"))
        if not self.is_closed(block):
            self.fault(block, where, N_("is not closed: write ':::' on a line of its own below its last words"))

    def _picture(self, node: SyntaxTreeNode, image: SyntaxTreeNode, where: str, *, may_show: bool) -> None:
        source = str(image.attrs["src"])
        name = _PICTURE.fullmatch(source)
        where = f"{where}, picture {source}"
        if name is None:
            self.fault(
                node, where, N_("is not one of the course's own: put it into pictures/ and write 'pictures/NAME.svg'")
            )
        elif name[1] not in self.pictures:
            self.fault(
                node, where, N_("is not in the folder pictures, or has faults of its own: add it, or mend the name")
            )
        else:
            self.used.add(name[1])
        if not image.content.strip():
            self.fault(node, where, N_("has no words for those who do not see it: write '![what it shows](...)'"))
        if not (may_show and node.type == "paragraph" and len(inline_of(node)) == 1):
            self.fault(node, where, N_("stands within words: put it between blank lines, in a paragraph of its own"))

    def _scene(self, node: SyntaxTreeNode, where: str, *, stands_alone: bool) -> None:
        """Draws a scene, which its token then names with its words."""
        where = f"{where}, scene '{node.content}'"
        if not stands_alone:
            self.fault(node, where, N_("stands within another thing: put it between blank lines, on a line of its own"))
        sheet = read_sheet()
        try:
            scene = read_scene(node.content, sheet)
        except NoScene as wrong:
            self.faults.append(CourseFault(self.path, line_of(node), where, wrong.remark))
            return
        words = describe(scene, language_of(self.path))
        if not words:
            what = N_("has no words in this language for those who do not see it: write them behind it, after a '|'")
            self.fault(node, where, what)
        self.scenes[scene.name] = draw(scene, sheet)
        self.used.add(scene.name)
        node.meta.update(name=scene.name, words=words)


def read_page(
    path: Path, faults: list[CourseFault], pictures: Mapping[str, Picture], *, ways: re.Pattern[str] = NEAR
) -> Page | None:
    """Reads a Markdown file; returns None and adds to `faults` if it cannot be read at all or has over 1,000 '['.

    ways: the addresses to which it may link.
    """
    text = read_text(path, faults)
    if text is None:
        return None
    if text.count("[") > MOST_BRACKETS:
        what = N_("has %(count)d signs '[', and at most %(most)d are read: write plain words")
        remark = Remark(what, count=text.count("["), most=MOST_BRACKETS)
        faults.append(CourseFault(path, 1, WHOLE, remark))
        return None
    return Page(path, text, pictures, ways=ways)


def line_of(node: SyntaxTreeNode) -> int:
    """Returns the line on which a node begins, from 1."""
    return node.map[0] + 1 if node.map else 1


def is_more(node: SyntaxTreeNode) -> bool:
    """Returns whether a node is a block of what may be skipped, `:::more Title`."""
    return node.type == "container_block" and node.info.split()[:1] == [MORE]


def _title(more: SyntaxTreeNode) -> str:
    return str(more.info).strip().removeprefix(MORE).strip()


def inline_of(node: SyntaxTreeNode) -> list[Token]:
    """Returns the tokens of the text of a paragraph or heading."""
    return [token for inner in node.children for token in (inner.to_tokens()[0].children or [])]


def html_faults(path: Path, passages: Sequence[Passage]) -> list[CourseFault]:
    """Lists a fault for each passage with HTML, which would be shown as it is, such as in a title or a question."""
    tags = [(each.line, TAG.search(each.text)) for each in passages]
    what = N_("is HTML, which would be seen as it is: write plain words")
    return [CourseFault(path, line, f"'{tag[0][:40]}'", Remark(what)) for line, tag in tags if tag]


def front_passages(marked: Marked | None) -> list[Passage]:
    """Returns the texts of the YAML at the top of a page, each with its line; an empty list for None."""
    if marked is None:
        return []
    words = [(line, marked.at(*place)) for place, line in marked.lines.items()]
    return [Passage(line, text) for line, text in words if isinstance(text, str)]


def passages_of(nodes: Sequence[SyntaxTreeNode]) -> list[Passage]:
    """Returns the text of each paragraph with its line, as a reader sees it, without ids and marks."""
    passages = []
    for node in nodes:
        is_talk = node.type == "container_block" and node.info.split()[:1] == ["talk"]
        for inner in node.walk():
            if inner.type == "inline":
                tokens = inner.to_tokens()[0].children or []
                passages.append(Passage(line_of(inner), _read_aloud(tokens), is_for_the_room=is_talk))
    return passages


def _read_aloud(tokens: Sequence[Token]) -> str:
    if tokens and tokens[0].type == "code_inline":
        tokens = tokens[1:]
    breaks = ("softbreak", "hardbreak")
    return "".join("\n" if token.type in breaks else token.content for token in tokens)

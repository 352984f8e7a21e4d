"""`:::story`: nodes under headings, each with what happens and the choices that lead on."""

import html as entities
from collections.abc import Mapping, Sequence
from copy import copy
from itertools import takewhile

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content, Group
from app.content.kinds.messages import read_chat
from app.content.lines import Headed, begins_with_id, group, headed, line_ids, plain_lines
from app.content.markdown import Page, line_of
from app.sentences import N_, Remark
from courses import Labels, Line, Story, StoryNode

LABELS = ("people", "checks", "costs")
"""The lists that may stand before the first node, by the id of their heading."""
AMOUNT = "{n}"
"""Stands in the words of a cost where the number comes."""


def read_story(page: Page, block: SyntaxTreeNode, story_id: str) -> Content:
    """Reads a `:::story` block: its people, checks and costs, its nodes and the choices that each offers.

    Faults are added to the page's. The content's words are None if fewer than two nodes can be used.
    """
    where = f"story {story_id}"
    before, sections = headed(page, block.children, where, "node")
    if len(sections) < 2:
        page.fault(block, where, N_("has fewer than two nodes: begin each with '### `id` heading'"))
        return Content(None)
    before, lists = headed(page, before, where, "list", mark="####")
    labels = {each.id: _labels(page, each, where) for each in lists}
    introduction_html = page.html(before, where)
    names = _names(page, lists, labels, where)
    groups = [
        *group("nodes", block, [section.id for section in sections]),
        *_groups(block, lists, labels),
    ]
    nodes = []
    for section in sections:
        node, choices = _node(page, section, where, names)
        nodes.append(node)
        groups += choices
    whole = tuple(node for node in nodes if node is not None)
    if len(whole) < 2:
        return Content(None, tuple(groups))
    words = Story(
        id=story_id,
        introduction_html=introduction_html,
        nodes=whole,
        people=labels.get("people"),
        checks=labels.get("checks"),
        costs=labels.get("costs"),
    )
    return Content(words, tuple(groups))


def _labels(page: Page, section: Headed, where: str) -> Labels | None:
    where = f"{where}, {section.id}"
    if section.id not in LABELS:
        page.fault(section.node, where, N_("is no list that a story has: write one of %(names)s"), names=LABELS)
        return None
    listed = section.inner[0] if section.inner else None
    if len(section.inner) != 1 or listed is None or listed.type != "bullet_list":
        page.fault(section.node, where, N_("must be one list and nothing more: write '- `id` words' on its lines"))
        return None
    lines = plain_lines(page, listed, line_ids(page, listed, where, "line"), where, "line")
    if section.id == "costs":
        for line in lines:
            if AMOUNT not in line.html:
                what = N_("has no place for the amount: write {n} where the number stands, as in 'Days: {n}'")
                page.fault(listed, f"{where}, line {line.id}", what)
    return Labels(heading=section.heading, lines=lines) if section.heading and lines else None


def _names(page: Page, lists: Sequence[Headed], labels: Mapping[str, Labels | None], where: str) -> dict[str, str]:
    """The id of each person of the story by name."""
    people = labels.get("people")
    names: dict[str, str] = {}
    for line in people.lines if people else ():
        name = entities.unescape(line.html)
        place = next(each.node for each in lists if each.id == "people")
        if ":" in name or "<" in name:
            what = N_("is no plain name: take out what makes it bold or the like, and a colon")
            page.fault(place, f"{where}, people, line {line.id}", what)
        elif name in names:
            what = N_("is called '%(name)s' as somebody else is: give each a name of their own")
            page.fault(place, f"{where}, people, line {line.id}", what, name=name)
        names[name] = line.id
    return names


def _groups(block: SyntaxTreeNode, lists: Sequence[Headed], labels: Mapping[str, Labels | None]) -> list[Group]:
    """Checks and costs as course.yaml must have them; who sends messages is a matter of the words alone."""
    groups = []
    for name in ("checks", "costs"):
        read, place = labels.get(name), next((each.node for each in lists if each.id == name), block)
        if read or place is block:
            groups.append(Group(name, line_of(place), tuple(line.id for line in read.lines) if read else ()))
    return groups


def _node(
    page: Page, section: Headed, where: str, names: Mapping[str, str]
) -> tuple[StoryNode | None, tuple[Group, ...]]:
    where = f"{where}, node {section.id}"
    name = Remark(N_("choices of '%(node)s'"), node=section.id)
    inner, listed = _split(section.inner)
    if not inner:
        page.fault(section.node, where, N_("has no words: write what happens here"))
    chat = read_chat(page, inner, where, names) if names else ()
    html = "" if chat else page.html(inner, where)
    choices: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = (Group(name, line_of(section.node), ()),)
    if listed is not None:
        ids = line_ids(page, listed, where, "choice")
        choices = plain_lines(page, listed, ids, where, "choice")
        groups = group(name, listed.children[0], ids)
    if not ((html or chat) and section.heading):
        return None, groups
    return StoryNode(id=section.id, heading=section.heading, html=html, choices=choices, chat=chat), groups


def _split(inner: Sequence[SyntaxTreeNode]) -> tuple[list[SyntaxTreeNode], SyntaxTreeNode | None]:
    """What happens in a node, and its list of choices.

    Messages right above choices are lines of the same list to Markdown: those before the first id are messages.
    """
    if not inner or inner[-1].type not in ("bullet_list", "ordered_list"):
        return list(inner), None
    *before, listed = inner
    lines = list(takewhile(lambda entry: not begins_with_id(entry), listed.children))
    if len(lines) == len(listed.children):
        return list(inner), None
    return [*before, *([_part(listed, lines)] if lines else [])], _part(listed, listed.children[len(lines) :])


def _part(listed: SyntaxTreeNode, entries: Sequence[SyntaxTreeNode]) -> SyntaxTreeNode:
    """The same list with some of its lines; the one on the page stays whole."""
    part = copy(listed)
    part.children = list(entries)
    return part

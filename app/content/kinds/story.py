"""`:::story`: nodes under headings, each with what happens and the choices that lead on."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content, Group
from app.content.lines import Headed, group, headed, is_list_of_ids, line_ids, plain_lines
from app.content.markdown import Page, line_of
from courses import Line, Story, StoryNode


def read_story(page: Page, block: SyntaxTreeNode, story_id: str) -> Content:
    """Reads a `:::story` block: its nodes and the choices that each offers. Faults are added to the page's.

    The content's words are None if fewer than two nodes can be used.
    """
    where = f"story {story_id}"
    before, sections = headed(page, block.children, where, "node")
    if len(sections) < 2:
        page.fault(block, where, "has fewer than two nodes: begin each with '### `id` heading'")
        return Content(None)
    introduction_html = page.html(before, where)
    groups = list(group("nodes", block, [section.id for section in sections]))
    nodes = []
    for section in sections:
        node, choices = _node(page, section, where)
        nodes.append(node)
        groups += choices
    whole = tuple(node for node in nodes if node is not None)
    if len(whole) < 2:
        return Content(None, tuple(groups))
    return Content(Story(id=story_id, introduction_html=introduction_html, nodes=whole), tuple(groups))


def _node(page: Page, section: Headed, where: str) -> tuple[StoryNode | None, tuple[Group, ...]]:
    where = f"{where}, node {section.id}"
    name = f"choices of '{section.id}'"
    prose, listed = section.inner, None
    if prose and is_list_of_ids(prose[-1]):
        *prose, listed = prose
    if not prose:
        page.fault(section.node, where, "has no words: write what happens here")
    html = page.html(prose, where)
    choices: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = (Group(name, line_of(section.node), ()),)
    if listed is not None:
        ids = line_ids(page, listed, where, "choice")
        choices = plain_lines(page, listed, ids, where, "choice")
        groups = group(name, listed, ids)
    if not (html and section.heading):
        return None, groups
    return StoryNode(id=section.id, heading=section.heading, html=html, choices=choices), groups

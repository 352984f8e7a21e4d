"""`:::rehearse`: something to be said aloud, and one or two good ways of saying it."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, line_ids, reasoned_lines
from app.content.markdown import Page
from app.sentences import N_
from courses import Rehearse


def read_rehearse(page: Page, block: SyntaxTreeNode, rehearse_id: str) -> Content:
    """Reads a `:::rehearse` block: what happens, then good ways of answering it. Faults are added to the page's.

    The content's words are None if it lacks what happens, or has no way that can be used.
    """
    where = f"rehearse {rehearse_id}"
    *before, listed = block.children or [block]
    if listed.type != "bullet_list" or not before:
        page.fault(block, where, N_("must be what happens and then one list of one or two good ways with '- '"))
        return Content(None)
    introduction_html = page.html(before, where)
    ids = line_ids(page, listed, where, "way")
    ways = reasoned_lines(page, listed, ids, where, "way")
    groups = group("ways", listed, ids)
    if not ways or not introduction_html:
        return Content(None, groups)
    return Content(Rehearse(id=rehearse_id, introduction_html=introduction_html, ways=ways), groups)

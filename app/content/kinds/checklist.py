"""`:::checklist`: what to do before leaving, each with a hint where one helps."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, hinted_lines, line_ids
from app.content.markdown import Page
from app.sentences import N_
from courses import Checklist


def read_checklist(page: Page, block: SyntaxTreeNode, checklist_id: str) -> Content:
    """Reads a `:::checklist` block: an introduction and what to do before leaving, with hints.

    Faults are added to the page's. The content's words are None if fewer than two entries can be used.
    """
    where = f"checklist {checklist_id}"
    *before, listed = block.children or [block]
    if listed.type != "bullet_list":
        page.fault(block, where, N_("must be an introduction and then one list of entries with '- '"))
        return Content(None)
    introduction_html = page.html(before, where)
    ids = line_ids(page, listed, where, "entry")
    entries = hinted_lines(page, listed, ids, where, "entry")
    if len(entries) < 2:
        return Content(None, group("entries", listed, ids))
    words = Checklist(id=checklist_id, introduction_html=introduction_html, entries=entries)
    return Content(words, group("entries", listed, ids))

"""`:::flags`: an advert or a chat part by part, and why each part is a warning sign or is none."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, line_ids, reasoned_lines
from app.content.markdown import Page
from app.sentences import N_
from courses import Flags


def read_flags(page: Page, block: SyntaxTreeNode, flags_id: str) -> Content:
    """Reads a `:::flags` block: an advert or a chat in parts, with a reason for each. Faults are added to the page's.

    The content's words are None if fewer than three parts can be used.
    """
    where = f"flags {flags_id}"
    *before, listed = block.children or [block]
    if listed.type != "bullet_list":
        page.fault(block, where, N_("must be an introduction and then one list of parts with '- '"))
        return Content(None)
    introduction_html = page.html(before, where)
    ids = line_ids(page, listed, where, "part")
    parts = reasoned_lines(page, listed, ids, where, "part")
    if len(parts) < 3:
        return Content(None, group("parts", listed, ids))
    return Content(Flags(id=flags_id, introduction_html=introduction_html, parts=parts), group("parts", listed, ids))

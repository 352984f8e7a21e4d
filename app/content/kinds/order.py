"""`:::order`: steps in their right order, numbered, and why each stands where it does."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, line_ids, reasoned_lines
from app.content.markdown import Page
from app.sentences import N_
from courses import Order


def read_order(page: Page, block: SyntaxTreeNode, order_id: str) -> Content:
    """Reads an `:::order` block: steps in their right order, with a reason for each. Faults are added to the page's.

    The content's words are None if fewer than three steps can be used.
    """
    where = f"order {order_id}"
    *before, listed = block.children or [block]
    if listed.type != "ordered_list":
        page.fault(block, where, N_("must be an introduction and then one list of steps with '1. ', '2. ' and so on"))
        return Content(None)
    introduction_html = page.html(before, where)
    ids = line_ids(page, listed, where, "step")
    steps = reasoned_lines(page, listed, ids, where, "step")
    if len(steps) < 3:
        return Content(None, group("steps", listed, ids))
    return Content(Order(id=order_id, introduction_html=introduction_html, steps=steps), group("steps", listed, ids))

"""`:::own`: questions that a learner puts to an advert that they have met themselves."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, hinted_lines, line_ids
from app.content.markdown import Page
from app.sentences import N_
from courses import OwnAdvert


def read_own(page: Page, block: SyntaxTreeNode, own_id: str) -> Content:
    """Reads a `:::own` block: an introduction and the questions to an advert, with hints. Faults are added to the
    page's.

    The content's words are None if fewer than two questions can be used.
    """
    where = f"own {own_id}"
    *before, listed = block.children or [block]
    if listed.type != "bullet_list":
        page.fault(block, where, N_("must be an introduction and then one list of questions with '- '"))
        return Content(None)
    introduction_html = page.html(before, where)
    ids = line_ids(page, listed, where, "question")
    checks = hinted_lines(page, listed, ids, where, "question")
    groups = group("checks", listed, ids)
    if len(checks) < 2:
        return Content(None, groups)
    return Content(OwnAdvert(id=own_id, introduction_html=introduction_html, checks=checks), groups)

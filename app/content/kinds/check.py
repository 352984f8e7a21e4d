"""`:::check`: a question, then its options with a reason each."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, line_ids, reasoned_lines
from app.content.markdown import Page, inline_of
from app.sentences import N_
from courses import Check


def read_check(page: Page, block: SyntaxTreeNode, check_id: str) -> Content:
    """Reads a `:::check` block: a question, its options and a reason for each. Faults are added to the page's.

    The content's words are None if they have too many faults to be used.
    """
    where = f"check {check_id}"
    *before, listed = block.children or [block]
    if not before or listed.type != "bullet_list" or any(node.type != "paragraph" for node in before):
        page.fault(block, where, N_("must be a question in plain paragraphs and then one list of options with '- '"))
        return Content(None)
    *case, question = before
    ids = line_ids(page, listed, where, "option")
    options = reasoned_lines(page, listed, ids, where, "option")
    case_html = page.html(case, where)
    question_html = page.line_html(question, inline_of(question), where)
    if len(ids) < 2:
        page.fault(listed, where, N_("has one option: give at least two"))
    if len(options) < 2:
        return Content(None, group("options", block, ids))
    words = Check(id=check_id, case_html=case_html, question_html=question_html, options=options)
    return Content(words, group("options", block, ids))

"""`:::count`: the debt calculator's labels, and what to say when the debt grows, shrinks and is paid."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import Headed, group, headed, line_ids, plain_lines
from app.content.markdown import Page
from app.sentences import N_
from courses import Count, Section


def read_count(page: Page, block: SyntaxTreeNode, count_id: str) -> Content:
    """Reads a `:::count` block: the labels and outcomes of the debt calculator. Faults are added to the page's.

    The content's words are None unless all four labels and three outcomes can be used.
    """
    where = f"count {count_id}"
    before, sections = headed(page, block.children, where, "outcome")
    *before, listed = before or [block]
    if listed.type != "bullet_list":
        page.fault(
            block, where, N_("must be an introduction, then one list of labels with '- ', then '### `grows` heading'")
        )
        return Content(None)
    introduction_html = page.html(before, where)
    ids = line_ids(page, listed, where, "label")
    labels = plain_lines(page, listed, ids, where, "label")
    groups = (*group("labels", listed, ids), *group("outcomes", block, [section.id for section in sections]))
    outcomes = [_outcome(page, section, where) for section in sections]
    whole = tuple(outcome for outcome in outcomes if outcome is not None)
    if len(labels) != 4 or len(whole) != 3:
        return Content(None, groups)
    words = Count(
        id=count_id,
        introduction_html=introduction_html,
        labels=(labels[0], labels[1], labels[2], labels[3]),
        outcomes=(whole[0], whole[1], whole[2]),
    )
    return Content(words, groups)


def _outcome(page: Page, section: Headed, where: str) -> Section | None:
    where = f"{where}, outcome {section.id}"
    if not section.inner:
        page.fault(section.node, where, N_("has no words: write what this means"))
        return None
    html = page.html(section.inner, where)
    return Section(id=section.id, heading=section.heading, html=html) if html and section.heading else None

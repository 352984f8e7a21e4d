"""`:::sort`: piles under headings, and under each the cards that belong there with a reason each."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.lines import group, headed, line_ids, reasoned_lines
from app.content.markdown import Page
from app.sentences import N_, Remark
from courses import Pile, Sort


def read_sort(page: Page, block: SyntaxTreeNode, sort_id: str) -> Content:
    """Reads a `:::sort` block: piles and the cards that belong to each, with a reason for each card.

    Faults are added to the page's. The content's words are None if fewer than two piles can be used.
    """
    where = f"sort {sort_id}"
    before, sections = headed(page, block.children, where, "pile")
    if len(sections) < 2:
        page.fault(block, where, N_("has fewer than two piles: begin each with '### `id` heading'"))
        return Content(None)
    introduction_html = page.html(before, where)
    groups = list(group("piles", block, [section.id for section in sections]))
    piles = []
    for section in sections:
        if [node.type for node in section.inner] != ["bullet_list"]:
            what = N_("must have one list of cards with '- ' and nothing more")
            page.fault(section.node, f"{where}, pile {section.id}", what)
            continue
        (listed,) = section.inner
        ids = line_ids(page, listed, where, "card")
        cards = reasoned_lines(page, listed, ids, where, "card")
        groups += group(Remark(N_("cards of '%(pile)s'"), pile=section.id), listed, ids)
        if cards and section.heading:
            piles.append(Pile(id=section.id, heading=section.heading, cards=cards))
    if len(piles) < 2:
        return Content(None, tuple(groups))
    return Content(Sort(id=sort_id, introduction_html=introduction_html, piles=tuple(piles)), tuple(groups))

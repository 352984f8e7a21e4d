"""`:::reflection` and `:::talk`: words alone."""

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.markdown import Page
from app.sentences import N_
from courses import Reflection, Talk


def read_reflection(page: Page, block: SyntaxTreeNode, reflection_id: str) -> Content:
    """Reads a `:::reflection` block: a question that a learner asks themselves.

    Faults are added to the page's. The content's words are None if there is no text.
    """
    html = _html(page, block, f"reflection {reflection_id}", N_("has no words: write what a learner is to think about"))
    return Content(Reflection(id=reflection_id, html=html) if html else None)


def read_talk(page: Page, block: SyntaxTreeNode, talk_id: str) -> Content:
    """Reads a `:::talk` block: the text that the room is to discuss.

    Faults are added to the page's. The content's words are None if there is no text.
    """
    html = _html(page, block, f"talk {talk_id}", N_("has no words: write what the room talks about"))
    return Content(Talk(id=talk_id, html=html) if html else None)


def _html(page: Page, block: SyntaxTreeNode, where: str, what: str) -> str:
    if not block.children:
        page.fault(block, where, what)
    return page.html(block.children, where)

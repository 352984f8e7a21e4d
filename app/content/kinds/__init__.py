"""The ::: blocks of a lesson: one reader for each kind of activity."""

from collections.abc import Callable, Mapping

from markdown_it.tree import SyntaxTreeNode

from app.content.activity import Content
from app.content.kinds.check import read_check
from app.content.kinds.checklist import read_checklist
from app.content.kinds.count import read_count
from app.content.kinds.flags import read_flags
from app.content.kinds.order import read_order
from app.content.kinds.own import read_own
from app.content.kinds.prose import read_reflection, read_talk
from app.content.kinds.rehearse import read_rehearse
from app.content.kinds.sort import read_sort
from app.content.kinds.story import read_story
from app.content.markdown import Page

READERS: Mapping[str, Callable[[Page, SyntaxTreeNode, str], Content]] = {
    "check": read_check,
    "story": read_story,
    "flags": read_flags,
    "sort": read_sort,
    "order": read_order,
    "checklist": read_checklist,
    "count": read_count,
    "reflection": read_reflection,
    "rehearse": read_rehearse,
    "own": read_own,
    "talk": read_talk,
}

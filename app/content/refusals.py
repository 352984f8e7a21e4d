"""What courses, assessments and articles refuse, which know no other language: sentences marked for translators."""

import re
from functools import cache

from app.sentences import N_, Remark

_SENTENCES = (
    N_("'%(text)s' cannot be an id: use up to 32 Latin letters, digits and single hyphens between them"),
    N_("'%(text)s' cannot be a slug: use up to 60 small Latin letters, digits and single hyphens"),
    N_("'%(text)s' is not the code of a language: write two or three small letters, such as en"),
    N_("'%(text)s' is not the code of a country: write two capital letters, such as KZ"),
    N_("'%(text)s' is no country: write its code of two capital letters, such as KZ, or ZZ for anywhere"),
    N_("'%(text)s' is no address of a page: write it whole, with https:// before it"),
    N_("'%(text)s' is no day: write it as 2027-05-31"),
    N_("is empty: write some words"),
    N_("'%(text)s' names no place of a story: write a node, or 'node:choice'"),
    N_("leads to '%(text)s', which is no node: name one of %(names)s"),
    N_("the story never ends: write one node without choices, as in 'home: {}'"),
    N_("no choice leads here from the beginning: lead one here, or take the node out"),
    N_("no ending can be reached from here: add a choice that leads on to one"),
    N_("'%(text)s' is no node: name one of %(names)s"),
    N_("'%(text)s' is no choice of '%(node)s': name one of %(names)s"),
    N_("'%(text)s' is no choice of '%(node)s': it is an ending"),
    N_("lack the ending %(names)s: write what it costs, or {} where it costs nothing"),
    N_("'%(text)s' is not a part: name one of %(names)s"),
    N_("every part is a flag, so there is nothing to find: leave an honest part"),
    N_("goes to '%(text)s', which is no pile: name one of %(names)s"),
    N_("'%(text)s' stays empty: give it a card, or take it out"),
    N_("'%(text)s' is not an entry: name one of %(names)s"),
    N_("'%(text)s' is no activity of this lesson: name one of %(names)s"),
    N_("'%(text)s' is no objective of this lesson: name one of %(names)s"),
    N_("'%(text)s' is no objective of this lesson: the lesson has none"),
    N_("'%(text)s' is no checklist of a lesson: no lesson has one"),
    N_("'%(text)s' is no checklist of a lesson: name one of %(names)s"),
    N_("'%(text)s' names %(count)s checklists: give each its own id"),
    N_("lack the activity %(names)s: name it in the piece in which it is done"),
    N_("have the activities %(names)s: make them %(wanted)s, as the lesson has them"),
    N_("has its steps in pieces, or without any: write one of the two"),
    N_("has words beside its messages, or neither: write one of the two"),
    N_("'%(text)s' stands under every item by itself: take it out of the options"),
    N_("the key '%(text)s' is not an option: name one of %(names)s"),
    N_("has %(count)s lines, and at most %(most)s are marked: leave some out"),
    N_("every line is in the key, so there is nothing to find: leave a line that is not"),
    N_("form %(form)s is missing: an item stands in both forms"),
    N_("form A has %(count)s options and form B %(other)s: give both as many"),
    N_("one form has lines to mark and the other has not: put both keys in brackets, or neither"),
    N_("the trick '%(text)s' is not a line: name one of %(names)s"),
    N_("'%(text)s' names two statements or reactions: give each its own id"),
)

_GAP = re.compile(r"%\\\((\w+)\\\)s")


def refusal(sentence: str) -> str:
    """Returns what was refused so that it can be said in other languages; as it is, where no sentence here fits."""
    for marked, pattern in _patterns().items():
        if fit := pattern.fullmatch(sentence):
            return Remark(marked, **fit.groupdict())
    return sentence


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What stands in a sentence's gaps is read back by name."""
    return {marked: re.compile(_GAP.sub(r"(?P<\1>.*)", re.escape(marked))) for marked in _SENTENCES}

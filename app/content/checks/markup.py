"""Marks that a learner would see as they were typed: Markdown of other programs, and slips."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.text import Passage
from app.sentences import N_, Remark

_SHOWN = 30
"""signs of what was found"""

_REAL = r"(?!\S*\.example\b)"
"""An address that is no invented one: RFC 2606 keeps .example for those."""
_GONE = N_("is an address that may be gone tomorrow: name the place in words; an invented one ends in .example")

_MARKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), mend)
    for pattern, mend in (
        (
            r"^\s*::?(?!:)\s*[a-z]+ .*",
            N_("begins a block with too few colons: write ':::kind id', as in ':::check id'"),
        ),
        (r"^\s*#{2,6}[^\s#].*", N_("is no heading without a space: write '## heading'")),
        (
            r"(?:^\s*\|.*\|[ \t]*$\n?)+|^[\s|:-]*-{3,}[\s:-]*\|.*",
            N_("is a table, for which a phone is too narrow: write a list"),
        ),
        (r"^\s*\[[ xX]\] .*", N_("is a list to tick as other programs write it: use ':::checklist id'")),
        (r"^\s*[•▪◦·] .*", N_("is no list: begin each of its lines with '- '")),
        (
            r"^(?:[-*+]|\d+\.)\u00a0.*",
            N_("is no list: the space behind its sign is one that does not break; type it anew"),
        ),
        (r"!?\[[^\]\n]*\]\([^)\n]*\)", N_("is a link that leads away: name the place in words, without a link")),
        (r"\[\[[^\]\n]+\]\]", N_("is a link as other programs write it: name the place in words")),
        (r"\[\^[^\]\n]+\]", N_("is a footnote, which nobody finds on a phone: say it where it belongs")),
        (rf"\b(?:https?://|www\.){_REAL}\S+", _GONE),
        (rf"\b[\w.+-]+@{_REAL}[\w-]+\.\w[\w.-]*", _GONE),
        (
            r"~~|==\S[^=\n]*==|(?<!\*)\*\*(?!\*)|(?<!_)__(?!_)",
            N_("would be seen as it is: close a mark at its word, or take it out"),
        ),
        (r"\{[.#][\w-]+\}", N_("would be seen as it is: take it out")),
        (r":[a-z]+(?:_[a-z]+)*:", N_("would be seen as it is: take it out, or paste the sign itself")),
    )
)


def mark_faults(path: Path, passages: Sequence[Passage]) -> Iterator[CourseFault]:
    """Yields a fault for each mark in the text that a learner would see as it was typed, or that leads away."""
    for paragraph in passages:
        for pattern, mend in _MARKS:
            for match in pattern.finditer(paragraph.text):
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                line = paragraph.line + paragraph.text.count("\n", 0, start)
                shown = match[0].strip().partition("\n")[0]
                shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]} ..."
                yield CourseFault(path, line, Remark("'%(mark)s'", mark=shown), Remark(mend))

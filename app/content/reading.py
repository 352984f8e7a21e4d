"""How hard a text is to read: long sentences one by one, and a lesson's level on the whole.

The level is LIX: words per sentence plus the percentage of words of more than six letters (C. H. Björnsson,
"Readability of Newspapers in 11 Languages", Reading Research Quarterly 18, 1983). It asks for no dictionary and no
syllables, so it can be told for any language written with letters and spaces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.content.text import Passage

MOST_WORDS = 25
"""in one sentence"""
LIMITS: Mapping[str, int] = {"en": 25, "ru": 41, "kk": 46}
"""The level of children's books, by language. Russian and Kazakh say the same in fewer and longer words, so their
scale lies higher: the same instrument reads 16 in English, 33 in Russian, 37 in Kazakh."""

_LONG = 7
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A sentence ends with its sign and whatever closes with it, before a space; "1.5" and "e.g.x" end none.
_SENTENCE = re.compile(r".+?(?:[.!?…]+[»”\"')\]]*(?=\s)|$)", re.DOTALL)


@dataclass(frozen=True)
class Sentence:
    """Holds the words of one sentence and the line on which it begins, from 1."""

    line: int
    words: tuple[str, ...]


def sentences(passages: Iterable[Passage]) -> Iterator[Sentence]:
    """Splits passages into sentences, in their order; those without words are left out.

    A passage without a full stop, such as a heading or an answer, is a sentence of its own.
    """
    for paragraph in passages:
        for match in _SENTENCE.finditer(paragraph.text):
            words = tuple(_WORD.findall(match[0]))
            if words:
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield Sentence(paragraph.line + paragraph.text.count("\n", 0, start), words)


def words_in(text: str) -> int:
    """Counts the words of a text; a figure is none."""
    return len(_WORD.findall(text))


def level(passages: Iterable[Passage]) -> float:
    """Returns how hard a text is to read (LIX): words per sentence plus the percentage of words of 7 letters or more.

    In English some 25 for children's books, over 50 for offices' papers. 0.0 if there is no word.
    """
    read = list(sentences(passages))
    words = [word for sentence in read for word in sentence.words]
    if not words:
        return 0.0
    return len(words) / len(read) + 100 * sum(len(word) >= _LONG for word in words) / len(words)

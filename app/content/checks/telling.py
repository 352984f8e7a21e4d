"""Checks the text that learners read: sentences too long, numbers that nobody vouches for, pages too heavy to load."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.marked import Marked
from app.content.reading import LIMITS, MOST_WORDS, level, sentences
from app.content.release import Picture
from app.content.text import WHOLE, Passage
from app.sentences import N_, Remark
from assessments import InstrumentWords
from courses import LessonWords

MOST_BYTES = 60_000
"""of a lesson: its words with their marks, its pictures, and the page around them. Pages are sent compressed, which
takes off more than their markup adds: where this counts 24,000 bytes, a phone loads about 9,000 and the pictures."""
HARDEST = 3
"""sentences that an author is led to"""
FRAME_BYTES = 8_000
"""what stands around the words on the one page of a lesson; style and scripts are kept from the first visit"""

_LONG_NUMBER = re.compile(r"\+?\d(?:[ \u00a0().–-]{0,2}\d){6,}")
_SUM = re.compile(r"\d{1,3}(?:[ \u00a0.,]\d{3})+")
_DATE = re.compile(r"\d{1,2}([-.])\d{1,2}\1\d{4}|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}[-–](?:19|20)\d{2}")
# "call 112", "the number 11 616", "по номеру 102", "112 нөміріне": a short number is one only beside such a word.
_CALL = r"(?:call|dial|ring|phone|hotline|helpline|number|номер|телефон|звони|позвони|набери|лини|қоңырау|нөмір|желі)"
_SHORT_NUMBER = re.compile(
    rf"\b{_CALL}\w*(?:[^\w.!?]+[^\W\d]+){{0,2}}[^\w.!?]+(\d{{3,6}})\b(?![.,]?\d)|\b(\d{{3,6}})[^\w.!?]+{_CALL}",
    re.IGNORECASE,
)


def sentence_faults(path: Path, passages: Sequence[Passage]) -> Iterator[CourseFault]:
    """Yields a fault for each sentence of more than 25 words."""
    for sentence in sentences(passages):
        if len(sentence.words) > MOST_WORDS:
            where = Remark(N_("sentence '%(begins)s ...'"), begins=" ".join(sentence.words[:4]))
            what = N_("has %(count)d words: make two of it, of at most %(most)d")
            remark = Remark(what, count=len(sentence.words), most=MOST_WORDS)
            yield CourseFault(path, sentence.line, where, remark)


def level_faults(path: Path, passages: Sequence[Passage], language: str) -> Iterator[CourseFault]:
    """Yields a fault if a lesson's words are harder to read, on the whole, than its language's limit (LIX).

    It yields nothing for a language without a limit.
    """
    lix, limit = level(passages), LIMITS.get(language)
    if limit is not None and lix > limit:
        longest = sorted(sentences(passages), key=lambda sentence: -len(sentence.words))[:HARDEST]
        lines = tuple(sorted({sentence.line for sentence in longest}))
        what = N_(
            "reads at level %(level)d (LIX), and %(limit)d is the limit for '%(language)s': "
            "take shorter words, and cut the longest sentences, on the lines %(lines)s"
        )
        remark = Remark(what, level=round(lix), limit=limit, language=language, lines=lines)
        yield CourseFault(path, 1, WHOLE, remark)


def number_faults(path: Path, passages: Sequence[Passage], helplines: Collection[str]) -> Iterator[CourseFault]:
    """Yields a fault for each telephone number that is not among `helplines`, since numbers change and lessons stay."""
    known = {_digits(number) for number in helplines}
    for paragraph in passages:
        for start, number in _numbers(paragraph.text):
            if _digits(number) not in known:
                line = paragraph.line + paragraph.text.count("\n", 0, start)
                what = N_("is no number of the register of helplines: take it out; the page Help shows those that hold")
                where = Remark(N_("number %(number)s"), number=number)
                yield CourseFault(path, line, where, Remark(what))


def weight_faults(
    path: Path, words: LessonWords, used: Collection[str], pictures: Mapping[str, Picture]
) -> Iterator[CourseFault]:
    """Yields a fault if a lesson with its pictures has more than 60,000 bytes to load.

    used: file names of the pictures that it shows.
    """
    drawings = sum(len(pictures[name].svg.encode()) for name in used if name in pictures)
    weight = len(words.model_dump_json().encode()) + drawings + FRAME_BYTES
    if weight > MOST_BYTES:
        what = N_("weighs %(weight)s bytes as a phone loads it, %(drawings)s of them pictures: make it %(most)s")
        sizes = {"weight": f"{weight:,}", "drawings": f"{drawings:,}", "most": f"{MOST_BYTES:,}"}
        yield CourseFault(path, 1, WHOLE, Remark(what, **sizes))


def passages_of_words(marked: Marked, words: InstrumentWords) -> list[Passage]:
    """Returns the texts that an instrument shows a learner, each with its line in the file.

    A text over several lines has the number of its first.
    """
    texts: list[tuple[tuple[str, ...], str]] = [(("title",), words.title)]
    for form, items in words.forms.items():
        for item_id, item in items.items():
            place = ("forms", form, item_id)
            texts.append(((*place, "stem"), item.stem))
            texts += [((*place, "options", option), text) for option, text in item.options.items()]
            texts += [((*place, "reasons", option), text) for option, text in item.reasons.items()]
    texts += [(("statements", each), text) for each, text in words.statements.items()]
    texts += [(("reactions", each), text) for each, text in words.reactions.items()]
    return [Passage(marked.lines[place], text) for place, text in texts if place in marked.lines]


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    for number in _LONG_NUMBER.finditer(text):
        if not _SUM.fullmatch(number[0]) and not _DATE.fullmatch(number[0]):
            yield number.start(), number[0]
    for number in _SHORT_NUMBER.finditer(text):
        group = 1 if number[1] else 2
        yield number.start(group), number[group]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)

"""Marks on paper as somebody types them: the letters of a sheet, numbers, and letters that only look like those."""

import re
from collections.abc import Iterator, Sequence

from assessments import UNSURE, Answer, marks

LATIN, CYRILLIC = "ABCDEFGHIJ", "АБВГДЕЖЗИК"
BLANK = "-"
"""Typed where the learner marked nothing."""
_BETWEEN = re.compile(r"[\s,;+]+")
_LOOK_ALIKES = {
    CYRILLIC: dict(zip("AaBEeKk", "ААВЕЕКК", strict=True)),
    LATIN: dict(zip("АаВСсЕеНІіЈј", "AABCCEEHIIJJ", strict=True)),
}
"""Letters of the other alphabet by the paper's letter whose shape they have. A small b or в has that of none."""


class NotOnPaper(ValueError):
    """Raised for a mark that the paper does not have, or that could be two of its answers.

    mark: as it was typed. letters: those of the paper. is_ambiguous: it could be two, since the sheet may have been
    printed in either alphabet.
    """

    def __init__(self, mark: str, letters: str, *, is_ambiguous: bool = False) -> None:
        super().__init__(f"'{mark}' is not on this paper: {letters}")
        self.mark, self.letters, self.is_ambiguous = mark, letters, is_ambiguous


def letters_in(language: str) -> str:
    """Returns the letters that name the options on paper in this language, in order.

    They are Latin for English and Cyrillic for the others.
    """
    return LATIN if language == "en" else CYRILLIC


def read_form(form: str) -> str:
    """Returns the form of a test that a cell names, as sheets print it: a Cyrillic А or В is the Latin one."""
    return _LOOK_ALIKES[LATIN].get(form.strip(), form.strip())


def read_mark(mark: str, options: tuple[str, ...], languages: Sequence[str]) -> str | None:
    """Returns the option id that a typed mark stands for; None for a blank ("", "-").

    mark: the option's id, its number from 1, or its letter on paper. A letter of the other alphabet is taken for the
    one of the paper that it looks like. options: in the order of the paper. languages: in which the sheet may have been
    printed, mostly one. Raises NotOnPaper for any other mark, and for a letter that is another answer in each language.
    """
    mark = mark.strip()
    if mark in ("", BLANK, "–"):
        return None
    if mark in options:
        return mark
    alphabets = list(dict.fromkeys(map(letters_in, languages)))
    shown = " / ".join(" ".join(letters[: len(options)]) for letters in alphabets)
    places = {place for letters in alphabets for place in _places(mark, letters[: len(options)], letters)}
    if mark.isdecimal() and 0 < int(mark) <= len(options):
        places = {int(mark) - 1}
    if len(places) != 1:
        raise NotOnPaper(mark, shown, is_ambiguous=bool(places))
    return options[places.pop()]


def _places(mark: str, letters: str, alphabet: str) -> Iterator[int]:
    """Of a single letter, at most one: what it looks like goes before what it is in the other alphabet."""
    letter = mark.upper() if mark.upper() in alphabet else _LOOK_ALIKES[alphabet].get(mark, "")
    if len(letter) == 1 and letter in letters:
        yield letters.index(letter)


def read_marks(mark: str, options: tuple[str, ...], languages: Sequence[str]) -> Answer | None:
    """Returns the lines that a typed mark stands for, or "unsure"; None for a blank ("", "-").

    mark: what `read_mark` reads for each line, side by side ("BD") or between blanks, commas or the like. options,
    languages: as there. Raises NotOnPaper for any other mark, and ValueError for lines beside "unsure" or a hyphen.
    """
    parts = [part for part in _BETWEEN.split(mark.strip()) if part]
    marked = {read_mark(one, options, languages) for part in parts for one in ([part] if part in options else part)}
    if len(marked) > 1 and marked & {None, UNSURE}:
        raise ValueError(f"'{mark}' is lines and none at once")
    if UNSURE in marked:
        return UNSURE
    return marks(line for line in marked if line is not None) or None


def mark_of(answer: Answer | None, options: tuple[str, ...], *languages: str) -> str:
    """Returns the letter of an option on paper in this language, or those of marked lines; "-" for a blank.

    languages: with two alphabets among them it is the number, which is the same in both.
    """
    marked = (answer,) if isinstance(answer, str) else answer or ()
    alphabets = {letters_in(language) for language in languages}
    names = alphabets.pop() if len(alphabets) == 1 else "123456789"
    return "".join(names[place] for place in sorted(options.index(one) for one in marked)) or BLANK

"""Names in the order that people expect, and words found whatever their letters' case: in every script that we know."""

import re
import unicodedata

_LAST = "\uffff"
"""Sorts after every letter."""

_NEIGHBOURS = {
    "а": "ә",
    "г": "ғ",
    "е": "ё",
    "и": "ӣ",
    "к": "қ",
    "н": "ң",
    "о": "ө",
    "у": "ұүӯ",
    "х": "һҳ",
    "ч": "ҷ",
    "ы": "і",
}
"""Letters of Russian, Kazakh, Kyrgyz and Tajik that the alphabet has behind another one, and Unicode elsewhere."""

_IN_PLACE = str.maketrans(
    {it: near + _LAST * rank for near, letters in _NEIGHBOURS.items() for rank, it in enumerate(letters, start=1)}
)
_NUMBER = "\x01"
"""Stands before a number, and sorts before every letter."""


def fold(text: str) -> str:
    """Returns a text in a form in which capital and small letters are equal, in any script, for searching."""
    return unicodedata.normalize("NFKC", text).casefold()


def sort_key(text: str) -> bytes:
    """Returns the bytes that a name is sorted by: "Group 2" comes before "Group 10", and "Әлем" before "Бота".

    Databases compare bytes alike everywhere, but not text. A number is preceded by how many digits it has, so that the
    shorter one comes first.
    """
    parts = re.split(r"(\d+)", fold(text).translate(_IN_PLACE))
    return "".join(_number(part) if part.isdecimal() else part for part in parts).encode()


def _number(digits: str) -> str:
    number = str(int(digits))
    return f"{_NUMBER}{len(number):04}{number}"

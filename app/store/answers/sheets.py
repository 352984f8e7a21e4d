"""A sitting's answers, times and points as bytes: fixed places, so that many sheets are one array.

`answers` has a byte for each item in the instrument's order: the place of the chosen option in its form, or a bit for
each of its lines that was marked, the smallest for the first line; or else one of NOT_SURE, BLANK and ABSENT. `seconds`
has a number for each item, in one byte, or in two or four where one does not fit; the largest is none; without any it
is empty. `points` has three bytes for whatever was said beside the items: the number of the statement, the smaller byte
first, and the point of the scale, 0 for rather not said.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assessments import MOST_LINES, UNSURE, Answer, marks

NOT_SURE, BLANK, ABSENT = 254, 255, 252
"""The answer "I am not sure"; an item left blank; one that a phone left out. 253 is free. As in
`analytics.counts.learners`, which takes long to load: a test holds the two together."""
MOST_OPTIONS = 200
_POINT = struct.Struct("<HB")


@dataclass(frozen=True)
class Layout:
    """A Layout says which byte of a sheet belongs to which item, and which value to which option.

    It is part of the structure digest: it never changes.
    """

    items: tuple[str, ...]
    options: Mapping[str, tuple[tuple[str, ...], ...]]
    """by form, of each item in order"""
    lines: frozenset[str] = frozenset()
    """items whose options are lines, any number of which may be marked"""

    def blank_sheet(self) -> bytes:
        """Returns the answers of a sheet on which every item is untouched, neither answered nor left blank."""
        return bytes([ABSENT]) * len(self.items)

    def answers(self, form: str, responses: Mapping[str, Answer | None], *, on: bytes = b"") -> bytes:
        """Returns a sheet with these responses by item id, written over the sheet `on` or over a blank one.

        responses: an option id, the marked lines, "unsure" or None (left blank, as is no line). Raises ValueError for
        an item, option or line that the form lacks.
        """
        sheet = bytearray(on or self.blank_sheet())
        for item, answer in responses.items():
            place = self.items.index(item) if item in self.items else None
            byte = None if place is None else self._byte(item, self.options[form][place], answer)
            if place is None or byte is None:
                raise ValueError(f"form {form} has no item '{item}' with an option '{answer}'")
            sheet[place] = byte
        return bytes(sheet)

    def _byte(self, item: str, options: tuple[str, ...], answer: Answer | None) -> int | None:
        """None for what is no answer to the item."""
        if not answer and not isinstance(answer, str):
            return BLANK
        if answer == UNSURE:
            return NOT_SURE
        marked, is_set = (answer, True) if isinstance(answer, tuple) else ((answer,), False)
        if is_set != (item in self.lines) or not set(marked) <= set(options):
            return None
        places = {options.index(one) for one in marked}
        return sum(1 << place for place in places) if is_set else places.pop()

    def responses(self, form: str, answers: bytes) -> dict[str, Answer | None]:
        """Returns the option id, the marked lines or "unsure" by item id; None: left blank. Untouched items are absent.

        Lines are in the order of `assessments.marks`.
        """
        return {
            item: self._answer(item, options, byte)
            for item, options, byte in zip(self.items, self.options[form], answers, strict=True)
            if byte != ABSENT
        }

    def _answer(self, item: str, options: tuple[str, ...], byte: int) -> Answer | None:
        special = {NOT_SURE: UNSURE, BLANK: None}
        if byte in special:
            return special[byte]
        if item in self.lines:
            return marks(line for place, line in enumerate(options) if byte >> place & 1)
        return options[byte]

    def seconds(self, times: Mapping[str, int]) -> bytes:
        """Packs the seconds spent on items, by item id. Raises ValueError for an item that the instrument lacks."""
        strange = set(times) - set(self.items)
        if strange:
            raise ValueError(f"no item {', '.join(sorted(strange))}")
        if not times:
            return b""
        width = next(it for it in (1, 2, 4) if max(times.values()) < 256**it - 1)
        return b"".join(times.get(item, 256**width - 1).to_bytes(width, "little") for item in self.items)

    def times(self, seconds: bytes) -> dict[str, int]:
        """Returns the seconds spent on items by item id, as `seconds` packed them; an item without a time is absent."""
        width = len(seconds) // len(self.items)
        numbers = (int.from_bytes(seconds[at : at + width], "little") for at in range(0, len(seconds), width or 1))
        return {item: number for item, number in zip(self.items, numbers, strict=False) if number < 256**width - 1}


def layout_text(items: Iterable[tuple[str, Mapping[Any, Iterable[str]]]], *, lines: Iterable[str] = ()) -> str:
    """Writes the text of a layout, for `layout` to read. items: the id of each item, and its options by form.

    lines: ids of the items whose options are lines to be marked. Raises ValueError for an item with more options, or
    lines, than a byte can name.
    """
    of_lines = list(lines)
    listed = [(item, {form: list(options) for form, options in forms.items()}) for item, forms in items]
    if any(len(options) > MOST_OPTIONS for _, forms in listed for options in forms.values()):
        raise ValueError(f"an item has more than {MOST_OPTIONS} options")
    if any(len(options) > MOST_LINES for item, forms in listed if item in of_lines for options in forms.values()):
        raise ValueError(f"an item has more than {MOST_LINES} lines")
    # Without lines it is the text that it has always been.
    return json.dumps({"items": listed, **({"lines": of_lines} if of_lines else {})}, separators=(",", ":"))


@lru_cache(maxsize=64)
def layout(text: str) -> Layout:
    """Returns the Layout that a text of `layout_text` describes."""
    stored = json.loads(text)
    items = stored["items"]
    forms = {form for _, options in items for form in options}
    return Layout(
        tuple(item for item, _ in items),
        {form: tuple(tuple(options[form]) for _, options in items) for form in forms},
        frozenset(stored.get("lines", ())),
    )


def count_answered(answers: bytes) -> int:
    """Counts the items of a sheet that were answered, also with "unsure"; blank ones are not counted."""
    return sum(byte not in (BLANK, ABSENT) for byte in answers)


def points(values: Mapping[int, int | None]) -> bytes:
    """Packs the points chosen for statements, by the statement's number; None: preferred not to say."""
    return b"".join(_POINT.pack(number, value or 0) for number, value in sorted(values.items()))


def values_of(packed: bytes) -> dict[int, int | None]:
    """Returns the points that `points` packed, by the statement's number; None: preferred not to say."""
    return {number: value or None for number, value in _POINT.iter_unpack(packed)}

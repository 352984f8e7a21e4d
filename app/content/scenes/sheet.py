"""The sheet of parts from which scenes are drawn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHEET = Path(__file__).with_name("parts.svg")
_PART = re.compile(r'^<g id="([a-z]+(?:-[a-z]+)*)"([^>]*)>\n(.*?)^</g>$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Part:
    """Holds a part of a drawing: the attributes of its group, each behind a space, and the elements in the group."""

    attributes: str = ""
    elements: str = ""


@dataclass(frozen=True)
class Sheet:
    """Holds the parts by their ids, such as 'dana-body' or 'worried-face', and the names that an author may use."""

    parts: Mapping[str, Part]
    people: Sequence[str]
    moods: Sequence[str]
    places: Sequence[str]

    def part(self, name: str, layer: str) -> Part:
        """Returns one layer of a person, a mood or a place; an empty part where the sheet has none."""
        return self.parts.get(f"{name}-{layer}", Part())


@cache
def read_sheet() -> Sheet:
    """Returns the sheet that comes with the platform; names stand in its own order."""
    text = SHEET.read_text(encoding="utf-8")
    parts = {match[1]: Part(match[2], match[3].replace("\n", "")) for match in _PART.finditer(text)}
    people = _names(parts, "body")
    moods = [name for name in _names(parts, "face") if name not in people]
    return Sheet(parts, people, moods, _names(parts, "place"))


def _names(parts: Mapping[str, Part], layer: str) -> list[str]:
    return [part.removesuffix(f"-{layer}") for part in parts if part.endswith(f"-{layer}")]

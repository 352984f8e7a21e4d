"""A scene as its author writes it: `dana worried at bus-station`, or `dana worried, rustam calm at home`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.content.scenes.sheet import Sheet

MOST_PEOPLE = 2
_FORM = re.compile(r"(?P<people>[^|]+?)\s+at\s+(?P<place>\S+)\s*(?:\|\s*(?P<words>.+))?")


@dataclass(frozen=True)
class Scene:
    """Holds who is where, each person with a mood."""

    people: tuple[tuple[str, str], ...]
    place: str
    words: str = ""
    """the author's own, for those who do not see it; "" where there are none"""

    @property
    def name(self) -> str:
        """The scene in the form in which an author writes it, with single spaces and without the author's words."""
        return f"{', '.join(' '.join(person) for person in self.people)} at {self.place}"


def read_scene(text: str, sheet: Sheet) -> Scene:
    """Reads what stands behind ':::scene'. Raises ValueError that says what is wrong and how to mend it."""
    form = _FORM.fullmatch(text.strip())
    named = [part.split() for part in form["people"].split(",")] if form else []
    if form is None or any(len(person) != 2 for person in named):
        raise ValueError("is no scene: write ':::scene PERSON MOOD at PLACE', as in ':::scene dana worried at home'")
    if len(named) > MOST_PEOPLE:
        raise ValueError(f"has {len(named)} people, and a picture has room for {MOST_PEOPLE}: leave one out")
    for person, mood in named:
        _check_name(person, sheet.people, "person")
        _check_name(mood, sheet.moods, "mood")
    _check_name(form["place"], sheet.places, "place")
    if len({person for person, _ in named}) < len(named):
        raise ValueError(f"has {named[0][0]} in it a second time: keep one")
    return Scene(tuple((person, mood) for person, mood in named), form["place"], (form["words"] or "").strip())


def _check_name(name: str, names: Sequence[str], noun: str) -> None:
    if name not in names:
        near = get_close_matches(name, names, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "take one of them"
        raise ValueError(f"has a {noun} '{name}', and those that are drawn are {', '.join(names)}: {mend}")

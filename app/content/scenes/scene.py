"""A scene as its author writes it: `dana worried at bus-station`, or `dana worried, rustam calm at home`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from app.content.scenes.sheet import Sheet
from app.sentences import N_, Remark

MOST_PEOPLE = 2
_FORM = re.compile(r"(?P<people>[^|]+?)\s+at\s+(?P<place>\S+)\s*(?:\|\s*(?P<words>.+))?")


class NoScene(ValueError):
    """Raised with what is wrong with a scene and how to mend it, in `remark`."""

    def __init__(self, what: str, **values: Any) -> None:
        self.remark = Remark(what, **values)
        super().__init__(self.remark)


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
    """Reads what stands behind ':::scene'. Raises NoScene."""
    form = _FORM.fullmatch(text.strip())
    named = [part.split() for part in form["people"].split(",")] if form else []
    if form is None or any(len(person) != 2 for person in named):
        raise NoScene(N_("is no scene: write ':::scene PERSON MOOD at PLACE', as in ':::scene dana worried at home'"))
    if len(named) > MOST_PEOPLE:
        what = N_("has %(count)d people, and a picture has room for %(most)d: leave one out")
        raise NoScene(what, count=len(named), most=MOST_PEOPLE)
    for person, mood in named:
        _check_name(
            person, sheet.people, N_("has a person '%(name)s', and those that are drawn are %(names)s: %(mend)s")
        )
        _check_name(mood, sheet.moods, N_("has a mood '%(name)s', and those that are drawn are %(names)s: %(mend)s"))
    what = N_("has a place '%(name)s', and those that are drawn are %(names)s: %(mend)s")
    _check_name(form["place"], sheet.places, what)
    if len({person for person, _ in named}) < len(named):
        raise NoScene(N_("has %(name)s in it a second time: keep one"), name=named[0][0])
    return Scene(tuple((person, mood) for person, mood in named), form["place"], (form["words"] or "").strip())


def _check_name(name: str, names: Sequence[str], what: str) -> None:
    if name not in names:
        near = get_close_matches(name, names, n=1)
        meant = Remark(N_("did you mean '%(name)s'?"), name=near[0]) if near else Remark(N_("take one of them"))
        raise NoScene(what, name=name, names=tuple(names), mend=meant)

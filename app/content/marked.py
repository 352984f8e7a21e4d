"""YAML as plain values that remember their lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from app.content.faults import CourseFault
from app.content.text import WHOLE, read_text
from app.sentences import N_, Remark

Place = tuple[str | int, ...]
"""The keys and list positions that lead to a value."""

# libyaml is ten times as fast; a PyYAML that was built without it reads the same.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_DEPTH = 20
"""Of lists and keys in each other: no file of a course has ten."""

_HINTS = {
    "mapping values are not allowed": N_("put words that hold a colon in quotes, and look at the indent"),
    "could not find expected ':'": N_("a key needs a colon and a space after it"),
    "found unexpected end of stream": N_("a quote is opened and never closed"),
    "cannot start any token": N_("put words that begin with such a sign in quotes"),
}


@dataclass(frozen=True)
class Marked:
    """Holds the values of one YAML file (mappings, tuples, text, whole numbers, true, false, None) and their lines."""

    path: Path
    value: Any
    lines: Mapping[Place, int]

    def fault(self, place: Place, what: str) -> CourseFault:
        """Returns a fault about the value at this place; its line is that of the value or of the nearest around it."""
        nearest = next(place[:size] for size in range(len(place), -1, -1) if place[:size] in self.lines)
        return CourseFault(self.path, self.lines[nearest], self._where(place), what)

    def at(self, *place: str | int) -> Any:
        """Returns the value at a place, or None if there is none; a text in the place can be a list entry's id."""
        value = self.value
        for step in place:
            key = self._position(value, step)
            if key is None:
                return None
            value = value[key]
        return value

    def place(self, *place: str | int) -> Place:
        """Returns the place with ids of list entries replaced by their positions, as far as the place exists."""
        value, position = self.value, list(place)
        for index, step in enumerate(place):
            key = self._position(value, step)
            if key is None:
                break
            position[index] = key
            value = value[key]
        return tuple(position)

    @staticmethod
    def _position(value: Any, step: str | int) -> str | int | None:
        if isinstance(value, dict):
            return step if step in value else None
        if isinstance(value, tuple) and isinstance(step, int):
            return step if step < len(value) else None
        if isinstance(value, tuple):
            return next(
                (i for i, entry in enumerate(value) if isinstance(entry, dict) and entry.get("id") == step), None
            )
        return None

    def _where(self, place: Place) -> str:
        names = []
        for size, step in enumerate(place, start=1):
            entry = self.at(*place[:size])
            if isinstance(step, int):
                named = entry.get("id") if isinstance(entry, dict) else entry
                step = named if isinstance(named, str) else f"entry {step + 1}"
            names.append(step)
        return " > ".join(names) or WHOLE


def read_yaml(path: Path, faults: list[CourseFault]) -> Marked | None:
    """Reads a YAML file; returns None if nothing can be read from it. Faults are added to `faults`."""
    text = read_text(path, faults)
    return None if text is None else marked_yaml(path, text, faults)


def marked_yaml(path: Path, text: str, faults: list[CourseFault], *, first_line: int = 1) -> Marked | None:
    """Reads the values of a YAML text; returns None if it is empty or no YAML. Faults are added to `faults`.

    first_line: the line of the file on which the text begins.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = (mark.line if mark else 0) + first_line
        faults.append(CourseFault(path, line, WHOLE, _problem(wrong, text, line - first_line)))
        return None
    except yaml.YAMLError as wrong:
        position = getattr(wrong, "position", 0) or 0
        faults.append(
            CourseFault(
                path,
                text.count("\n", 0, position) + first_line,
                WHOLE,
                Remark(N_("has a sign that YAML does not allow: take it out")),
            )
        )
        return None
    if node is None:
        faults.append(CourseFault(path, first_line, WHOLE, Remark(N_("is empty: write its keys and values"))))
        return None
    return _Marker(path, faults, first_line).marked(node)


def _problem(wrong: yaml.MarkedYAMLError, text: str, index: int) -> Remark:
    problem = wrong.problem or "the text cannot be understood"
    lines = text.split("\n")
    if index < len(lines) and re.match(r" *\t", lines[index]):
        hint = N_("indent with spaces, not with a tab")
    else:
        usual = N_("look at the indent and the quotes of this line and the one above")
        hint = next((hint for sign, hint in _HINTS.items() if sign in problem), usual)
    return Remark(N_("is not YAML from here on: %(problem)s: %(hint)s"), problem=problem, hint=Remark(hint))


@dataclass
class _Marker:
    path: Path
    faults: list[CourseFault]
    first_line: int
    lines: dict[Place, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def marked(self, node: yaml.Node) -> Marked:
        self.lines[()] = self._line(node)
        return Marked(self.path, self._value(node, ()), self.lines)

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _fault(self, node: yaml.Node, where: str, what: str, **values: Any) -> None:
        self.faults.append(CourseFault(self.path, self._line(node), where, Remark(what, **values)))

    def _value(self, node: yaml.Node, place: Place) -> Any:
        if id(node) in self.seen:
            self._fault(node, str(place[-1]), N_("repeats something by '&' and '*': write it out"))
            return None
        self.seen.add(id(node))
        if len(place) > MOST_DEPTH:
            what = N_("has lists or keys more than %(most)d deep in each other: write it flat")
            self._fault(node, str(place[0]), what, most=MOST_DEPTH)
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return self._list(node, place)
        assert isinstance(node, yaml.ScalarNode)  # there is no fourth kind
        return _scalar(str(node.value), is_plain=not node.style)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, WHOLE, N_("has a list or mapping as a key: a key is one word"))
                continue
            key = key_node.value
            if key in values:
                self._fault(key_node, key, N_("stands here a second time: keep one"))
                continue
            self.lines[(*place, key)] = self._line(key_node)
            values[key] = self._value(value_node, (*place, key))
        return values

    def _list(self, node: yaml.SequenceNode, place: Place) -> tuple[Any, ...]:
        values: list[Any] = []
        ids: set[Any] = set()
        for entry in node.value:
            position = (*place, len(values))
            value = self._value(entry, position)
            name = value.get("id") if isinstance(value, dict) else value
            if isinstance(name, str) and name in ids:
                what = N_("'%(name)s' stands here a second time: keep one")
                self._fault(entry, str(place[-1]) if place else WHOLE, what, name=name)
                self.lines = {known: line for known, line in self.lines.items() if known[: len(position)] != position}
                continue
            ids.add(name if isinstance(name, str) else None)
            self.lines[position] = self._line(entry)
            values.append(value)
        return tuple(values)


def _scalar(text: str, *, is_plain: bool) -> str | int | bool | None:
    """Only plain whole numbers, true, false and nothing are not text: `no` and 2026-01-01 stay what was written."""
    if not is_plain:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text) else text

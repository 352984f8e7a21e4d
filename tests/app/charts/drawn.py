"""A picture as a reader sees it: marks by class, words by place, and the scale that the picture itself prints."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

Scale = Callable[[float], float]
"""From a number to the place on the picture where it has to stand."""
NEAR = 0.16
"""Places are written with one decimal, and the scale is read from places."""


@dataclass(frozen=True)
class Word:
    text: str
    x: float
    y: float
    css: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """A line or a box from left to right. y: its middle."""

    left: float
    right: float
    y: float
    css: tuple[str, ...]

    @property
    def is_upright(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True)
class Point:
    """A ring, a dot or a diamond. size: from its middle to its edge."""

    x: float
    y: float
    css: tuple[str, ...]
    size: float


class Drawn:
    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)
        self.width = float((self.root.get("viewBox") or "").split()[2])
        self.words = [
            Word(" ".join((it.text or "").split()), _number(it, "x"), _number(it, "y"), _css(it))
            for it in self.root.iter("text")
        ]
        self.lines = [_line(it) for it in self.root.iter("line")]
        self.boxes = [_box(it) for it in self.root.iter("rect")]
        self.circles = [
            Point(_number(it, "cx"), _number(it, "cy"), _css(it), _number(it, "r")) for it in self.root.iter("circle")
        ]
        self.diamonds = [_diamond(it) for it in self.root.iter("path")]

    def word_of(self, text: str) -> Word:
        """The one word that reads so."""
        (word,) = [word for word in self.words if word.text == text]
        return word

    def axis(self, unit: float = 0.01) -> Scale:
        """Through the ends of the axis that the picture prints, in per cent or another unit; it has to be even between
        them."""
        at = {unit * number: x for number, x in self._ticks().items()}
        (low, left), *_, (high, right) = sorted(at.items())

        def scale(share: float) -> float:
            return left + (share - low) / (high - low) * (right - left)

        assert all(abs(scale(share) - x) < NEAR for share, x in at.items()), "the axis is even"
        return scale

    def _ticks(self) -> Mapping[float, float]:
        """Place of each number that stands in the lowest line of words: that of the upright line next to it."""
        lowest = max(word.y for word in self.words)
        uprights = [line.left for line in self.lines if line.is_upright and "fl" not in line.css]
        return {
            float(word.text.removesuffix("%")): min(uprights, key=lambda x, at=word.x: abs(x - at))  # type: ignore[misc]
            for word in self.words
            if word.y == lowest
        }


def near(one: float, other: float) -> bool:
    return abs(one - other) < NEAR


def _line(it: ElementTree.Element) -> Stretch:
    """As it is drawn: whoever swaps the ends of an interval is seen."""
    return Stretch(_number(it, "x1"), _number(it, "x2"), (_number(it, "y1") + _number(it, "y2")) / 2, _css(it))


def _box(it: ElementTree.Element) -> Stretch:
    left, top = _number(it, "x"), _number(it, "y")
    return Stretch(left, left + _number(it, "width"), top + _number(it, "height") / 2, _css(it))


def _diamond(it: ElementTree.Element) -> Point:
    """By the middle of its corners, which follow one another from the first by steps."""
    start, *steps = re.findall(r"[Ml]([^Mlz]+)", it.get("d", ""))
    x, y = map(float, start.split())
    xs, ys = [x], [y]
    for step in steps:
        dx, dy = map(float, step.split())
        xs.append(xs[-1] + dx)
        ys.append(ys[-1] + dy)
    return Point((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, _css(it), round((max(xs) - min(xs)) / 2, 1))


def _number(it: ElementTree.Element, name: str) -> float:
    return float(it.get(name, "0"))


def _css(it: ElementTree.Element) -> tuple[str, ...]:
    return tuple((it.get("class") or "").split())

"""Elements of a picture. Everything that is written into one is escaped."""

from collections.abc import Iterable
from html import escape

from app.wording import Words

WIDEST_SIGN = 9
"""Of a bold digit in letters of 14, and a little air."""


def element(name: str, text: str | None = None, *, css: str = "", **attributes: float | str) -> str:
    """Returns one SVG element, escaped; numbers have one decimal at most.

    text: None for an element without content. css: its class. An underscore in an attribute's name becomes a hyphen.
    """
    written = {"class": css} if css else {}
    written |= {
        key.replace("_", "-"): value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
        for key, value in attributes.items()
    }
    inside = "".join(f' {key}="{escape(value)}"' for key, value in written.items())
    return f"<{name}{inside}/>" if text is None else f"<{name}{inside}>{escape(text)}</{name}>"


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Returns an SVG line from one point to another."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, css=css)


def label(x: float, y: float, text: str, css: str = "") -> str:
    """Returns an SVG text that begins at a point, unless its class says otherwise."""
    return element("text", text, x=x, y=y, css=css)


def label_within(width: float, x: float, y: float, text: str, css: str = "") -> str:
    """Returns an SVG text in the middle over a place, moved as far as it needs to be whole in a picture so wide."""
    half = WIDEST_SIGN * len(text) / 2
    return label(min(max(x, half), width - half), y, text, f"{css} c".strip())


def diamond(x: float, y: float, half: float, css: str) -> str:
    """Returns an SVG diamond around a point. half: its half width and half height."""
    return element("path", d=f"M{x - half:.1f} {y:.1f}l{half} {-half}l{half} {half}l{-half} {half}z", css=css)


def percent_mark(words: Words, percent: int) -> str:
    """Returns the label of a mark on a scale: "0", "25" … "100 %"; only 100 has the sign."""
    return words.percent(1, 0) if percent == 100 else words.number(percent)


def picture(width: float, height: float, sentence: str, parts: Iterable[str], css: str = "chart") -> str:
    """Returns the whole SVG; `sentence` tells those who do not see it what it shows, and is escaped.

    parts: elements, as the functions here return them: they are not escaped again.
    """
    opening = element("svg", "", css=css, viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=sentence)
    return opening.removesuffix("</svg>") + "".join(parts) + "</svg>"

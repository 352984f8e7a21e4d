"""Elements of a picture. Everything that is written into one is escaped."""

from collections.abc import Iterable
from html import escape

from app.wording import Words


def element(name: str, text: str | None = None, *, css: str = "", **attributes: float | str) -> str:
    """Makes one element of SVG, escaped; numbers have one decimal at most.

    Attributes with an underscore have a dash in SVG.
    """
    written = {"class": css} if css else {}
    written |= {
        key.replace("_", "-"): value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
        for key, value in attributes.items()
    }
    inside = "".join(f' {key}="{escape(value)}"' for key, value in written.items())
    return f"<{name}{inside}/>" if text is None else f"<{name}{inside}>{escape(text)}</{name}>"


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Draws a line from one point to another."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, css=css)


def label(x: float, y: float, text: str, css: str = "") -> str:
    """Writes a text at a point."""
    return element("text", text, x=x, y=y, css=css)


def diamond(x: float, y: float, half: float, css: str) -> str:
    """Draws a diamond around a point."""
    return element("path", d=f"M{x - half:.1f} {y:.1f}l{half} {-half}l{half} {half}l{-half} {half}z", css=css)


def percent_mark(words: Words, percent: int) -> str:
    """Returns the mark of a scale: "0", "25" … "100 %", with the sign at the end alone."""
    return words.percent(1, 0) if percent == 100 else words.number(percent)


def picture(width: float, height: float, sentence: str, parts: Iterable[str], css: str = "chart") -> str:
    """Makes the whole picture; `sentence` says what it shows to those who do not see it."""
    opening = element("svg", "", css=css, viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=sentence)
    return opening.removesuffix("</svg>") + "".join(parts) + "</svg>"

"""A small picture for a row of a table: ring before, dot after, on the scale of the test."""

from app.charts.svg import element, line, picture
from app.wording import Words, figure_text

WIDTH, HEIGHT = 176, 20


def before_after(before: float, after: float, max_score: int, words: Words) -> str:
    """Draws the means before and after, in points on a line from 0 to max_score, and returns the SVG."""
    _ = words.gettext

    def x(points: float) -> float:
        return 8 + (WIDTH - 16) * points / max_score

    parts = [
        line(8, 10, WIDTH - 8, 10, "gl"),
        line(x(before), 10, x(after), 10, "ci"),
        element("circle", css="pt", cx=x(before), cy=10, r=5),
        element("circle", css="up" if after >= before else "down", cx=x(after), cy=10, r=6),
    ]
    sentence = _("%(before)s before, %(after)s after") % {
        "before": figure_text(words, "gain.pre_mean", before),
        "after": figure_text(words, "gain.post_mean", after),
    }
    return picture(WIDTH, HEIGHT, sentence, parts, css="tiny")


def before_after_key(words: Words) -> str:
    """Returns the sentence that explains the signs in the pictures of before and after."""
    return words.gettext("Ring: mean score before. Dot: mean score after.")

"""The mean scores of one group before and after, on the scale of the test, with the number at each sign."""

from analytics.gains.gain import GainEstimate
from app.charts.dumbbells import TICKS
from app.charts.svg import element, label, label_within, line, picture
from app.wording import Words, figure_text

WIDTH, HEIGHT, Y = 328, 84, 36
LEFT = 14
NEAR = 36
"""So close to one another their numbers would meet: the one before stands under its sign."""


def mean_scores(gain: GainEstimate, max_score: int, words: Words) -> str:
    """Draws both means of a group, ring before and dot after, in points from 0 to max_score, and returns the SVG."""
    _ = words.gettext

    def x(points: float) -> float:
        return LEFT + (WIDTH - 2 * LEFT) * points / max_score

    before, after = x(gain.pre_mean), x(gain.post_mean)
    texts = {
        "before": figure_text(words, "gain.pre_mean", gain.pre_mean),
        "after": figure_text(words, "gain.post_mean", gain.post_mean),
    }
    parts = [line(LEFT, Y, WIDTH - LEFT, Y, "gl")]
    for points in range(0, max_score + 1, -(-max_score // TICKS)):
        parts.append(line(x(points), Y - 4, x(points), Y + 4, "gl"))
        parts.append(label(x(points), HEIGHT - 4, words.number(points), "m c"))
    parts += [
        line(before, Y, after, Y, "ci"),
        element("circle", css="pt", cx=before, cy=Y, r=7),
        element("circle", css="up" if gain.post_mean >= gain.pre_mean else "down", cx=after, cy=Y, r=8),
        label_within(WIDTH, before, Y + 26 if abs(after - before) < NEAR else Y - 16, texts["before"], "m"),
        label_within(WIDTH, after, Y - 16, texts["after"], "b"),
    ]
    return picture(WIDTH, HEIGHT, _("Mean score: %(before)s before, %(after)s after.") % texts, parts)

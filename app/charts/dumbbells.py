"""Mean scores before and after of groups under one another: ring before, dot after, on the scale of the test."""

from collections.abc import Mapping

from analytics import GainReport, Key
from analytics.gains.gain import GainEstimate
from app.charts.forest import parted
from app.charts.svg import element, label, line, picture
from app.wording import Words, figure_text

LEFT, RIGHT, ROW, TOP = 190, 110, 34, 8
TICKS = 7
"""Most intervals that the scale is marked in."""


def dumbbells(report: GainReport, names: Mapping[Key, str], words: Words, *, width: int = 640) -> str:
    """Draws the mean scores before and after of each group, all together last, and returns the SVG.

    names: of the groups. "" if the total has no mean; a group without one is left out.
    """
    _ = words.gettext
    most, total = report.method.max_score, report.total
    if total.gain is None or not most:
        return ""
    groups = [(names[one.key], one.gain) for one in report.groups if one.key is not None and one.gain is not None]
    rows = [*groups, (_("All"), total.gain)]

    def x(points: float) -> float:
        return LEFT + points / most * (width - LEFT - RIGHT)

    bottom = TOP + ROW * len(rows) + 6
    parts = []
    for points in range(0, most + 1, -(-most // TICKS)):
        parts.append(line(x(points), TOP, x(points), bottom, "gl"))
        parts.append(label(x(points), bottom + 20, words.number(points), "m c"))
    for place, (name, gain) in enumerate(rows):
        css = "b" if place == len(groups) else ""
        parts += _row(name, gain, x(gain.pre_mean), x(gain.post_mean), y=TOP + ROW * (place + 0.5), css=css)
        parts.append(label(width, TOP + ROW * (place + 0.5) + 5, _description(gain, words), f"{css} e".strip()))
    description = "; ".join(f"{name} {_description(gain, words)}" for name, gain in rows)
    sentence = _("Mean score before and after by subgroup: %(said)s. The same figures are in the table.")
    return picture(width, bottom + 28, sentence % {"said": description}, parts)


def _row(name: str, gain: GainEstimate, before: float, after: float, *, y: float, css: str) -> list[str]:
    return [
        *parted(name, y, css),
        line(before, y, after, y, "ci"),
        element("circle", css="pt", cx=before, cy=y, r=6),
        element("circle", css="up" if gain.post_mean >= gain.pre_mean else "down", cx=after, cy=y, r=7),
    ]


def _description(gain: GainEstimate, words: Words) -> str:
    """ "5.68 → 10.22" """
    before, after = (
        figure_text(words, "gain.pre_mean", gain.pre_mean),
        figure_text(words, "gain.post_mean", gain.post_mean),
    )
    return f"{before} → {after}"

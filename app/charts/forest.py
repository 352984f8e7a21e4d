"""Shares improved of groups under one another: ring and line for each, a small diamond where it is drawn to the common
share, a large diamond for all, by chance alone dashed."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor as round_down

from analytics import GainReport, GroupReport, Key
from app.charts.svg import diamond, element, label, line, percent_mark, picture
from app.wording import NO_BREAK, Words, interval_text, share_text

NARROW = 400
"""Under this width a name stands above its line instead of beside it."""
LONGEST_NAME = 22
RANGE_HEIGHT = 18
"""Of the line of a range under the name in a narrow picture: beside it there is no room for both."""


@dataclass(frozen=True)
class _Frame:
    width: int
    start: float
    """the share at the left end"""
    has_ranges: bool = False
    """whether shares of groups are of rounded counts, and so ranges"""

    @property
    def is_narrow(self) -> bool:
        return self.width < NARROW

    @property
    def left(self) -> int:
        return 8 if self.is_narrow else 226

    @property
    def right(self) -> int:
        return self.width - 8 if self.is_narrow else self.width - (118 if self.has_ranges else 76)

    @property
    def under_name(self) -> int:
        """Height of what stands between a name and its line."""
        return RANGE_HEIGHT if self.is_narrow and self.has_ranges else 0

    @property
    def row_height(self) -> int:
        return 50 + self.under_name if self.is_narrow else 43

    def x(self, share: float) -> float:
        return self.left + (share - self.start) / (1 - self.start) * (self.right - self.left)


def forest(
    report: GainReport,
    names: Mapping[Key, str],
    words: Words,
    *,
    width: int = 640,
    in_order: bool = False,
) -> str:
    """Draws the share improved of each group with its interval (forest plot), the highest on top, and returns the SVG.

    in_order: in the order of the report instead. A share of rounded counts is a bar from the least to the most that
    these allow. Suppressed and empty groups are left out. "" for under two groups.
    """
    _ = words.gettext
    shown = [group for group in report.groups if group.improved is not None and group.improved.share is not None]
    if not in_order:
        shown.sort(key=_share, reverse=True)
    total = report.total
    if len(shown) < 2 or total.improved is None:
        return ""
    frame = _Frame(width, _start([*shown, total]), any(map(_has_range, shown)))
    top = 26
    bottom = top + frame.row_height * (len(shown) + 1) + 10
    parts = _scale(frame, words, bottom)
    parts += _upright(
        frame, len(shown) + 1, top=top, bottom=bottom, floor=total.noise_floor.share if total.noise_floor else None
    )
    if total.noise_floor is not None:
        x = frame.x(total.noise_floor.share)
        at_left = x < frame.left + 40
        parts.append(label(max(x, frame.left) if at_left else x, 14, _("chance alone"), "m" if at_left else "m c"))
    if not frame.is_narrow:
        parts.append(label(frame.left - 18, 14, "n", "m e"))
    drawn = _drawn(report)
    for place, group in enumerate(shown):
        y = top + frame.row_height * (place + 0.5)
        name, to = ("", None) if group.key is None else (names[group.key], drawn.get(group.key))
        parts += _row(frame, words, group, name, y, drawn_to=to)
    rule = top + frame.row_height * len(shown) + 4
    parts.append(line(0, rule, width, rule, "ax"))
    parts += _row(frame, words, total, _("All"), rule + frame.row_height * 0.5 + 2, is_total=True)
    sentence = _(
        "Share improved by subgroup, with what chance alone would give as a dashed line: %(said)s. The same figures "
        "are in the table."
    )
    description = "; ".join(_description(words, group, names) for group in [*shown, total])
    return picture(width, bottom + 26, sentence % {"said": description}, parts)


def _description(words: Words, group: GroupReport, names: Mapping[Key, str]) -> str:
    name = words.gettext("All") if group.key is None else names[group.key]
    improved = group.improved
    if improved is None:
        return name
    n = f"n{NO_BREAK}={NO_BREAK}{words.number(improved.n)}"
    if improved.low is not None and improved.high is not None:
        span = interval_text(words, "improved.low", improved.low, improved.high, is_bare=True)
        return f"{name} {share_text(words, 'improved', improved)} ({span}; {n})"
    return f"{name} {share_text(words, 'improved', improved)} ({n})"


def _has_range(group: GroupReport) -> bool:
    return group.improved is not None and group.improved.least is not None


def _drawn(report: GainReport) -> dict[Key, float]:
    """Shares drawn to the common one."""
    shrunken = report.between.shrunken if report.between else None
    return {group.key: group.share for group in shrunken.groups} if shrunken else {}


def _share(group: GroupReport) -> float:
    return (group.improved.share if group.improved else None) or 0


def _start(groups: list[GroupReport]) -> float:
    """Tens at or under the lowest end and chance alone, so that nothing is cut off."""
    ends = [_share(group) for group in groups]
    ends += [group.improved.least for group in groups if group.improved and group.improved.least is not None]
    ends += [group.improved.low for group in groups if group.improved and group.improved.low is not None]
    ends += [group.noise_floor.share for group in groups[-1:] if group.noise_floor]
    return min(0.8, max(0, round_down(10 * min(ends) - 0.2) / 10))


def _ticks(frame: _Frame) -> range:
    """In per cent."""
    step = 20 if frame.start < 0.55 else 10
    return range(-(-round(100 * frame.start) // step) * step, 101, step)


def _scale(frame: _Frame, words: Words, bottom: float) -> list[str]:
    parts = []
    for percent in _ticks(frame):
        x = frame.x(percent / 100)
        css = "m e" if frame.is_narrow and percent == 100 else "m" if frame.is_narrow and x < 20 else "m c"
        parts.append(label(x, bottom + 20, percent_mark(words, percent), css))
    return parts


def _upright(frame: _Frame, rows: int, *, top: float, bottom: float, floor: float | None) -> list[str]:
    """Lines of the scale and of chance alone; on a narrow picture only beside each figure, never through a name."""
    stretches = [(top - 4, bottom)]
    if frame.is_narrow:
        tops = (top + frame.row_height * row + (6 if row == rows - 1 else 0) for row in range(rows))
        stretches = [(begin + 24 + frame.under_name, begin + frame.row_height - 2) for begin in tops]
    parts = []
    for begin, end in stretches:
        parts += [line(frame.x(percent / 100), begin, frame.x(percent / 100), end, "gl") for percent in _ticks(frame)]
        if floor is not None:
            parts.append(line(frame.x(floor), begin, frame.x(floor), end, "fl"))
    return parts


def _row(
    frame: _Frame,
    words: Words,
    group: GroupReport,
    name: str,
    middle: float,
    *,
    drawn_to: float | None = None,
    is_total: bool = False,
) -> list[str]:
    improved = group.improved
    if improved is None:
        return []
    bold = "b" if is_total else ""
    n = words.number(improved.n)
    y = middle + 12 + frame.under_name / 2 if frame.is_narrow else middle
    head = middle - 6 - frame.under_name / 2
    parts = []
    if frame.is_narrow:
        parts.append(label(0, head, f"{name} · {n}", bold))
    else:
        parts += parted(name, middle, bold)
        parts.append(label(frame.left - 18, middle + 5, n, f"{bold} e" if is_total else "m e"))
    if improved.low is not None and improved.high is not None:
        parts.append(line(frame.x(improved.low), y, frame.x(improved.high), y, "ci w" if is_total else "ci"))
    x = frame.x(improved.share or 0)
    if improved.least is not None and improved.most is not None:
        least, most = frame.x(improved.least), frame.x(improved.most)
        parts.append(element("rect", css="pt", x=least, y=y - 5, width=most - least, height=10, rx=5))
    else:
        parts.append(diamond(x, y, 11, "up") if is_total else element("circle", css="pt", cx=x, cy=y, r=7))
    if drawn_to is not None:
        parts.append(diamond(frame.x(drawn_to), y, 6, "up"))
    at = head + frame.under_name if frame.is_narrow else middle + 5
    parts.append(label(frame.width, at, share_text(words, "improved", improved), "b e"))
    return parts


def parted(name: str, middle: float, css: str) -> list[str]:
    """Returns a group's name as labels on one line, or on two if it is over 22 characters and can be broken."""
    cut = name.rfind(" ", 0, LONGEST_NAME + 1) if len(name) > LONGEST_NAME else -1
    if cut < 1:
        return [label(0, middle + 5, name, css)]
    return [label(0, middle - 3, name[:cut], css), label(0, middle + 14, name[cut + 1 :], css)]


def forest_key(words: Words, *, has_ranges: bool = False) -> str:
    """Returns the sentences that explain the signs in the forest plot.

    has_ranges: shares of its groups are of rounded counts, and so bars.
    """
    if has_ranges:
        return words.gettext(
            "Bar: between its ends lies the share improved, since counts are rounded. Line: its confidence interval. "
            "Large diamond: all together."
        )
    return words.gettext(
        "Ring and line: share improved and its confidence interval. Small diamond: adjusted towards the common share "
        "(shrinkage), the better estimate for a small subgroup. Large diamond: all together."
    )

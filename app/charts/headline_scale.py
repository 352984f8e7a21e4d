"""The share improved on a scale from 0 to 100, with the zone of chance and the interval."""

from collections.abc import Callable

from analytics import GroupReport, Method, ShareEstimate
from app.charts.svg import element, label, label_within, line, percent_mark, picture
from app.wording import Words, figure_text, interval_text, retest_share

BAR_TOP, BAR_BOTTOM = 44, 80
WORDS = 112
"""As wide as the name of the zone is in the longest language."""


def headline_scale(report: GroupReport, words: Words, *, width: int = 440) -> str:
    """Draws the share improved on a scale from 0 to 100 % and returns the SVG; "" if there is no share to show."""
    improved = report.improved
    if improved is None or improved.share is None:
        return ""
    _ = words.gettext
    left, right = 12, width - 12
    scale = (right - left) / 100

    def x(share: float) -> float:
        return left + 100 * share * scale

    parts = []
    floor = report.noise_floor
    if floor is not None:
        parts.append(element("rect", css="bg", x=left, y=BAR_TOP, width=x(floor.share) - left, height=36))
        at = _free_of(x, improved.share, improved.low, improved.high, floor.share, left + 8)
        if floor.share > 0.22 and at is not None:
            parts.append(label(at, 67, _("chance alone"), "m"))
    parts.append(line(left, BAR_BOTTOM, right, BAR_BOTTOM, "ax"))
    for percent in (0, 25, 50, 75, 100):
        parts.append(line(x(percent / 100), BAR_BOTTOM, x(percent / 100), BAR_BOTTOM + 6, "ax"))
        css = "m" if percent == 0 else "m e" if percent == 100 else "m c"
        parts.append(label(x(percent / 100), 104, percent_mark(words, percent), css))
    if floor is not None:
        parts.append(line(x(floor.share), 34, x(floor.share), 84, "fl"))
        bare = figure_text(words, "noise_floor.share", floor.share, is_bare=True)
        parts.append(label_within(width, x(floor.share), 26, bare, "b"))
    drawn, texts = _share(x, words, improved, improved.share, floor=floor.share if floor else None, width=width)
    parts += drawn
    if floor is not None:
        texts.append(_("by chance alone %(floor)s") % {"floor": figure_text(words, "noise_floor.share", floor.share)})
    return picture(
        width, 112, _("Share improved on a scale from 0 to 100: %(said)s") % {"said": "; ".join(texts)}, parts
    )


def _free_of(
    x: Callable[[float], float], share: float, low: float | None, high: float | None, floor: float, left: float
) -> float | None:
    """Where the words begin that name the zone: in it, or beside it where the dot is in their way; None: nowhere."""
    first, last = x(share if low is None else low) - 11, x(share if high is None else high) + 11
    if first > left + WORDS:
        return left
    return x(floor) + 8 if last < x(floor) + 8 else None


def _share(
    x: Callable[[float], float],
    words: Words,
    improved: ShareEstimate,
    share: float,
    *,
    floor: float | None,
    width: float,
) -> tuple[list[str], list[str]]:
    """The dot and its interval, and both in words."""
    parts, texts = [], [figure_text(words, "improved.share", share)]
    if improved.low is not None and improved.high is not None:
        span = interval_text(words, "improved.low", improved.low, improved.high, is_bare=True)
        texts.append(words.gettext("confidence interval %(span)s") % {"span": span})
        parts.append(line(x(improved.low), 62, x(improved.high), 62, "ci w"))
        beside = x(improved.low) - 10
        if beside - 60 > x(floor or 0):
            parts.append(label(beside, 67, span, "m e"))
        elif x(improved.high) + 80 < width:
            parts.append(label(x(improved.high) + 14, 67, span, "m"))
    parts.append(element("circle", css="up", cx=x(share), cy=62, r=11))
    near_floor = floor is not None and abs(x(floor) - x(share)) < 44
    bare = figure_text(words, "improved.share", share, is_bare=True)
    parts.append(label_within(width, x(share), 12 if near_floor else 40, bare, "b"))
    return parts, texts


def headline_key(words: Words, method: Method) -> str:
    """Returns the sentences that explain the signs in the headline's picture.

    The retest is not drawn, so they give its number.
    """
    return words.gettext("Upright line: chance alone. Not drawn: a second sitting without lessons gave %(retest)s.") % {
        "retest": retest_share(words, method)
    }

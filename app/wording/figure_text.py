"""Numbers of the register as people read them: rounded in one place, the same in sentences, tables and pictures."""

from math import floor

from analytics import DECIMALS, FIGURES, Figure, ShareEstimate, Unit
from app.wording.words import NO_BREAK, Words

ROUNDED_POINTS = 1
"""Decimals of points in a table whose counts are rounded."""
FINEST = 6
"""Decimals that an end of an interval has at the most: nobody asks for more."""


def figure_text(
    words: Words,
    path: str,
    value: float,
    ln_p: float | None = None,
    *,
    is_signed: bool = False,
    is_bare: bool = False,
    is_rounded: bool = False,
) -> str:
    """Returns a number as people read it, with the register's decimals.

    path: of the figure. A share is written in per cent; is_bare: without the sign. ln_p: of a p that may be too small
    for a double. is_signed: with a plus sign if positive, for differences. is_rounded: of a table whose counts are
    rounded: points have a single decimal.
    """
    figure = FIGURES[path]
    if figure.unit is Unit.P:
        return words.p(value, ln_p)
    decimals = _decimals(figure, is_rounded=is_rounded)
    return _written(words, figure, value, decimals, is_signed=is_signed, is_bare=is_bare)


def share_text(words: Words, of: str, share: ShareEstimate, *, is_bare: bool = False) -> str:
    """Returns a share as people read it, such as "91.9 %", or "85 to 100 %" where its counts are rounded.

    of: its path in the register. is_bare: without the percent sign. "" for a share of nobody.
    """
    if share.least is not None and share.most is not None:
        return range_text(words, share.least, share.most, is_bare=is_bare)
    return "" if share.share is None else figure_text(words, f"{of}.share", share.share, is_bare=is_bare)


def count_text(words: Words, count: int, *, is_rounded: bool) -> str:
    """Returns a count as text, with "about" if it is rounded: "about 25"."""
    number = words.number(count)
    return words.gettext("about %(n)s") % {"n": number} if is_rounded else number


def range_text(words: Words, least: float, most: float, *, is_bare: bool = False) -> str:
    """Returns the ends between which a share of rounded counts lies: "85 to 100 %"; is_bare: "85 – 100"."""
    low, high = words.number(100 * least), words.number(100 * most)
    if is_bare:
        return words.span(low, high)
    text = words.gettext("%(least)s to %(most)s") % {"least": low, "most": words.percent(most, 0)}
    return text.replace(" ", NO_BREAK)


def ends_text(words: Words, path: str, low: float, high: float) -> tuple[str, str]:
    """Returns both ends of an interval as two texts.

    They have the decimals of `path`, the figure of the lower end, or as many more as tell the ends apart.
    """
    figure = FIGURES[path]
    decimals = _decimals_of_ends(figure, low, high)
    return _written(words, figure, low, decimals), _written(words, figure, high, decimals)


def interval_text(
    words: Words, path: str, low: float, high: float, *, is_bare: bool = False, is_rounded: bool = False
) -> str:
    """Returns an interval as one text, such as "82 – 96 %" or "3.97 – 5.11".

    path: of the figure of its lower end. is_bare: for shares, without the percent sign. is_rounded: as in
    `figure_text`.
    """
    figure = FIGURES[path]
    decimals = _decimals(figure, is_rounded=True) if is_rounded else _decimals_of_ends(figure, low, high)
    first = _written(words, figure, low, decimals, is_bare=True)
    return words.span(first, _written(words, figure, high, decimals, is_bare=is_bare))


def plain_text(figure: Figure, value: float) -> str:
    """Returns a number as text for a program.

    It has a decimal point and the decimals of the figure's unit, of which people may read fewer; a share is in per
    cent, without the sign.
    """
    return f"{100 * value if figure.unit is Unit.SHARE else value:.{DECIMALS[figure.unit]}f}"


def _decimals(figure: Figure, *, is_rounded: bool) -> int:
    return ROUNDED_POINTS if is_rounded and figure.unit is Unit.POINTS else figure.decimals


def _decimals_of_ends(figure: Figure, low: float, high: float) -> int:
    """So many that the ends are told apart, and that neither loses its sign, by which one knows that 0 lies outside."""
    times = 100 if figure.unit is Unit.SHARE else 1
    signed = [end for end in (low, high) if end and (low < 0 or figure.unit is not Unit.SHARE)]

    def are_told(decimals: int) -> bool:
        first, second = round(times * low, decimals), round(times * high, decimals)
        return (low == high or first != second) and all(round(times * end, decimals) for end in signed)

    return next((decimals for decimals in range(figure.decimals, FINEST) if are_told(decimals)), FINEST)


def threshold_text(words: Words, path: str, value: float) -> str:
    """Returns a threshold with as many decimals as it takes for the same whole points to exceed it as the exact one."""
    return words.number(value, decimals_of_threshold(path, value))


def decimals_of_threshold(path: str, value: float) -> int:
    """Returns the number of decimals that `threshold_text` writes, at most 6."""
    several = range(FIGURES[path].decimals, FINEST)
    return next((decimals for decimals in several if floor(round(value, decimals)) == floor(value)), FINEST)


def _written(
    words: Words, figure: Figure, value: float, decimals: int, *, is_signed: bool = False, is_bare: bool = False
) -> str:
    is_share = figure.unit is Unit.SHARE
    if is_share and not is_bare and not is_signed:
        return words.percent(value, decimals)
    number = 100 * value if is_share else value
    return words.signed(number, decimals) if is_signed else words.number(number, decimals)

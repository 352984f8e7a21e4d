"""Means of two groups of learners beside each other, learners independent: Welch's difference, and ANCOVA's."""

from analytics.counts.joint import JointTable, sample_sd
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import t_quantile


def learner_difference(first: JointTable, second: JointTable, figure: str, confidence: float = 0.95) -> Estimate:
    """Compares the mean of one figure between two groups of learners: the second less the first, points.

    figure: gain or pre. Each group has its own spread: V = s1²/n1 + s2²/n2, df = V² / Σ (s²/n)² / (n - 1). No value if
    a group has fewer than two learners (TOO_FEW_LEARNERS); no interval if the figure varies within neither group
    (NO_SPREAD). Welch 1947, Biometrika 34:28.
    """
    tables, n = (first, second), first.n + second.n
    fewest = min(first.n, second.n)
    if fewest < 2:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "difference", "n": fewest, "needed": 2})
        return Estimate(None, None, None, n, "welch", (note,))
    sums = [_sums(table, figure) for table in tables]
    value = sums[1][0] / second.n - sums[0][0] / first.n
    parts = [((sample_sd(table.n, *of) or 0.0) ** 2 / table.n, table.n) for table, of in zip(tables, sums, strict=True)]
    variance = sum(part for part, _ in parts)
    if variance == 0:
        return Estimate(value, None, None, n, "welch", (Note(NoteCode.NO_SPREAD, {"figure": "difference", "n": n}),))
    df = variance**2 / sum(part**2 / (size - 1) for part, size in parts)
    return _with_interval(value, variance**0.5, df, n, "welch", confidence)


def ancova_difference(first: JointTable, second: JointTable, confidence: float = 0.95) -> Estimate:
    """Compares the mean score after of two groups at one common mean before (ANCOVA): the second less the first.

    In points; one slope and one spread for both. (y2 - y1) - b (x2 - x1), error s (1/n1 + 1/n2 + (x2 - x1)² / Sxx)^½ on
    n - 3, Sxx within groups. None for fewer than four learners or an empty group (TOO_FEW_LEARNERS), or if scores
    before, or the residuals of those after, do not vary within groups (NO_SPREAD). Fisher 1932; Vickers & Altman 2001,
    BMJ 323:1123.
    """
    tables, n = (first, second), first.n + second.n
    if n < 4 or not first.n or not second.n:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "adjusted", "n": n, "needed": 4})
        return Estimate(None, None, None, n, "ancova", (note,))
    no_spread = Estimate(None, None, None, n, "ancova", (Note(NoteCode.NO_SPREAD, {"figure": "adjusted", "n": n}),))
    all_sums = [(table.n, table.sums) for table in tables]
    # Within groups only: what groups differ by before is no part of the slope.
    xx = sum(s.xx - s.x**2 / size for size, s in all_sums)
    xy = sum(s.xy - s.x * s.y / size for size, s in all_sums)
    yy = sum(s.yy - s.y**2 / size for size, s in all_sums)
    # Less than 1e-12 of the sum is rounding, not spread.
    if xx <= sum(s.xx for _, s in all_sums) * 1e-12:
        return no_spread
    left = yy - xy**2 / xx
    if left <= sum(s.yy for _, s in all_sums) * 1e-12:
        return no_spread
    x = second.sums.x / second.n - first.sums.x / first.n
    y = second.sums.y / second.n - first.sums.y / first.n
    se = (left / (n - 3) * (1 / first.n + 1 / second.n + x**2 / xx)) ** 0.5
    return _with_interval(y - xy / xx * x, se, n - 3, n, "ancova", confidence)


def _sums(table: JointTable, figure: str) -> tuple[int, int]:
    """Σ and Σ² of the figure over learners."""
    if figure == "gain":
        return table.differences.total, table.differences.total_squared
    return table.sums.x, table.sums.xx


def _with_interval(value: float, se: float, df: float, n: int, method: str, confidence: float) -> Estimate:
    half = t_quantile(confidence, df) * se
    return Estimate(value, value - half, value + half, n, method, se=se, df=df)

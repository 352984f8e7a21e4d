"""Whether those who left scored otherwise before than those who stayed, and whether some groups lost more learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
from scipy import special

from analytics.counts.joint import Counts, sample_sd
from analytics.estimate import Estimate, Significance
from analytics.notes import Note, NoteCode
from analytics.numerics.tails import ln_normal_two_sided, ln_t_two_sided, p_value
from analytics.shares.intervals import ShareEstimate, t_quantile, wilson
from analytics.significance.between import BetweenTest, share_between

EXACT_UP_TO = 100
"""Learners in both groups up to which the rank-sum test counts every outcome."""


@dataclass(frozen=True)
class LeaversReport:
    """A LeaversReport compares the scores before of those who stayed and of those who left (attrition).

    stayers, leavers: the number of learners. stayers_mean, leavers_mean: points; None if there is nobody. difference:
    mean of the stayers less that of the leavers, points, with Welch's interval; t: Welch's test. ranks: rank-sum test,
    with W of the stayers.
    """

    stayers: int
    leavers: int
    stayers_mean: float | None
    leavers_mean: float | None
    difference: Estimate
    t: Significance
    ranks: Significance


@dataclass(frozen=True)
class DifferentialAttrition:
    """A DifferentialAttrition says what share left in each group, and whether the groups differ in it.

    lost: by group, in the order passed in. test: whether the shares differ; None if that cannot be tested (notes say
    why).
    """

    lost: tuple[ShareEstimate, ...]
    test: BetweenTest | None
    notes: tuple[Note, ...]


def differential_attrition(lost: Sequence[int], n: Sequence[int], confidence: float = 0.95) -> DifferentialAttrition:
    """Tests whether groups differ in the share that took the first test and not the second (attrition).

    lost, n: by group, learners who left, and all who took the first test. Each share, 0..1, is lost / n with Wilson's
    interval; the test is Pearson's chi-square of lost by group on groups - 1 or, if an expected count is under 5,
    Fisher-Freeman-Halton. Learners independent. No test for fewer than two groups with learners (ONE_GROUP), or if all
    or none left (NO_DIFFERENCE_POSSIBLE). Raises ValueError as `check_counts`. Wilson 1927, JASA 22:209; Cochran 1954,
    Biometrics 10:417.
    """
    test = share_between(lost, n)
    filled = sum(size > 0 for size in n)
    notes: tuple[Note, ...] = ()
    if test is None:
        alike = Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "leavers"})
        notes = (alike if filled > 1 else Note(NoteCode.ONE_GROUP, {"groups": filled}),)
    return DifferentialAttrition(
        tuple(wilson(left, size, confidence) for left, size in zip(lost, n, strict=True)), test, notes
    )


def leavers_against_stayers(stayers: Counts, leavers: Counts, confidence: float = 0.95) -> LeaversReport:
    """Compares scores before of those with both tests and of those with the first only, by means and by ranks.

    stayers, leavers: learners by score, shape (k + 1,). difference: mean of the stayers less mean of the leavers,
    points, with Welch's t; ranks: `rank_sum_test`. Learners independent. A figure is None, with a note, if a group is
    too small for it (two learners for t, one for ranks) or if scores do not vary. Welch 1947, Biometrika 34:28;
    Wilcoxon 1945; Mann & Whitney 1947, Ann Math Stat 18:50.
    """
    difference, t = _welch(stayers, leavers, confidence)
    means = (_mean(stayers), _mean(leavers))
    return LeaversReport(int(stayers.sum()), int(leavers.sum()), *means, difference, t, rank_sum_test(stayers, leavers))


def _mean(margin: Counts) -> float | None:
    n = int(margin.sum())
    return int(np.arange(margin.size) @ margin) / n if n else None


def _welch(first: Counts, second: Counts, confidence: float) -> tuple[Estimate, Significance]:
    """Returns the difference of the means, first less second, and its test: t = difference / (Σ s²/n)^½."""
    n, note = int(first.sum() + second.sum()), None
    sizes, means, variances = [], [], []
    for margin in (first, second):
        size, scores = int(margin.sum()), np.arange(margin.size)
        total, squares = int(scores @ margin), int(scores**2 @ margin)
        sd = sample_sd(size, total, squares)
        if sd is None:
            note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "leavers", "n": size, "needed": 2})
        sizes.append(size)
        means.append(total / size if size else 0.0)
        variances.append((sd or 0.0) ** 2 / max(size, 1))
    value = means[0] - means[1] if min(sizes) else None
    if note is None and sum(variances) == 0:
        note = Note(NoteCode.NO_SPREAD, {"figure": "leavers", "n": n})
    if note is not None or value is None:
        notes = (note,) if note else ()
        return Estimate(value, None, None, n, "welch", notes), Significance(None, None, None, None, n, "welch", notes)
    se = sum(variances) ** 0.5
    # Welch: (Σ s²/n)² / Σ (s²/n)² / (n - 1), since stayers and leavers may spread differently.
    df = sum(variances) ** 2 / sum(v * v / (size - 1) for v, size in zip(variances, sizes, strict=True))
    half, ln_p = t_quantile(confidence, df) * se, ln_t_two_sided(value / se, df)
    return (
        Estimate(value, value - half, value + half, n, "welch", se=se, df=df),
        Significance(value / se, df, p_value(ln_p), ln_p, n, "welch"),
    )


def rank_sum_test(first: Counts, second: Counts) -> Significance:
    """Tests whether two groups of learners, counted by score, differ in rank (Wilcoxon's rank-sum test).

    first, second: learners by score, shape (k + 1,). statistic: W, the pairs (one learner of each group) in which the
    first is higher, ties as halves. Up to EXACT_UP_TO learners in all p is exact and two-sided: the chance of a W as
    far from its middle if every split of the scores is equally likely; beyond, by `rank_sum_normal`. Statistic and p
    are None if a group is empty (TOO_FEW_LEARNERS) or all scores are equal (NO_SPREAD). Wilcoxon 1945, Biometrics 1:80;
    Mann & Whitney 1947, Ann Math Stat 18:50.
    """
    normal = rank_sum_normal(first, second)
    n = int(first.sum() + second.sum())
    if normal.statistic is None or n > EXACT_UP_TO:
        return normal
    ln_p = _ln_exact(first, second)
    return Significance(normal.statistic, None, p_value(ln_p), ln_p, n, "exact")


def rank_sum_normal(first: Counts, second: Counts) -> Significance:
    """Does `rank_sum_test` by the normal approximation, for many learners, with ties and a continuity correction.

    Statistic and p are None if a group is empty (TOO_FEW_LEARNERS) or all scores are equal (NO_SPREAD).
    """
    m, size = int(first.sum()), int(second.sum())
    n, tied = m + size, (first + second).astype(np.float64)
    if not m or not size:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "leavers", "n": min(m, size), "needed": 1})
        return Significance(None, None, None, None, n, "normal", (note,))
    below = np.cumsum(second) - second
    w = float(first @ below) + float(first @ second) / 2
    variance = m * size / 12 * (n + 1 - float((tied**3 - tied).sum()) / (n * (n - 1)))
    if variance <= 0:
        note = Note(NoteCode.NO_SPREAD, {"figure": "leavers", "n": n})
        return Significance(None, None, None, None, n, "normal", (note,))
    ln_p = ln_normal_two_sided(max(0.0, abs(w - m * size / 2) - 0.5) / variance**0.5)
    return Significance(w, None, p_value(ln_p), ln_p, n, "normal")


def _ln_exact(first: Counts, second: Counts) -> float:
    """Ways to draw the smaller group from the tied scores, by its size so far and by twice its rank sum."""
    drawn = first if first.sum() <= second.sum() else second
    m, n = int(drawn.sum()), int(first.sum() + second.sum())
    tied = (first + second)[first + second > 0]
    # Twice the midrank of each score is a whole number, and so is every sum of them.
    doubled = 2 * np.cumsum(tied) - tied + 1
    seen = int(doubled @ drawn[first + second > 0])
    middle = m * (n + 1)
    ways: npt.NDArray[np.float64] = np.zeros((m + 1, int(doubled[-1]) * m + 1))
    ways[0, 0] = 1.0
    # Score by score: from those tied there, 0 to all may be in the smaller group, in C(size, taken) ways.
    for rank, size in zip(doubled, tied, strict=True):
        grown = np.zeros_like(ways)
        for taken in range(min(int(size), m) + 1):
            shift = taken * int(rank)
            grown[taken:, shift:] += special.binom(size, taken) * ways[: m + 1 - taken, : ways.shape[1] - shift]
        ways = grown
    sums = np.arange(ways.shape[1])
    # Two-sided: every split whose rank sum is as far from the middle as the one seen.
    far = np.abs(sums - middle) >= abs(seen - middle)
    p = float(ways[m, far].sum() / ways[m].sum())
    return min(0.0, log(p))

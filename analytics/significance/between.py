"""Do groups (regions, say) differ in what they gained?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import Differences, JointTable
from analytics.numerics.tails import ln_chi_square_upper, ln_f_upper, p_value
from analytics.significance.contingency import chi_square, fisher_freeman_halton

SMALLEST_EXPECTED = 5
"""Under this expected count chi-square gives way to the exact test (Cochran 1954)."""


class BetweenMethod(StrEnum):
    """A BetweenMethod names the test that was made between groups."""

    CHI_SQUARE = "chi_square"
    FISHER_FREEMAN_HALTON = "fisher_freeman_halton"
    FISHER_FREEMAN_HALTON_SIMULATED = "fisher_freeman_halton_simulated"
    KRUSKAL_WALLIS = "kruskal_wallis"
    ANCOVA_LEARNERS = "ancova_learners"
    ANCOVA_COHORT_MEANS = "ancova_cohort_means"


@dataclass(frozen=True)
class BetweenTest:
    """A BetweenTest is the result of a test of no difference between groups.

    statistic: chi-square or Kruskal-Wallis H, on df; both are None for the exact test. min_expected: the smallest
    expected count; None for H. In a rounded table only p is left.
    """

    method: BetweenMethod
    statistic: float | None
    df: int | None
    p: float
    ln_p: float | None
    min_expected: float | None


@dataclass(frozen=True)
class AncovaTest:
    """An AncovaTest compares groups in the score after, given the score before (ANCOVA).

    f: on df1 and df2. slope: of the score after on that before, within groups. adjusted: for each group compared, in
    order, the mean after at the common mean before, points.
    """

    method: BetweenMethod
    f: float
    df1: int
    df2: int
    p: float
    ln_p: float
    slope: float
    adjusted: tuple[float, ...]


def share_between(yes: Sequence[int], n: Sequence[int]) -> BetweenTest | None:
    """Tests whether groups differ in a share, by chi-square or, if counts are small, exactly.

    yes, n: by group, `yes` of `n` learners. Chi-square if every expected count is 5 or more, else
    Fisher-Freeman-Halton. None for fewer than two groups with learners, or if all or none are yes. Raises ValueError as
    `check_counts`.
    """
    pearson = chi_square(yes, n)
    if pearson is None:
        return None
    if pearson.min_expected >= SMALLEST_EXPECTED:
        return BetweenTest(
            BetweenMethod.CHI_SQUARE, pearson.statistic, pearson.df, pearson.p, pearson.ln_p, pearson.min_expected
        )
    exact = fisher_freeman_halton(yes, n)
    if exact is None:
        return None
    method = BetweenMethod.FISHER_FREEMAN_HALTON
    if exact.draws is not None:
        method = BetweenMethod.FISHER_FREEMAN_HALTON_SIMULATED
    return BetweenTest(method, None, None, exact.p, exact.ln_p, pearson.min_expected)


def kruskal_wallis(groups: Sequence[Differences]) -> BetweenTest | None:
    """Tests whether gains are higher in some groups than in others, by ranks (Kruskal-Wallis).

    H = 12/(n(n+1)) Σ n_g (mean rank_g - (n+1)/2)² over 1 - Σ(t³ - t)/(n³ - n) for ties, chi-square on groups - 1;
    learners independent. None for fewer than two groups with learners, or if all gains are equal. Kruskal & Wallis
    1952, JASA 47:583.
    """
    filled = [group for group in groups if group.n]
    if len(filled) < 2:
        return None
    values = np.unique(np.concatenate([group.values for group in filled]))
    counts = np.zeros((len(filled), values.size), dtype=np.int64)
    for row, group in enumerate(filled):
        counts[row, np.searchsorted(values, group.values)] = group.counts
    tied = counts.sum(axis=0).astype(np.float64)
    n = tied.sum()
    if values.size < 2:
        return None
    # Midranks: equal gains share the middle of the ranks that they take up.
    ranks = np.cumsum(tied) - tied / 2 + 0.5
    sizes = counts.sum(axis=1)
    from_middle = counts @ (ranks - (n + 1) / 2)
    h = 12 / (n * (n + 1)) * float((from_middle**2 / sizes).sum()) / (1 - float((tied**3 - tied).sum()) / (n**3 - n))
    ln_p = ln_chi_square_upper(h, len(filled) - 1)
    return BetweenTest(BetweenMethod.KRUSKAL_WALLIS, h, len(filled) - 1, p_value(ln_p), ln_p, None)


@dataclass(frozen=True)
class _Moments:
    """Of one group: how many observations, and sums of x (before) and y (after)."""

    n: float
    x: float
    y: float
    xx: float
    xy: float
    yy: float


def ancova_learners(groups: Sequence[JointTable]) -> AncovaTest | None:
    """Compares groups in the score after, given the score before, taking learners as independent (ANCOVA).

    Groups of nobody are left out. None for fewer than two groups, too few degrees of freedom, or scores that do not
    vary within groups. Fisher 1932; for why not the gain alone, Vickers & Altman 2001, BMJ 323:1123.
    """
    return _ancova([_of_learners(group) for group in groups if group.n], BetweenMethod.ANCOVA_LEARNERS)


def ancova_cohort_means(groups: Sequence[CohortSums | CohortClasses]) -> AncovaTest | None:
    """Does `ancova_learners` with each cohort's mean before and mean after as one observation.

    This is safe with few cohorts; all weigh alike whatever their size. A cohort in two groups (mixed sexes, say) counts
    once in each, which is cautious. None for fewer than two groups, too few degrees of freedom, or means that do not
    vary within groups. Donner & Klar 2000, Design and Analysis of Cluster Randomization Trials.
    """
    return _ancova([_of_cohorts(group) for group in groups if group.cohorts], BetweenMethod.ANCOVA_COHORT_MEANS)


def _of_learners(table: JointTable) -> _Moments:
    sums = table.sums
    return _Moments(n=table.n, x=sums.x, y=sums.y, xx=sums.xx, xy=sums.xy, yy=sums.yy)


def _of_cohorts(sums: CohortSums | CohortClasses) -> _Moments:
    """Of the means of cohorts: their sums over their size."""
    classes = sums if isinstance(sums, CohortClasses) else sums.classes
    x, y, gain = classes.of("pre"), classes.of("post"), classes.product("pre", "gain")
    return _Moments(
        n=classes.cohorts,
        x=sum(c.total / c.size for c in x),
        y=sum(c.total / c.size for c in y),
        xx=sum(c.square / c.size**2 for c in x),
        xy=sum((c.square + product) / c.size**2 for c, product in zip(x, gain, strict=True)),
        yy=sum(c.square / c.size**2 for c in y),
    )


def _ancova(groups: Sequence[_Moments], method: BetweenMethod) -> AncovaTest | None:
    """Tests whether groups differ at one score before (ANCOVA), from sums alone; as `ancova_learners`."""
    n = sum(group.n for group in groups)
    df1, df2 = len(groups) - 1, int(n) - len(groups) - 1
    if df1 < 1 or df2 < 1:
        return None
    # Two fits are compared: one line through all, and a line of its own height for each group.
    within_xx = sum(group.xx - group.x**2 / group.n for group in groups)
    within_xy = sum(group.xy - group.x * group.y / group.n for group in groups)
    within_yy = sum(group.yy - group.y**2 / group.n for group in groups)
    x, y = sum(group.x for group in groups), sum(group.y for group in groups)
    all_xx = sum(group.xx for group in groups) - x**2 / n
    all_xy = sum(group.xy for group in groups) - x * y / n
    all_yy = sum(group.yy for group in groups) - y**2 / n
    scale = sum(group.yy for group in groups) * 1e-12  # less than this is rounding
    if within_xx <= sum(group.xx for group in groups) * 1e-12:
        return None
    left = within_yy - within_xy**2 / within_xx
    if left <= scale:
        return None
    slope = within_xy / within_xx
    # F = (what the one line leaves - what the group lines leave) / df1 over (the latter / df2).
    f = max(0.0, (all_yy - all_xy**2 / all_xx - left) / df1 / (left / df2))
    ln_p = ln_f_upper(f, df1, df2)
    adjusted = tuple(group.y / group.n - slope * (group.x / group.n - x / n) for group in groups)
    return AncovaTest(method, f, df1, df2, p_value(ln_p), ln_p, slope, adjusted)

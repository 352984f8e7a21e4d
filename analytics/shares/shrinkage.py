"""Shares of small groups adjusted towards the common share as far as their size asks for it (shrinkage); ranks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from analytics.notes import Note, NoteCode
from analytics.shares.intervals import tail
from analytics.significance.contingency import check_counts

DRAWS = 2_000
SEED = 20_240_917
LARGEST_SIZE = 1e6
"""Largest alpha + beta that is looked for; beyond it groups are alike."""
SMALLEST_SIZE = 0.1
"""Smallest one: under it every group is all or none, which a handful of small groups can suggest but not show."""
LOWEST, HIGHEST = float(np.log(SMALLEST_SIZE)), float(np.log(LARGEST_SIZE))
GRID = 33
MOST_STEPS, MOST_HALVINGS = 60, 30
PRECISE = 1e-9

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ShrunkenShare:
    """A ShrunkenShare is a group's share adjusted towards the common share (shrinkage), and its rank.

    raw: count / n, None for nobody. share, low, high: of the posterior, 0..1; low and high are None if groups differ no
    more than by chance. rank: the median over random draws, 1 for the highest share. rank_low, rank_high: the interval
    of the rank at the confidence asked; groups that are much alike have wide ones, and then a league table tells
    nothing.
    """

    count: float
    n: int
    raw: float | None
    share: float
    low: float | None
    high: float | None
    rank: float
    rank_low: int
    rank_high: int


@dataclass(frozen=True)
class Shrinkage:
    """A Shrinkage holds the adjusted shares of groups and the beta distribution towards which they are drawn.

    alpha, beta, mean: of the distribution; rho = 1 / (alpha + beta + 1), how much groups differ. If they differ no more
    than by chance (GROUPS_AS_CHANCE), rho is 0, alpha and beta are None and every share is the mean, without an
    interval. ln_likelihood: natural logarithm of the fit's likelihood, then that of one binomial share. groups: in the
    order passed in; empty if nothing could be fitted, and then all figures are None and notes say why.
    """

    alpha: float | None
    beta: float | None
    mean: float | None
    rho: float | None
    ln_likelihood: float | None
    groups: tuple[ShrunkenShare, ...]
    notes: tuple[Note, ...]


def shrunken_shares(
    yes: Sequence[float], n: Sequence[int], confidence: float = 0.95, *, design_effects: Sequence[float] | None = None
) -> Shrinkage:
    """Adjusts each group's share towards the common one, the more the smaller the group (empirical Bayes).

    yes, n: by group, `yes` of `n` learners; yes need not be whole. design_effects: per group, by which its learners are
    divided, since those taught together count as fewer; None if the learner is the unit. Shares of groups follow a beta
    distribution, fitted by the likelihood of the beta-binomial; the posterior of a group is beta(alpha + yes, beta + n
    - yes), its interval equal-tailed, without the uncertainty of alpha and beta. Ranks come from DRAWS draws with a
    fixed seed. Nothing is fitted with fewer than two groups with learners (ONE_GROUP) or if all or none are yes
    (NO_DIFFERENCE_POSSIBLE). Raises ValueError as `check_counts`. Efron & Morris 1975, JASA 70:311; Morris 1983, JASA
    78:47; ranks: Goldstein & Spiegelhalter 1996, JRSS A 159:385.
    """
    check_counts(yes, n)
    effects = np.ones(len(n)) if design_effects is None else np.asarray(design_effects, dtype=np.float64)
    x, sizes = np.asarray(yes, dtype=np.float64) / effects, np.asarray(n, dtype=np.float64) / effects
    filled = int((sizes > 0).sum())
    if filled < 2:
        return _none(Note(NoteCode.ONE_GROUP, {"groups": filled}))
    if x.sum() in (0, sizes.sum()):
        return _none(Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "improved"}))
    mean, size, likelihood = _fit(x, sizes)
    # At the end of what is searched, groups differ no more than chance: the limit is the binomial's.
    if size >= LARGEST_SIZE * 0.99:
        mean = float(x.sum() / sizes.sum())
        alike = Note(NoteCode.GROUPS_AS_CHANCE, {"groups": filled})
        limit = float((_ln_choose(sizes, x) + special.xlogy(x, mean) + special.xlog1py(sizes - x, -mean)).sum())
        groups = tuple(_alike(c, m, mean, x.size) for c, m in zip(yes, n, strict=True))
        return Shrinkage(None, None, mean, 0.0, limit, groups, (alike,))
    a, b = mean * size + x, (1 - mean) * size + sizes - x
    ranks = _ranks(a, b)
    out = tail(confidence)
    low, high = special.betaincinv(a, b, out), special.betaincinv(a, b, 1 - out)
    rank_low, rank_high = np.quantile(ranks, (out, 1 - out), axis=0, method="nearest")
    groups = tuple(
        ShrunkenShare(
            yes[i], n[i], yes[i] / n[i] if n[i] else None, float(a[i] / (a[i] + b[i])),
            float(low[i]), float(high[i]), float(np.median(ranks[:, i])), int(rank_low[i]), int(rank_high[i]),
        )
        for i in range(x.size)
    )  # fmt: skip
    note = Note(NoteCode.RESAMPLED, {"draws": DRAWS})
    return Shrinkage(mean * size, (1 - mean) * size, mean, 1 / (size + 1), likelihood, groups, (note,))


def _fit(x: Floats, n: Floats) -> tuple[float, float, float]:
    """Mean and alpha + beta of the greatest likelihood, and its logarithm: the best of a grid, then Newton's steps."""
    constant = float(_ln_choose(n, x).sum())
    logit = float(np.log(x.sum() / (n.sum() - x.sum())))
    # A grid first, since Newton's steps from a far start may climb a lower hill.
    sizes = np.linspace(LOWEST, HIGHEST, GRID)
    place = np.array([logit, sizes[int(np.argmax([_ln_likelihood(logit, size, x, n) for size in sizes]))]])
    reached = _ln_likelihood(float(place[0]), float(place[1]), x, n)
    for _ in range(MOST_STEPS):
        step = _newton_step(float(place[0]), float(place[1]), x, n)
        # A step that leads down is halved until it leads up: the likelihood never falls.
        for _ in range(MOST_HALVINGS):
            tried = place + step
            tried[1] = min(max(tried[1], LOWEST), HIGHEST)
            ln_likelihood = _ln_likelihood(float(tried[0]), float(tried[1]), x, n)
            if ln_likelihood >= reached:
                break
            step /= 2
        if ln_likelihood < reached or float(np.abs(tried - place).max()) < PRECISE:
            break
        place, reached = tried, ln_likelihood
    return float(special.expit(place[0])), float(np.exp(place[1])), constant + reached


def _ln_likelihood(logit: float, ln_size: float, x: Floats, n: Floats) -> float:
    """Of the beta-binomial with this mean and alpha + beta, without what does not depend on them."""
    mean, size = float(special.expit(logit)), float(np.exp(ln_size))
    a, b = mean * size, (1 - mean) * size
    return float((special.betaln(a + x, b + n - x) - special.betaln(a, b)).sum())


def _newton_step(logit: float, ln_size: float, x: Floats, n: Floats) -> Floats:
    """Towards the top of the likelihood: Newton's step where it leads up, else along the slope, at most 2 far."""
    mean, size = float(special.expit(logit)), float(np.exp(ln_size))
    a, b, w = mean * size, (1 - mean) * size, mean * (1 - mean) * size
    (da, db, ds), (daa, dbb, dss) = (
        [float((f(end + more) - f(end)).sum()) for end, more in ((a, x), (b, n - x), (size, n))]
        for f in (special.digamma, lambda at: special.polygamma(1, at))
    )
    # By the chain rule from alpha and beta to logit(mean) and ln(size), in which nothing has an edge.
    slope = np.array([w * (da - db), a * da + b * db - size * ds])
    across = w * (a * daa - b * dbb) + w * (da - db)
    bend = np.array(
        [
            [w * w * (daa + dbb) + w * (1 - 2 * mean) * (da - db), across],
            [across, a * a * daa + b * b * dbb - size * size * dss + slope[1]],
        ]
    )
    # Only where the surface bends down on both axes does Newton's step lead to the top.
    if bend[0, 0] < 0 and bend[0, 0] * bend[1, 1] > across * across:
        step = -np.linalg.solve(bend, slope)
    else:
        step = slope / np.maximum(np.abs(np.diag(bend)), 1e-12)
    return np.asarray(step * min(1.0, 2.0 / max(1e-300, float(np.abs(step).max()))))


def _ranks(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Rank of each group in each draw, 1 the highest, shape (DRAWS, groups)."""
    drawn = np.random.default_rng(SEED).beta(a, b, size=(DRAWS, a.size))
    return np.asarray(np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1)


def _alike(count: float, n: int, mean: float, groups: int) -> ShrunkenShare:
    raw = count / n if n else None
    return ShrunkenShare(count, n, raw, mean, None, None, (groups + 1) / 2, 1, groups)


def _ln_choose(n: npt.NDArray[np.float64], k: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))


def _none(note: Note) -> Shrinkage:
    return Shrinkage(None, None, None, None, None, (), (note,))

"""Does the interval of a comparison hold the true difference 95 times in 100? A simulation with cohorts that differ.

    python -m benchmarks.contrast [--full] [--seed 1]

As many cohorts of 12 to 26 learners with the course as without it (6 + 6, 9 + 9, 12 + 12), of one region or of three,
each with as many of either. A learner's gain is normal, rounded to points, with a spread of 2.5; of its variance the
ICC lies between cohorts, and those who wait gain +0.2 by themselves, in three regions a point less, as much, and a
point more. The course adds nothing, a little, or much (0 to 6 points), so that shares improved run from .3 to .99. The
truth of the shares is that of the learners whom the round drew from each region. Each round is asked whether the
interval of the difference in mean gains and that of the difference in shares improved, as `contrast_report` gives them,
hold the truth, which is known from the normal distribution. Beside them the plain CR2 interval of the difference in
shares, which is too narrow near 0 and 1. Short by default (400 rounds, Monte Carlo error about 1 point); --full is
4,000. Fails where one of the first two holds the truth in fewer than 93 rounds of 100, by more than the rounds
themselves can err.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy import stats

from analytics.clusters.two_groups import cohort_difference, cohort_share_difference, difference_within_strata
from analytics.counts.cohorts import CohortSums

ICCS = ((0.0, 0.0), (0.05, 0.05), (0.10, 0.10), (0.15, 0.15), (0.15, 0.0))
"""With the course, and without it: what is taught differs more between cohorts than what is not."""
COHORTS = (6, 9, 12)
REGIONS: Mapping[int, tuple[float, ...]] = {1: (0.0,), 3: (-1.0, 0.0, 1.0)}
"""By how many regions there are: what each adds to every gain, points."""
ADDED = (0.0, 0.5, 1.5, 4.0, 6.0)
"""Points that the course adds."""
NAMES = ("mean gains", "shares improved", "shares, CR2")
BY_THEMSELVES, SPREAD, MAX_SCORE = 0.2, 2.5, 60
ENOUGH, ERRORS = 0.93, 3
"""What each interval must hold everywhere; and how many Monte Carlo errors below it are the rounds' own."""


@dataclass(frozen=True)
class Truth:
    """A Truth is the true mean gain, in points, and share improved of learners whose gain is normal and rounded."""

    mean: float
    share: float

    @classmethod
    def of(cls, middle: float) -> "Truth":
        points = np.arange(-MAX_SCORE, MAX_SCORE + 1)
        chance = np.diff(stats.norm.cdf(np.append(points - 0.5, MAX_SCORE + 0.5), middle, SPREAD))
        return cls(float(points @ chance), float(chance[points > 0].sum()))


Group = dict[str, CohortSums]
"""The cohorts of each region."""


def group_drawn(
    random: np.random.Generator, middle: float, icc: float, cohorts: int, regions: tuple[float, ...]
) -> Group:
    """Draws a group: as many of `cohorts` of every region, whose mean gain is `middle` plus what the region adds."""
    each = cohorts // len(regions)
    return {
        str(place): region_drawn(random, middle + more, icc, each, place * each) for place, more in enumerate(regions)
    }


def region_drawn(random: np.random.Generator, middle: float, icc: float, cohorts: int, first: int) -> CohortSums:
    """Draws the learners of so many cohorts of 12 to 26, numbered from `first`."""
    cohort = np.repeat(np.arange(cohorts), random.integers(12, 27, cohorts))
    between = random.normal(0, SPREAD * icc**0.5, cohorts)[cohort]
    gain = np.rint(middle + between + random.normal(0, SPREAD * (1 - icc) ** 0.5, cohort.size)).astype(np.int64)
    pre = np.full(cohort.size, MAX_SCORE // 2)
    return CohortSums.from_pairs(first + cohort, pre, pre + gain)


def share_of(group: Group, truths: Sequence[Truth]) -> float:
    """Returns the true share improved of as many learners of each region as were drawn."""
    return float(np.average([truth.share for truth in truths], weights=[one.learners for one in group.values()]))


def measured(
    added: float, icc: tuple[float, float], cohorts: int, regions: int, *, rounds: int, seed: int
) -> npt.NDArray[np.float64]:
    """Measures how often each interval held the truth, and its mean width; of NAMES, shape (3, 2)."""
    random = np.random.default_rng([seed, int(added * 1000), *(int(one * 1000) for one in icc), cohorts, regions])
    more = REGIONS[regions]
    truths = [[Truth.of(BY_THEMSELVES + one + extra) for one in more] for extra in (added, 0.0)]
    gain = truths[0][0].mean - truths[1][0].mean
    held, width = np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for _ in range(rounds):
        strata = [
            group_drawn(random, BY_THEMSELVES + extra, one, cohorts, more)
            for extra, one in zip((added, 0.0), icc, strict=True)
        ]
        course, waiting = (CohortSums.together([*group.values()]) for group in strata)
        within = difference_within_strata(strata[1], strata[0], "gain")
        share = share_of(strata[0], truths[0]) - share_of(strata[1], truths[1])
        rounds_own = (
            (gain, within or cohort_difference(waiting, course, "gain")),
            (share, cohort_share_difference(waiting, course, strata=[*strata[1].values(), *strata[0].values()])),
            (share, cohort_difference(waiting, course, "improved")),
        )
        for place, (truth, estimate) in enumerate(rounds_own):
            if estimate.low is not None and estimate.high is not None:
                held[place] += estimate.low <= truth <= estimate.high
                width[place] += estimate.high - estimate.low
    return np.column_stack((held, width)) / rounds


def main() -> int:
    """Print a line per design and the worst of each interval; 1 where one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="4,000 rounds instead of 400")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rounds = 4000 if options.full else 400
    print(f"covers (mean width: points; points of 100), {rounds} rounds, nominal 95 %")
    print(f"{'icc':>11} {'cohorts':>7} {'regions':>7} {'added':>5}  " + "  ".join(f"{name:>16}" for name in NAMES))
    worst = np.ones(len(NAMES))
    for icc, cohorts, regions, added in product(ICCS, COHORTS, REGIONS, ADDED):
        coverage = measured(added, icc, cohorts, regions, rounds=rounds, seed=options.seed)
        worst = np.minimum(worst, coverage[:, 0])
        widths = (f"{coverage[0, 1]:5.2f}", *(f"{100 * wide:5.1f}" for wide in coverage[1:, 1]))
        cells = "  ".join(f"{100 * held:6.1f} % ({wide})" for held, wide in zip(coverage[:, 0], widths, strict=True))
        print(f"{icc[0]:.2f} / {icc[1]:.2f} {cohorts:3d}+{cohorts:<3d} {regions:7d} {added:5.1f}  {cells}", flush=True)
    print("worst" + " " * 30 + "  ".join(f"{100 * held:6.1f} %{'':8}" for held in worst))
    error = (ENOUGH * (1 - ENOUGH) / rounds) ** 0.5
    print(f"95 times in 100 was asked for; the Monte Carlo error is {100 * error:.1f} points")
    return 0 if worst[:2].min() >= ENOUGH - ERRORS * error else 1


if __name__ == "__main__":
    sys.exit(main())

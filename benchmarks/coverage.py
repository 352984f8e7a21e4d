"""Does an interval of 95 % hold the truth 95 times in 100? A simulation with cohorts that differ, in regions that do.

    python -m benchmarks.coverage [--full] [--seed 1]

Six regions of 3, 5, 9 or 10 cohorts of about 19 learners. The share improved of a cohort is drawn from a beta
distribution with the true share of its region as mean and the ICC asked for. True shares of the regions: all alike, up
to five points apart, or from 33 to 99 %. Of each region's interval and of the total's, beside each other:

- report: what the report gives, the ICC pooled between cohorts within regions;
- ICC known: the same with the true ICC, which nobody has: how wide an interval must be;
- common design effect: a design effect around the mean of all cohorts, whatever their region, lent to every region:
  how reports were made before, and what takes true differences between regions for likeness within cohorts;
- Wilson: learners independent.

Short by default (250 rounds; Monte Carlo error of six regions together 0.6 points); --full is 4,000. Fails where the
report's interval of a region holds the truth in fewer than 93 rounds of 100, by more than the rounds themselves can
err, or where in any design it is on average more than 1.25 times as wide as with the ICC known. The same 93 are asked
of the total, whose interval may be 1.35 times as wide: where regions are at 99 % and cohorts do not differ, three or
four learners of 340 did not improve, and whether they are of one cohort is all that tells of the ICC.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from analytics.clusters.design import Clustering, Design, PooledIcc
from analytics.clusters.means import clustered_mean
from analytics.counts.cohorts import CohortSums
from analytics.shares.intervals import ShareEstimate, korn_graubard, wilson

REGIONS = 6
ICCS = (0.0, 0.05, 0.10, 0.15)
COHORTS = (3, 5, 9, 10)
SHARES = (0.33, 0.5, 0.7, 0.85, 0.92, 0.99)
APART = (0.0, 0.05)
FAR_APART = (0.33, 0.5, 0.7, 0.85, 0.92, 0.99)
FEW = 10
ENOUGH, ERRORS, WIDEST, WIDEST_TOTAL = 0.93, 3, 1.25, 1.35
"""What the report's interval must hold everywhere; how many Monte Carlo errors below it are the rounds' own; and how
much wider than with the ICC known that of a region and that of the total may be."""
ERROR_OF_WIDTHS = 0.25
"""Monte Carlo error of a ratio of widths, over the root of the rounds: as two seeds of 2,500 rounds differ."""
NAMES = ("report", "ICC known", "common deff", "wilson")

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Drawn:
    """A Drawn holds the cohorts of one region: learners and improved, one entry per cohort."""

    n: Counts
    improved: Counts

    @property
    def sums(self) -> CohortSums:
        rows = (
            (place, n, up, up, up, 0, 0, 0, 0) for place, (n, up) in enumerate(zip(self.n, self.improved, strict=True))
        )
        return CohortSums.from_rows(rows)


def drawn(random: np.random.Generator, share: float, icc: float, cohorts: int) -> Drawn:
    """Draws cohorts of 12 to 26 learners."""
    n = random.integers(12, 27, cohorts)
    truth = np.full(cohorts, share)
    if icc > 0:
        size = 1 / icc - 1
        truth = random.beta(share * size, (1 - share) * size, cohorts)
    return Drawn(n, random.binomial(n, truth))


def as_reported(design: Design, of: Drawn) -> ShareEstimate:
    effect = design.of("improved")
    return korn_graubard(int(of.improved.sum()), int(of.n.sum()), design_effect=effect.estimate, df=effect.df)


def with_effect(of: Drawn, effect: float, df: float | None) -> ShareEstimate:
    return korn_graubard(int(of.improved.sum()), int(of.n.sum()), design_effect=max(1.0, effect), df=df)


def intervals(regions: Sequence[Drawn], icc: float) -> Iterator[tuple[ShareEstimate, ...]]:
    """Returns the intervals of each region and, last, of all together, in the order of NAMES."""
    sums = [region.sums for region in regions]
    pooled = PooledIcc.of(sums)
    whole = Drawn(np.concatenate([one.n for one in regions]), np.concatenate([one.improved for one in regions]))
    around_all = clustered_mean(whole.n, whole.improved, whole.improved)
    for region, strata in [*((region, [one]) for region, one in zip(regions, sums, strict=True)), (whole, sums)]:
        own = clustered_mean(region.n, region.improved, region.improved)
        before = own if region.n.size >= FEW else around_all
        kish = 1 + ((region.n**2).sum() / region.n.sum() - 1) * icc
        yield (
            as_reported(Design(Clustering.of(strata), pooled), region),
            with_effect(region, float(kish), None),
            with_effect(region, before.design_effect or 1.0, before.cohorts - 1.0),
            wilson(int(region.improved.sum()), int(region.n.sum())),
        )


def measured(
    shares: Sequence[float], icc: float, cohorts: int, *, rounds: int, seed: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Measures how often each interval held the share, and its mean width: both (regions + 1, 4)."""
    random = np.random.default_rng([seed, *(int(1000 * share) for share in shares), int(icc * 1000), cohorts])
    held = np.zeros((len(shares) + 1, len(NAMES)))
    width = np.zeros_like(held)
    for _ in range(rounds):
        regions = [drawn(random, share, icc, cohorts) for share in shares]
        sizes = [region.n.sum() for region in regions]
        truths = [*shares, float(np.average(shares, weights=sizes))]
        for row, (truth, estimates) in enumerate(zip(truths, intervals(regions, icc), strict=True)):
            for column, one in enumerate(estimates):
                assert one.low is not None and one.high is not None
                held[row, column] += one.low <= truth <= one.high
                width[row, column] += one.high - one.low
    return held / rounds, width / rounds


def studies() -> Iterator[tuple[str, tuple[float, ...]]]:
    """Lists the true shares of the six regions, with what they are called."""
    for apart, share in product(APART, SHARES):
        spread = np.linspace(-apart, apart, REGIONS) if apart else np.zeros(REGIONS)
        name = f"{share:.2f} ± {apart:.2f}" if apart else f"{share:.2f}"
        yield name, tuple(np.clip(share + spread, 0.02, 0.99).round(3).tolist())
    yield "0.33 to 0.99", FAR_APART


def _cell(figures: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]], place: int) -> str:
    held, width = figures
    return f"{100 * held[place]:5.1f} ({100 * width[place]:4.1f})"


def main() -> int:
    """Print a line per design, the regions together, and the worst; 1 where the report's own does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="4,000 rounds instead of 250")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rounds = 4000 if options.full else 250
    print(f"covers (mean width in points of 100) of a region and, after |, of all; {rounds} rounds, nominal 95 %")
    print(f"{'icc':>5} {'cohorts':>7} {'shares':>12}  " + "  ".join(f"{name:>27}" for name in NAMES))
    worst, ratios = np.ones((2, len(NAMES))), dict[str, list[float]]()
    error = (ENOUGH * (1 - ENOUGH) / rounds) ** 0.5
    for icc, cohorts, (name, shares) in product(ICCS, COHORTS, studies()):
        held, width = measured(shares, icc, cohorts, rounds=rounds, seed=options.seed)
        of_regions, of_all = (held[:-1].mean(axis=0), width[:-1].mean(axis=0)), (held[-1], width[-1])
        # Where regions are far apart each share is a design of its own.
        lowest = held[:-1].min(axis=0) if len(set(shares)) > 1 and max(shares) - min(shares) > 0.2 else of_regions[0]
        worst = np.minimum(worst, np.stack((lowest, of_all[0])))
        ratios[f"ICC {icc:.2f}, {cohorts} cohorts, {name}"] = [of[1][0] / of[1][1] for of in (of_regions, of_all)]
        cells = "  ".join(f"{_cell(of_regions, k)} | {_cell(of_all, k)}" for k in range(len(NAMES)))
        print(f"{icc:5.2f} {cohorts:7d} {name:>12}  {cells}", flush=True)
    for what, row in zip(("a region", "all"), worst, strict=True):
        print(
            f"worst of {what}: "
            + ", ".join(f"{name} {100 * held:.1f} %" for name, held in zip(NAMES, row, strict=True))
        )
    widest = []
    for place, what in enumerate(("a region", "all")):
        design = max(ratios, key=lambda design: ratios[design][place])
        widest.append(ratios[design][place])
        mean = sum(each[place] for each in ratios.values()) / len(ratios)
        print(
            f"the interval of {what} is on average {mean:.2f} times as wide as with the ICC known, "
            f"at most {widest[-1]:.2f} times ({design})"
        )
    print(f"Monte Carlo error of one region: {100 * error:.1f} points")
    is_enough = worst[:, 0].min() >= ENOUGH - ERRORS * error
    slack = ERRORS * ERROR_OF_WIDTHS / rounds**0.5
    return 0 if is_enough and widest[0] <= WIDEST + slack and widest[1] <= WIDEST_TOTAL + slack else 1


if __name__ == "__main__":
    sys.exit(main())

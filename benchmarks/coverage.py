"""Does an interval of 95 % hold the truth 95 times in 100? A simulation with cohorts that differ.

    python -m benchmarks.coverage [--full] [--seed 1]

Cohorts of about 19 learners; the share improved of a cohort is drawn from a beta distribution with the true share as
its mean and the ICC asked for. Beside each other: the report's interval (Korn-Graubard; a group of fewer than ten
cohorts borrows the design effect of a report that holds 40 other cohorts), Korn-Graubard on the cohorts at hand
whatever their number, and Wilson, which takes learners as independent. Short by default (400 rounds, Monte Carlo error
about 1 point); --full is 4,000 rounds (0.35 points). Fails where the report's interval holds the truth in fewer than
93 rounds of 100, by more than the rounds themselves can err.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from analytics.clusters.means import clustered_mean
from analytics.shares.intervals import ShareEstimate, korn_graubard, wilson

ICCS = (0.0, 0.05, 0.10, 0.15)
COHORTS = (6, 9, 10, 20, 30, 50)
SHARES = (0.5, 0.7, 0.85, 0.92)
LEARNERS = 19
LENDERS = 40
FEW = 10
ENOUGH, ERRORS = 0.93, 3
"""What the report's interval must hold everywhere; and how many Monte Carlo errors below it are the rounds' own."""
NAMES = ("report", "own cohorts", "wilson")


def cohorts_drawn(
    random: np.random.Generator, share: float, icc: float, cohorts: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Learners and improved per cohort; cohorts of 12 to 26 learners."""
    n = random.integers(12, 2 * LEARNERS - 11, cohorts)
    truth = np.full(cohorts, share)
    if icc > 0:
        size = 1 / icc - 1
        truth = random.beta(share * size, (1 - share) * size, cohorts)
    return n, random.binomial(n, truth)


def on_cohorts(
    n: npt.NDArray[np.int64], improved: npt.NDArray[np.int64], lent: tuple[float, float] | None = None
) -> ShareEstimate:
    """Korn-Graubard as in the report; lent: design effect and df of the whole report."""
    effect, df = lent or (clustered_mean(n, improved, improved).design_effect or 1.0, n.size - 1.0)
    return korn_graubard(int(improved.sum()), int(n.sum()), design_effect=max(1.0, effect), df=df)


def intervals(random: np.random.Generator, share: float, icc: float, cohorts: int) -> Iterator[ShareEstimate]:
    """One round: the interval of the report, that of the own cohorts, and Wilson's."""
    n, improved = cohorts_drawn(random, share, icc, cohorts)
    own = on_cohorts(n, improved)
    if cohorts < FEW:
        others = cohorts_drawn(random, share, icc, LENDERS)
        all_n, all_improved = np.concatenate((n, others[0])), np.concatenate((improved, others[1]))
        effect = clustered_mean(all_n, all_improved, all_improved).design_effect or 1.0
        yield on_cohorts(n, improved, (effect, all_n.size - 1.0))
    else:
        yield own
    yield own
    yield wilson(int(improved.sum()), int(n.sum()))


def measured(share: float, icc: float, cohorts: int, *, rounds: int, seed: int) -> npt.NDArray[np.float64]:
    """Part of rounds in which each interval held the share, and its mean width; shape (3, 2)."""
    random = np.random.default_rng([seed, int(share * 1000), int(icc * 1000), cohorts])
    held, width = np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for _ in range(rounds):
        for place, found in enumerate(intervals(random, share, icc, cohorts)):
            assert found.low is not None and found.high is not None
            held[place] += found.low <= share <= found.high
            width[place] += found.high - found.low
    return np.column_stack((held, width)) / rounds


def main() -> int:
    """Print a line per design and the worst of each interval; 1 where the report's own does not hold."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--full", action="store_true", help="4,000 rounds instead of 400")
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    rounds = 4000 if options.full else 400
    print(f"covers (mean width in points of 100), {rounds} rounds, nominal 95 %")
    print(f"{'icc':>5} {'cohorts':>7} {'share':>6}  " + "  ".join(f"{name:>15}" for name in NAMES))
    worst = np.ones(len(NAMES))
    for icc, cohorts, share in product(ICCS, COHORTS, SHARES):
        found = measured(share, icc, cohorts, rounds=rounds, seed=options.seed)
        worst = np.minimum(worst, found[:, 0])
        cells = "  ".join(f"{100 * held:6.1f} % ({100 * width:4.1f})" for held, width in found)
        print(f"{icc:5.2f} {cohorts:7d} {share:6.2f}  {cells}", flush=True)
    print("worst" + " " * 17 + "  ".join(f"{100 * held:6.1f} %{'':8}" for held in worst))
    error = (ENOUGH * (1 - ENOUGH) / rounds) ** 0.5
    print(f"95 times in 100 was asked for; the Monte Carlo error is {100 * error:.1f} points")
    return 0 if worst[0] >= ENOUGH - ERRORS * error else 1


if __name__ == "__main__":
    sys.exit(main())

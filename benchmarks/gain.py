"""How long the whole report takes, beside what people use: 20 regions, cohorts of about 20, 20 items, fixed seed.

    python -m benchmarks.gain [--learners 1e5 1e6 1e7] [--peers PYTHON]

Every measurement is a process of its own (benchmarks/gain_peers.py); sizes and programs take turns. Ours, the median
of five: `ours` from pairs in memory with the cohort as the unit, `plain` with the learner as the unit (what pandas +
scipy can do too), `tables` from joint tables and classes of cohorts that stand ready, `whole` from these with items,
DIF, forms, follow-up, statements and dose beside them. pandas + scipy once a size; pingouin and statsmodels where
PYTHON has them (`pip install numpy pandas pingouin statsmodels` in an environment of its own), once, at the largest
size they survive: statsmodels takes minutes and 6.5 GB for 1e7.

Why no compiled extra: 1e7 pairs with cohorts take some 25 passes of numpy, and what compiled code could save of them is
a fraction of a second. An instance and a query never make those passes, since their tables stand ready; a file is read
for seconds before them. So no user would notice it, for a compiler or a JIT of some 100 MB to install on a Raspberry
Pi.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np

K, REGIONS, COHORT = 20, 20, 20
SEED = 20_240_917
PEERS = Path(__file__).with_name("gain_peers.py")
PATIENCE = 900
SURVIVES = {"pingouin": 1e5, "statsmodels": 1e7}
"""Largest size that they survive; pingouin builds a learners x learners array of a region."""

Measured = tuple[float, float, float]
"""Median and least seconds, megabytes grown."""


def write_learners(folder: Path, learners: int) -> None:
    """Writes the scores of invented learners.

    They follow a beta-binomial with cohort effects; cohorts of 10 to 30 lie in one region; regions of unequal size.
    """
    random = np.random.default_rng(SEED)
    sizes = random.integers(COHORT // 2, COHORT * 3 // 2 + 1, 2 * learners // COHORT)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), learners)) + 1]
    sizes[-1] -= sizes.sum() - learners
    weight = np.linspace(0.4, 1.6, REGIONS)
    region_of = np.sort(random.choice(REGIONS, sizes.size, p=weight / weight.sum())).astype(np.int8)
    lift = random.normal(0.12, 0.06, sizes.size)
    columns: dict[str, list[np.ndarray]] = {"pre": [], "post": []}
    cohort = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    for part in np.array_split(cohort, max(1, learners // 500_000)):
        truth = random.beta(3.5, 4.5, part.size)
        columns["pre"].append(random.binomial(K, truth).astype(np.int8))
        columns["post"].append(random.binomial(K, np.clip(truth + lift[part], 0, 1)).astype(np.int8))
    np.save(folder / "cohort.npy", cohort)
    np.save(folder / "region.npy", region_of[cohort])
    for name, parts in columns.items():
        np.save(folder / f"{name}.npy", np.concatenate(parts))


def measured(step: str, folder: Path, times: int, python: str = sys.executable) -> Measured | None:
    """Returns the times of one step; None where it cannot be done: not installed, too much memory, too long."""
    command = [python, str(PEERS), step, str(folder), str(times)]
    environment = {"PYTHONPATH": str(PEERS.parent.parent), "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(f"    {step}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
        return None
    numbers = json.loads(done.stdout.splitlines()[-1])
    return median(numbers["seconds"]), min(numbers["seconds"]), numbers["grew"]


def of_size(learners: int, args: argparse.Namespace) -> dict[str, Measured]:
    """Makes all measurements of one size."""
    steps = [("numpy", 5), ("ours", 5), ("plain", 5), ("tables", 5), ("whole", 5), ("pandas", 1)]
    for peer, largest in SURVIVES.items():
        if learners == max((n for n in args.learners if n <= largest), default=None):
            steps.append((peer, 1))
    by_engine: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        write_learners(Path(folder), learners)
        for step, times in steps:
            python = args.peers if step in SURVIVES else sys.executable
            result = measured(step, Path(folder), times, python)
            if result is not None:
                by_engine[step] = result
                middle, least, grew = result
                line = f"  {learners:>10,} {step:<12} {1e3 * middle:12,.1f} {1e3 * least:12,.1f} {grew:9,.0f}"
                print(line, flush=True)
    return by_engine


def main() -> None:
    """Measure every size and print figures, ratios and growth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--learners", type=float, nargs="+", default=[1e5, 1e6, 1e7])
    parser.add_argument("--peers", default=sys.executable, help="a Python with pingouin and statsmodels")
    args = parser.parse_args()
    print(f"  {'learners':>10} {'what':<12} {'median ms':>12} {'least ms':>12} {'MB more':>9}")
    all_sizes = {int(n): of_size(int(n), args) for n in args.learners}
    print("\nTimes as long as ours, like beside like; and ours in passes of numpy over the columns:")
    for learners, by_engine in all_sizes.items():
        ratios = [
            f"{step} / {mine} {by_engine[step][0] / by_engine[mine][0]:,.0f} x"
            for step, mine in (("pandas", "plain"), ("pingouin", "plain"), ("statsmodels", "ours"))
            if step in by_engine and mine in by_engine
        ]
        passes = [f"{mine} {by_engine[mine][0] / by_engine['numpy'][0]:.0f} passes" for mine in ("ours", "plain")]
        print(f"  {learners:>10,} " + ", ".join(ratios + passes))
    first, last = min(all_sizes), max(all_sizes)
    if first < last:
        for step in ("ours", "plain", "tables", "whole", "pandas"):
            grew = all_sizes[last][step][0] / all_sizes[first][step][0]
            print(f"Growth of {step}, {last // first} x the learners: {grew:,.1f} x the time")


if __name__ == "__main__":
    main()

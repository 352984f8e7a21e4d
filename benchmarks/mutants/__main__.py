"""Do the tests notice what they must? Each mutant is planted alone in a copy, and its tests are run.

    python -m benchmarks.mutants                     # all of them, about half an hour
    python -m benchmarks.mutants --area exports gate # or --area exports --area gate
    python -m benchmarks.mutants --name holm-without-its-steps
    python -m benchmarks.mutants --list

Before, the same tests are run on the code as it is: one that fails anyhow would catch everything. Fails where under
95 % are caught, where one is missed for which no reason stands beside it, and where one does not apply any more.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from benchmarks.mutants import BY_AREA
from benchmarks.mutants.checkout import PASSED, Outcome, Verdict, copied, judged, pytest
from benchmarks.mutants.mutant import Mutant

LEAST_CAUGHT = 0.95
Judged = tuple[str, Mutant, Verdict]
"""area, mutant, what its tests made of it"""


def main() -> int:
    """Plants the chosen mutants and judges each; returns 0 where the tests notice what they must."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--area", nargs="+", action="extend", choices=BY_AREA, help="only these")
    parser.add_argument("--name", nargs="+", action="extend", help="only these mutants")
    parser.add_argument("--list", action="store_true", help="print them and plant none")
    parser.add_argument("--jobs", type=int, default=2, help="so many copies at once (2)")
    parser.add_argument("--unchecked", action="store_true", help="do not run the tests on the code as it is before")
    options = parser.parse_args()
    chosen = [
        (area, mutant)
        for area in options.area or BY_AREA
        for mutant in BY_AREA[area]
        if not options.name or mutant.name in options.name
    ]
    if not chosen:
        parser.error("there is no mutant of this name: see --list")
    if options.list:
        for area, mutant in chosen:
            print(f"{area:<11} {mutant.source:<6} {mutant.name:<50} {mutant.file}")
        return 0
    with ExitStack() as stack:
        copies = [stack.enter_context(copied()) for _ in range(options.jobs)]
        if not options.unchecked and not _are_green(copies[0], [mutant for _, mutant in chosen], options.jobs):
            return 1
        return _print_verdicts(_all_judged(chosen, copies))


def _are_green(copy: Path, mutants: Sequence[Mutant], jobs: int) -> bool:
    """Whether the tests pass on the code as it is."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    code, words = pytest(copy, ["-n", str(jobs), *tests])
    if code != PASSED:
        print(f"These tests fail on the code as it is, so they say nothing of mutants:\n{words}")
    return code == PASSED


def _all_judged(chosen: Sequence[tuple[str, Mutant]], copies: Sequence[Path]) -> list[Judged]:
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def judge(one: tuple[str, Mutant]) -> Judged:
        area, mutant = one
        copy = free.get()
        try:
            verdict = judged(mutant, copy)
        finally:
            free.put(copy)
        print(
            f"{area:<11} {mutant.source:<6} {mutant.name:<50} {verdict.outcome:<8} {verdict.seconds:4.0f} s", flush=True
        )
        return area, mutant, verdict

    with ThreadPoolExecutor(len(copies)) as pool:
        return list(pool.map(judge, chosen))


def _print_verdicts(judged: Sequence[Judged]) -> int:
    """Print what came of it; 0 where that is enough."""
    print()
    for area in dict.fromkeys(area for area, _, _ in judged):
        outcomes = [verdict.outcome for its, _, verdict in judged if its == area]
        print(f"{area:<11} {outcomes.count(Outcome.CAUGHT):3} of {len(outcomes):3}")
    missed = [(mutant, verdict) for _, mutant, verdict in judged if verdict.outcome is not Outcome.CAUGHT]
    share = 1 - len(missed) / len(judged)
    print(f"{'all':<11} {len(judged) - len(missed):3} of {len(judged):3}, {100 * share:.1f} %")
    for mutant, verdict in missed:
        has_passed = verdict.outcome is Outcome.SURVIVED
        why = (mutant.survives or f"These passed: {', '.join(mutant.tests)}") if has_passed else verdict.words
        print(f"\n{mutant.name}: {verdict.outcome}. {why}")
    is_explained = all(verdict.outcome is Outcome.SURVIVED and mutant.survives for mutant, verdict in missed)
    return 0 if share >= LEAST_CAUGHT and is_explained else 1


if __name__ == "__main__":
    sys.exit(main())

"""What does a learner's phone download, and how long does it wait?

    python -m benchmarks.phone_weight [--runs 3] [--lines open slow-4g 250k]

Makes the demonstration in a folder of its own, serves it, and visits it with Debian's Chromium as a phone of 360 by
640 with a quarter of this processor. Each screen is visited by a browser that has never been here; the journey is one
browser from the poster over the first test to the end of a lesson, which keeps what it has.

    kB        what pages asked for, heads and bodies as they were sent: `encodedDataLength` of DevTools
    requests  of these, without what the browser took from its cache
    all kB    everything that went to the phone, counted on the wire: pages, the worker, and with it the whole course
              that it takes along for days without a connection (nothing of it is waited for)
    LCP       seconds until the largest element is painted, the median of the runs

The line is throttled by DevTools, a request at a time, and not for the worker. Fails when a screen weighs more than it
may; a time depends on the machine, so that one over the budget is only marked.

    python -m benchmarks.lighthouse     says what Lighthouse makes of the same screens
"""

import argparse
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.visitor import CHROMIUM, LINES, Visitor, Weight, served


@dataclass(frozen=True)
class Budget:
    kb: float
    requests: int | None = None


BUDGETS = {
    "join": Budget(30, 6),
    "sign-in": Budget(30, 6),
    "road": Budget(30),
    "test page": Budget(30),
    "lesson": Budget(60),
    "result": Budget(30),
    "help": Budget(30),
    "journey": Budget(120),
}
JOURNEY = "journey"

PEER = """\
The strongest platform of today, measured the same way in 2026:
  sign-in          2855.0 kB    24 requests   LCP 10.0 s on slow 4G, 54.9 s at 250 kbit/s
  a test's page    3485.0 kB                  LCP 21.8 s on slow 4G, never at 250 kbit/s"""


def weigh(data: Path, lines: list[str], runs: int) -> dict[str, dict[str, list[Weight]]]:
    """Weighs every screen on every line, some runs each."""
    weights: dict[str, dict[str, list[Weight]]] = {screen: {line: [] for line in lines} for screen in BUDGETS}
    with served(data) as (browser, wire, join_code, screens):
        for name in lines:
            visitor = Visitor(browser, wire, LINES[name])
            for _ in range(runs):
                for screen, (address, cookies) in screens.items():
                    weights[screen][name].append(visitor.visit(address, cookies))
            weights[JOURNEY][name].append(visitor.journey(join_code))
    return weights


def main() -> int:
    parser = argparse.ArgumentParser(description="What does a learner's phone download, and how long does it wait?")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lines", nargs="+", choices=LINES, default=list(LINES))
    args = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("There is no Chromium here.")
    with tempfile.TemporaryDirectory() as folder:
        weights = weigh(Path(folder), args.lines, args.runs)
    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    too_heavy = [screen for screen in BUDGETS if print_screen(screen, weights[screen])]
    print(f"\n{PEER}")
    if too_heavy:
        print(f"\nToo heavy: {', '.join(too_heavy)}")
    return len(too_heavy)


def print_screen(screen: str, weights: dict[str, list[Weight]]) -> bool:
    """Prints a screen's lines; returns whether it is too heavy."""
    budget, is_too_heavy = BUDGETS[screen], False
    for name, line in LINES.items():
        runs = weights.get(name)
        if not runs:
            continue
        kb, requests = max(run.sent for run in runs) / 1000, max(run.requests for run in runs)
        seconds = [run.lcp for run in runs if run.lcp is not None]
        lcp = statistics.median(seconds) if seconds else None
        is_over = kb > budget.kb or (budget.requests is not None and requests > budget.requests)
        is_slow = lcp is not None and line.seconds is not None and lcp > line.seconds
        print(
            f"{screen:<10} {line.words:<36} {kb:6.1f} kB of {budget.kb:<4.0f}{requests:4d} requests"
            f"{max(run.on_the_wire for run in runs) / 1000:8.1f} all kB"
            f"   LCP {'  - ' if lcp is None else f'{lcp:4.2f}'} s{' TOO HEAVY' * is_over}{' slow' * is_slow}"
        )
        is_too_heavy |= is_over
    return is_too_heavy


if __name__ == "__main__":
    sys.exit(main())

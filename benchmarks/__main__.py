"""Every measurement, one after another, each a program of its own that says what it does.

    python -m benchmarks                                # short: minutes
    python -m benchmarks --full                         # as long as the README's figures took
    python -m benchmarks --only gain coverage --learners 1e5 1e6

Fails where one of them fails: a lost answer, an interval that does not hold.
"""

import argparse
import subprocess
import sys

SHORT = {
    "start": ["--runs", "3"],
    "writer": ["--learners", "200"],
    "kill": ["--kills", "5"],
    "outboxes": ["--steps", "3000", "--kills", "5"],
    "sign_ins": ["--rounds", "2"],
    "phone_weight": ["--runs", "1"],
    "gain": ["--learners", "1e5", "1e6"],
    "scale": ["--learners", "1e3", "1e4", "--runs", "2"],
    "coverage": [],
    "contrast": [],
}
FULL: dict[str, list[str]] = {
    **{name: [] for name in SHORT},
    "kill": ["--kills", "50"],
    "scale": [],
    "coverage": ["--full"],
    "contrast": ["--full"],
}


def main() -> int:
    """Run what is asked for; the number of those that failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=SHORT, default=list(SHORT), help="these, in this order")
    parser.add_argument("--full", action="store_true", help="as long as it takes")
    parser.add_argument("--learners", nargs="+", help="sizes for gain, such as 1e5 1e6 1e7")
    parser.add_argument("--peers", help="a Python with pingouin and statsmodels, for gain")
    args = parser.parse_args()
    failed = []
    for name in args.only:
        options = list((FULL if args.full else SHORT)[name])
        if name == "gain":
            options = ["--learners", *args.learners] if args.learners else options
            options += ["--peers", args.peers] if args.peers else []
        print(f"\n== {name} {' '.join(options)}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())

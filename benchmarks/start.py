"""How long until the demonstration is there: the first time, the second time, beside a Python that does nothing?

    python -m benchmarks.start [--runs 5]

A time depends on the machine, so it is printed beside that of `python -c "import flask"` in the same minutes; a second
start of over five seconds is marked.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.server import Server, free_port

SECONDS = 5


def seconds(*command: str) -> float:
    """Returns the seconds of one run of a Python."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def until_it_serves(data: Path) -> float:
    """Returns the seconds from the command to the first answer."""
    server = Server(data, free_port(), is_twin=False)
    began = time.perf_counter()
    server.start()
    took = time.perf_counter() - began
    server.kill()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description="How long until the demonstration is there?")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    bare, again, served = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        demo = ["-c", "import sys; from app.cli import main; sys.exit(main())", "--data", folder, "demo"]
        first = seconds(*demo)
        for _ in range(runs):
            bare.append(seconds("-c", "import flask"))
            again.append(seconds(*demo))
            served.append(until_it_serves(Path(folder)))
    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"made, and its report     {first:5.2f} s")
    base = statistics.median(bare)
    for words, taken in (("import flask", bare), ("its report again", again), ("served again", served)):
        middle = statistics.median(taken)
        print(f"{words:<24} {middle:5.2f} s  {middle / base:4.1f} x{' slow' * (middle > SECONDS)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

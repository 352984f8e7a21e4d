"""Every measurement, one after another: `python -m benchmarks`."""

import subprocess
import sys

MEASUREMENTS = ("writer", "kill", "outboxes")

for name in MEASUREMENTS:
    print(f"== {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)

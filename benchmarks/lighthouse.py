"""What does Lighthouse say of a learner's screens on a phone?

    npm install --prefix DIR --ignore-scripts lighthouse@12
    python -m benchmarks.lighthouse DIR/node_modules/.bin/lighthouse [--runs 5]

The same demonstration and the same screens as in `benchmarks.phone_weight`, each with the cookie of somebody who may
see it. Mobile, simulated throttling (slow 4G, a quarter of the processor), a new browser for each run; medians of the
runs. Fails when a median is under what it must be: on a quiet machine, for what else runs counts as blocking time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.visitor import CHROMIUM, SWITCHES, served

LEAST = {"performance": 100, "accessibility": 100, "best-practices": 100}


def _run_again_once(command: list[str]) -> None:
    """Now and then Lighthouse loses the trace of a page that loaded, and asks itself to be run again."""
    env = {**os.environ, "CHROME_PATH": CHROMIUM or ""}
    if subprocess.run(command, env=env, check=False).returncode:
        subprocess.run(command, env=env, check=True)


def scores(lighthouse: Path, address: str, cookies: list[Any], folder: Path) -> tuple[dict[str, int], list[str]]:
    """Runs Lighthouse once: returns points of 100 by category, and the checks that took points away."""
    headers, output = folder / "headers.json", folder / "told.json"
    cookie = "; ".join(f"{it['name']}={it['value']}" for it in cookies)
    headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}))
    _run_again_once(
        [
            str(lighthouse),
            address,
            f"--only-categories={','.join(LEAST)}",
            "--form-factor=mobile",
            "--screenEmulation.mobile",
            "--screenEmulation.width=360",
            "--screenEmulation.height=640",
            "--screenEmulation.deviceScaleFactor=2",
            "--throttling-method=simulate",
            f"--extra-headers={headers}",
            f"--chrome-flags={' '.join(['--headless=new', *SWITCHES])}",
            "--output=json",
            f"--output-path={output}",
            "--quiet",
        ]
    )
    report = json.loads(output.read_text())
    points = {name: round(100 * report["categories"][name]["score"]) for name in LEAST}
    lost = [
        audit["id"]
        for name in LEAST
        if points[name] < LEAST[name]
        for audit in (report["audits"][ref["id"]] for ref in report["categories"][name]["auditRefs"] if ref["weight"])
        if audit["score"] is not None and audit["score"] < 1
    ]
    return points, lost


def main() -> int:
    parser = argparse.ArgumentParser(description="What does Lighthouse say of a learner's screens on a phone?")
    parser.add_argument("lighthouse", type=Path, help="the command, from npm")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    if CHROMIUM is None or not args.lighthouse.exists():
        sys.exit("There is no Chromium here." if CHROMIUM is None else f"There is no {args.lighthouse}.")
    too_low = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demonstration"
        with served(data) as (_browser, wire, _join_code, screens):
            for screen, (path, cookies) in screens.items():
                runs = [
                    scores(args.lighthouse, f"http://127.0.0.1:{wire.port}{path}", cookies, Path(folder))
                    for _ in range(args.runs)
                ]
                medians = {name: statistics.median(scored[name] for scored, _ in runs) for name in LEAST}
                lost = sorted({check for _, checks in runs for check in checks})
                print(
                    f"{screen:<10}", *(f"{name} {points:3.0f}" for name, points in medians.items()), *lost, flush=True
                )
                if any(medians[name] < least for name, least in LEAST.items()):
                    too_low.append(screen)
    if too_low:
        print(f"Too low: {', '.join(too_low)}")
    return len(too_low)


if __name__ == "__main__":
    sys.exit(main())

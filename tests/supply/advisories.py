"""Is anything known against the libraries of constraints.txt?

    python -m tests.supply.advisories [--service URL]

Fails where something is known, and where nobody could be asked. A service that answers "nothing" to everything looks
like good news, so it is asked first about a library of which something has been known for years.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
KNOWN = "flask==2.2.2"
"""CVE-2023-30861, a page of one person shown to another"""


class CannotLook(Exception):
    """The service gave no answer, or none that can be right."""


def advisories_on(requirements: Path, options: Sequence[str] = ()) -> list[str]:
    """Lists what is known against pinned requirements, a line each; raises CannotLook without an answer on all."""
    audit = (sys.executable, "-m", "pip_audit", "--vulnerability-service", "osv", "--strict", "--format", "json")
    quiet = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--requirement", str(requirements))
    run = subprocess.run([*audit, *quiet, *options], capture_output=True, text=True, check=False)
    try:
        libraries = json.loads(run.stdout)["dependencies"]
        return [f"{it['name']} {it['version']}: {known['id']}" for it in libraries for known in it["vulns"]]
    except (ValueError, KeyError) as error:
        raise CannotLook(run.stderr.strip().rpartition("\n")[2] or "no reason was given") from error


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.supply.advisories")
    parser.add_argument("--service", help="another address that speaks as OSV does")
    service = parser.parse_args().service
    options = ["--osv-url", service] if service else []
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as known:
            known.write(f"{KNOWN}\n")
            known.flush()
            if not advisories_on(Path(known.name), options):
                raise CannotLook(f"the service knows nothing against {KNOWN}, and there is something")
        problems = advisories_on(ROOT / "constraints.txt", options)
    except CannotLook as error:
        sys.stderr.write(f"Nobody could be asked, so nothing is known: not a pass. Reason: {error}\n")
        return 2
    sys.stdout.write(("\n".join(problems) or "Nothing is known against any library of constraints.txt.") + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

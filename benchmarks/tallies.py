"""What was counted so far, in a file: a long trial that is broken off goes on where it was."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.server import ROOT

SERVED = ("app", "courses", "assessments", "articles", "analytics", "config.py", "constraints.txt")


def digest_of_the_code() -> str:
    """Twelve signs that change with anything that serves: what another version stood is no news of this one."""
    digest = hashlib.sha256()
    for name in SERVED:
        place = ROOT / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Tallies:
    """The Tallies of one trial of this code; other lines of the file stay as they are.

    path: a line of JSON for each round; it need not be there yet.
    """

    path: Path
    trial: str
    code: str

    def rounds(self) -> Sequence[dict[str, Any]]:
        """Lists the rounds that are through, the oldest first."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        # A kill of the harness itself may leave half a line: that round is run again.
        whole = [json.loads(line) for line in lines if line.endswith("}}")]
        return [it["counts"] for it in whole if (it["trial"], it["code"]) == (self.trial, self.code)]

    def add(self, counts: dict[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        about = {"trial": self.trial, "code": self.code, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        text = self.path.read_bytes() if self.path.exists() else b""
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n" if text and not text.endswith(b"\n") else "")
            file.write(json.dumps({**about, "counts": counts}) + "\n")


def all_rounds(
    path: Path | None, trial: str, *, kills: int, at_most: int, run: Callable[[int, int], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Lists the rounds that make up so many kills: those that the file has of this code, and the ones that are run now.

    path: where each is written down; None: nowhere. at_most: kills of a round. run: one round, of so many kills and
    this seed.
    """
    tallies = Tallies(path, trial, digest_of_the_code()) if path else None
    through = list(tallies.rounds()) if tallies else []
    while (left := kills - sum(it["kills"] for it in through)) > 0:
        through.append(run(min(left, at_most), len(through) + 1))
        if tallies:
            tallies.add(through[-1])
    return through


def total(rounds: Iterable[dict[str, Any]], names: Iterable[str]) -> dict[str, int]:
    """Adds up counts by name; one that a round lacks is 0."""
    names, sums = list(names), Counter[str]()
    for counts in rounds:
        sums.update({name: counts.get(name, 0) for name in names})
    return {name: sums[name] for name in names}

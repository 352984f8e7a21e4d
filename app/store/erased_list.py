"""The list of who was erased, in a file beside the database: no copy that is brought back takes it back too.

A line each: the mark of the key, what was erased, and its keyed digest. No name, no code, no number of anybody: only
whoever holds both the secret and a copy of before finds somebody by it.
"""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from app.store.on_disk import settle_folder

LEARNER, COHORT = "learner", "cohort"
_LINE = re.compile(r"([0-9a-f]{8}) (learner|cohort) ([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody was erased, or everybody of a cohort."""

    key_mark: str
    """tells which key the digest was made with, and nothing of the key"""
    kind: str
    """LEARNER or COHORT"""
    digest: str

    @property
    def line(self) -> str:
        return f"{self.key_mark} {self.kind} {self.digest}"


@dataclass(frozen=True)
class ErasedList:
    """The file; it only grows."""

    path: Path

    def exists(self) -> bool:
        """Whether there is a list, be it empty; where there is none nobody can tell who was erased."""
        return self.path.exists()

    def read(self) -> frozenset[Erasure]:
        """Whoever is in it; of a line that a power cut tore nothing. Raises OSError."""
        if not self.exists():
            return frozenset()
        lines = self.path.read_text("ascii", errors="replace").split("\n")
        return frozenset(Erasure(*match.groups()) for match in map(_LINE.fullmatch, lines) if match)

    def add(self, erased: Collection[Erasure]) -> None:
        """Write these at its end, on the disk before this returns; with nobody, make the list. Raises OSError."""
        is_new = not self.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # with PostgreSQL nothing may have made it yet
        # A line break first: what came before may have been torn.
        text = "".join(f"\n{line}\n" for line in sorted(one.line for one in erased))
        with open(self.path, "a", opener=lambda path, flags: os.open(path, flags, 0o600), encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            settle_folder(self.path.parent)

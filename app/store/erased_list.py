"""The list of who was erased, in a file beside the database, so that an older copy cannot bring anybody back.

Each line has the mark of the key, what was erased, and a keyed digest of it; no name, code or number of anybody. Only
somebody with both the secret and an older copy can find a person by it.
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
    """An Erasure records that one learner, or everybody of a cohort, was erased; only a keyed digest names them."""

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
    """An ErasedList is the file that lists who was erased; lines are added and never removed."""

    path: Path

    def exists(self) -> bool:
        """Returns whether the file exists, even if it is empty; without it nobody can tell who was erased."""
        return self.path.exists()

    def read(self) -> frozenset[Erasure]:
        """Returns all erasures in the file; none if it does not exist. Raises OSError.

        A line that a power cut left incomplete is skipped.
        """
        if not self.exists():
            return frozenset()
        lines = self.path.read_text("ascii", errors="replace").split("\n")
        return frozenset(Erasure(*match.groups()) for match in map(_LINE.fullmatch, lines) if match)

    def add(self, erased: Collection[Erasure]) -> None:
        """Appends erasures to the file, which is made if it does not exist, even for none. Raises OSError.

        They are on the disk before this returns.
        """
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

"""Room on the disk that is kept back, so that a sign-in can be ended when there is no other."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

SIZE = 4 << 20
PIECE = 128 << 10
"""Bytes given at a time: several times what ending a sign-in writes."""
PLENTY = 16 * SIZE
"""Bytes that must be free before any are kept back."""


class Reserve:
    """A Reserve is a file beside the database that only takes up room, which can be freed on a full disk."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.reserve")

    def fill(self) -> None:
        """Takes up to 4 MiB of the disk if 64 MiB are free; otherwise, or if it fails, does nothing."""
        if self._size() >= SIZE or shutil.disk_usage(self.path.parent).free < PLENTY:
            return
        with suppress(OSError), open(self.path, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            os.posix_fallocate(file.fileno(), 0, SIZE)  # where it cannot, what there is stays

    def give(self) -> bool:
        """Frees 128 KiB of the reserve for the next write; returns False if the reserve is empty."""
        size = self._size()
        if not size:
            return False
        os.truncate(self.path, max(0, size - PIECE))
        return True

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

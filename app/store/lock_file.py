"""A file that one process at a time holds locked. The system lets go of it, however that process ends."""

import fcntl
import os
import time
from pathlib import Path

PAUSE = 0.002
"""Seconds between two looks at a lock that somebody holds."""


class LockFile:
    """It holds nothing and stays where it is; that it is there says nothing, only that it is locked does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, seconds: float = 0) -> bool:
        """Hold it; False where somebody else held it all this time. Raises OSError where there can be no such file."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + seconds
        while not _is_locked(file):
            if time.monotonic() >= until:
                os.close(file)
                return False
            time.sleep(PAUSE)
        self._file = file
        return True

    def leave(self) -> None:
        """Let go of it, if it is held here."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def is_others(self) -> bool:
        """Whether somebody else holds it at this moment."""
        if self._file is not None or not self.path.exists():
            return False
        probe = LockFile(self.path)
        is_free = probe.take()
        probe.leave()
        return not is_free


def _is_locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

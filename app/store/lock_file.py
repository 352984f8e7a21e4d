"""A file that one process at a time holds locked. The system lets go of it, however that process ends."""

import fcntl
import os
import time
from pathlib import Path

PAUSE = 0.002
"""Seconds between two looks at a lock that somebody holds."""


class LockFile:
    """A LockFile is a file on which one process at a time holds a lock, which ends with the process.

    It is never deleted: its existence means nothing, nor does what is written in it once nobody holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, seconds: float = 0) -> bool:
        """Locks the file; returns False if somebody else held it for all these seconds. Raises OSError.

        The file is made if it does not exist. seconds: 0: do not wait.
        """
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + seconds
        while not _is_locked(file):
            if time.monotonic() >= until:
                os.close(file)
                return False
            time.sleep(PAUSE)
        self._file = file
        return True

    def write(self, text: str) -> None:
        """Replaces what is written in the file, for other processes to read; does nothing without the lock."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, text.encode(), 0)

    def words_of_others(self) -> str:
        """Returns what somebody else who holds the lock now has written in the file; "" if nobody does."""
        return self.path.read_text(encoding="utf-8") if self.is_others() else ""

    def leave(self) -> None:
        """Releases the lock, if this object holds it."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def is_others(self) -> bool:
        """Returns whether somebody else holds the lock now; False if this object does."""
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

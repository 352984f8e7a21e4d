"""Whether the file that was opened is still the one at its address: what is written into another, nobody reads."""

from pathlib import Path


class FileGone(Exception):
    """Raised where the database's file was moved, removed or replaced while it was in use. Nothing was written."""


class OpenedFile:
    """An OpenedFile remembers which file lay at a path when it was first opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity: tuple[int, int] | None = None

    def note(self) -> None:
        """Remembers the file at the path, when it is opened for the first time."""
        if self._identity is None:
            self._identity = _identity(self.path)

    def check(self) -> None:
        """Raises FileGone where another file, or none, lies at the path by now."""
        if self._identity is not None and _identity(self.path) != self._identity:
            raise FileGone(f"{self.path} is no longer the file that was opened")

    def forget(self) -> None:
        """Forgets the file once it has been closed: the next one may be another."""
        self._identity = None


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode; None where there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino

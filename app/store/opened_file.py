"""Whether the file that was opened is still the one at its path: what is written into another, nobody reads."""

from pathlib import Path


class FileGone(Exception):
    """Raised if the database's file was moved, removed or replaced while it was in use. Nothing was written."""


class OpenedFile:
    """An OpenedFile remembers which file was at a path when it was first opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity: tuple[int, int] | None = None

    def note(self) -> None:
        """Remembers the file that is at the path, unless one is remembered already."""
        if self._identity is None:
            self._identity = _identity(self.path)

    def check(self) -> None:
        """Raises FileGone if another file, or none, is at the path; does nothing before `note`."""
        if self._identity is not None and _identity(self.path) != self._identity:
            raise FileGone(f"{self.path} is no longer the file that was opened")

    def forget(self) -> None:
        """Forgets the file, so that another may be opened at the path."""
        self._identity = None


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode; None if there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino

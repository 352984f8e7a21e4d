"""A file that is whole or not there: a reader never meets half of it."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Under another name first, on disk, then in one step under its own; what stood there before stays until then.

    Raises OSError (no space, no such folder, not allowed) and leaves nothing behind.
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """The same of files that belong together: none takes its place before all are on disk."""
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            waiting[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            waiting[path].chmod(0o644)
        for path, there in waiting.items():
            there.replace(path)
    except BaseException:
        for there in waiting.values():
            there.unlink(missing_ok=True)
        raise
    for parent in {path.parent for path in files}:
        folder = os.open(parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

"""Writes a file whole or not at all: a reader never meets half of it."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Writes a file whole or not at all; the former one stays in its place until the new one is on the disk.

    The file behind a link is replaced, and a device or pipe is written into. mode: its permissions. Raises OSError (no
    space, no such folder, not allowed) and leaves nothing behind.
    """
    write_together({path: data}, mode=mode)


def write_together(files: Mapping[Path, bytes], *, mode: int = 0o644) -> None:
    """Writes files that belong together, as `write_whole` does; none takes its place before all are on the disk."""
    streams = {path: data for path, data in files.items() if path.exists() and not path.is_file()}
    waiting: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            if path in streams:
                continue
            place = path.resolve() if path.is_file() else path
            handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
            waiting[place] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            waiting[place].chmod(mode)
        for path, data in streams.items():
            path.write_bytes(data)
        for place, temporary in waiting.items():
            temporary.replace(place)
    except BaseException:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)
        raise
    for parent in {place.parent for place in waiting}:
        folder = os.open(parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

"""What may lie in a folder of words: files of its own, as large as somebody writes. Looked at before any is opened."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from app.content.faults import CourseFault
from app.content.text import WHOLE
from app.sentences import N_, Remark

MOST_FILES = 5_000
READ = frozenset({".yaml", ".md", ".svg", ".vtt"})
"""Ends of the names of files that are read whole. A film is not, and what is none of these is not opened."""
MOST_BYTES = 250_000
"""Of such a file: eight times the longest that ships."""
MOST_BYTES_OF_ALL = 10_000_000


def folder_faults(folder: Path) -> list[CourseFault]:
    """Lists faults that forbid reading a folder at all.

    These are links that lead out of it, pipes, devices, more than 5,000 files, a file of more than 250,000 bytes and
    more than 10,000,000 bytes in all. Names that begin with a dot are ignored.
    """
    faults: list[CourseFault] = []
    size = 0
    for count, path in enumerate(_everything(folder), start=1):
        if count > MOST_FILES:
            most = N_(
                "has more than %(most)s files: name the folder of one course, or of articles, and nothing besides"
            )
            return [*faults, CourseFault(folder, 1, WHOLE, Remark(most, most=f"{MOST_FILES:,}"))]
        what, weight = _looked_at(path, folder)
        size += weight
        if what:
            faults.append(CourseFault(path, 1, WHOLE, what))
    if size > MOST_BYTES_OF_ALL and not faults:
        heavy = N_("has %(size)s bytes of words and drawings, and at most %(most)s are read: take files out")
        remark = Remark(heavy, size=f"{size:,}", most=f"{MOST_BYTES_OF_ALL:,}")
        faults.append(CourseFault(folder, 1, WHOLE, remark))
    return faults


def _everything(folder: Path) -> Iterator[Path]:
    """Lists files, links and all else below a folder; what begins with a dot is no part of what is read."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not name.startswith("."))
        yield from (Path(place) / name for name in sorted([*names, *links]) if not name.startswith("."))


def _looked_at(path: Path, folder: Path) -> tuple[str, int]:
    """What is wrong with it, "" for nothing, and how many bytes count."""
    if path.is_symlink() and not _is_within(path, folder):
        return Remark(N_("is a link that leads out of the folder, or nowhere: put the file itself here")), 0
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        return "", 0
    if not stat.S_ISREG(status.st_mode):
        return Remark(N_("is a pipe or a device, and no file: take it away")), 0
    if path.suffix not in READ:
        return "", 0
    if status.st_size > MOST_BYTES:
        what = N_("has %(size)s bytes, and at most %(most)s of a file are read: split it, or take it away")
        return Remark(what, size=f"{status.st_size:,}", most=f"{MOST_BYTES:,}"), status.st_size
    return "", status.st_size


def _is_within(link: Path, folder: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # nowhere, or round in a circle
        return False

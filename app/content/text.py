"""Reads a file's text, or gives the fault that keeps it from being read."""

from dataclasses import dataclass
from pathlib import Path

from app.content.faults import CourseFault
from app.sentences import N_, Remark

WHOLE = "the file"
"""What a fault names that is of no one place in a file."""

_LEFT_BY_WINDOWS = ("Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Passage:
    """Holds a text that somebody reads, and the line on which it begins, from 1."""

    line: int
    text: str
    is_for_the_room: bool = False
    """True if a facilitator reads it aloud and no learner reads it"""


def language_of(path: Path) -> str:
    """Returns the language of a file of words: both ru.md and plan.ru.md are in ru."""
    return path.stem.rpartition(".")[2]


def written(folder: Path, pattern: str) -> list[Path]:
    """Lists the files of a folder that match the pattern, by name, without hidden ones and those of Windows."""
    paths = sorted(folder.glob(pattern))
    return [path for path in paths if not path.name.startswith(".") and path.name not in _LEFT_BY_WINDOWS]


def read_text(path: Path, faults: list[CourseFault]) -> str | None:
    """Reads a UTF-8 file; returns None and adds to `faults` if it cannot be read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        missing = Remark(N_("is missing: make it, or mend the name that leads to it"))
        faults.append(CourseFault(path, 1, WHOLE, missing))
        return None
    except OSError:
        faults.append(CourseFault(path, 1, WHOLE, Remark(N_("cannot be opened: look whether it may be read"))))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        strange = Remark(N_("has signs that are not UTF-8: save it as UTF-8 without conversion"))
        faults.append(CourseFault(path, line, WHOLE, strange))
        return None

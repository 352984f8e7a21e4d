"""Reads files in the process in which it is called, and says what came of each and what it took."""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.content.faults import CourseFault, CourseFaults
from app.content.marked import read_yaml
from app.content.shape import shaped
from app.content.shelf import read_here as read_folder_here
from app.files import TableFault
from app.files.tables import read_here
from assessments.formats import FormatFaults, read_gift
from courses import Course


@dataclass(frozen=True)
class Outcome:
    """kind: of the refusal, "" where there is none. seconds: of processor time. peak: MB of the process."""

    kind: str
    sentence: str
    seconds: float
    peak: int


def table(path: Path, name: str) -> None:
    """Raises TableFault."""
    read_here(path, name)


def gift(path: Path, _: str) -> None:
    """Raises FormatFaults, and UnicodeDecodeError for what is no text."""
    read_gift(path.read_text(encoding="utf-8-sig"), form="A", objective="o", level="apply")


def yaml(path: Path, _: str) -> None:
    """Raises CourseFaults."""
    faults: list[CourseFault] = []
    read = read_yaml(path, faults)
    if read is not None:
        shaped(Course, read, faults, entry=2, stand_in={"slug": "none", "version": 1})
    if faults:
        raise CourseFaults(faults)


def course(folder: Path, _: str) -> None:
    """Raises CourseFaults."""
    read_folder_here(folder, None)


REFUSALS = (TableFault, CourseFaults, FormatFaults, UnicodeDecodeError)


def outcomes(read: Callable[[Path, str], None], files: Sequence[tuple[Path, str]]) -> list[Outcome]:
    """Reads one file after the other; what is no refusal of ours is raised, with the file's name."""
    return [_outcome(read, path, name) for path, name in files]


def _outcome(read: Callable[[Path, str], None], path: Path, name: str) -> Outcome:
    began, kind, sentence = time.process_time(), "", ""
    try:
        read(path, name)
    except REFUSALS as refused:
        kind, sentence = type(refused).__name__, str(refused)
    except Exception as fault:
        fault.add_note(f"while {path} was read as {name}")
        raise
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Outcome(kind, sentence, time.process_time() - began, peak)

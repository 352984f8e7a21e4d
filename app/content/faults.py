"""What is wrong with the files of a course or of articles, in words by which an author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, order=True)
class CourseFault:
    """Describes one thing wrong in a course or an article: `where` names the place, `what` says how to mend it.

    Where either is a Remark it can be said in other languages too. Lines count from 1. Faults sort by file and line.
    """

    path: Path
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.where}: {self.what}"


class CourseFaults(ValueError):
    """Raised with all faults of the files that were read, in `faults`, ordered by file and line."""

    def __init__(self, faults: Iterable[CourseFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as it was made."""
        return type(self), (self.faults,)

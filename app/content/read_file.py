"""A Markdown file of a course that was read: its words, and what is compared with the course's other files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from app.content.activity import ReadActivity, ReadPiece
from app.content.text import Passage
from courses import Disclosure, LessonWords, SessionPlan

Words = TypeVar("Words", LessonWords, SessionPlan, Disclosure)


@dataclass(frozen=True)
class ReadFile(Generic[Words]):
    """Holds one Markdown file of a course as it was read."""

    path: Path
    words: Words | None
    """None if the file has a fault"""
    passages: tuple[Passage, ...]
    """its texts, paragraph by paragraph"""
    used: frozenset[str]
    """file names of the pictures that it shows"""
    activities: tuple[ReadActivity, ...] = ()
    pieces: tuple[ReadPiece, ...] = ()

    @property
    def language(self) -> str:
        """The language of the file: both ru.md and plan.ru.md are in ru."""
        return self.path.stem.rpartition(".")[2]

    @property
    def folder(self) -> str:
        """The name of the folder that the file is in."""
        return self.path.parent.name

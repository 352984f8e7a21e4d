"""A Markdown file of a course that was read: its words, and what is compared with the course's other files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from app.content.activity import ReadActivity, ReadPiece
from app.content.release import Picture
from app.content.text import Passage, language_of
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
    """file names of the pictures that it shows, and names of its scenes"""
    activities: tuple[ReadActivity, ...] = ()
    pieces: tuple[ReadPiece, ...] = ()
    scenes: Mapping[str, Picture] = field(default_factory=dict)
    """by name"""

    @property
    def language(self) -> str:
        return language_of(self.path)

    @property
    def folder(self) -> str:
        """The name of the folder that the file is in."""
        return self.path.parent.name

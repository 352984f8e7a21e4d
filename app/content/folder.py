"""Reads a course's folder, file by file, before its files are compared with each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.content.faults import CourseFault
from app.content.films import LessonFilms, read_films
from app.content.lesson_file import read_lesson
from app.content.marked import Marked, read_yaml
from app.content.media_files import name_faults
from app.content.pictures import read_pictures
from app.content.plan_file import read_disclosure, read_plan
from app.content.read_file import ReadFile
from app.content.release import Picture, Voice
from app.content.shape import shaped
from app.content.text import written
from app.content.voices import read_voices
from assessments import Instrument, InstrumentWords
from courses import Course, Disclosure, LessonWords, SessionPlan

_STAND_IN: dict[str, str | int] = {"slug": "none", "version": 1}

File = TypeVar("File")


@dataclass(frozen=True)
class CourseFolder:
    """Holds what could be read of a course's folder; None stands for an unreadable file, which is a fault already."""

    path: Path
    course_file: Marked | None
    course: Course | None
    lessons: tuple[ReadFile[LessonWords], ...]
    plans: tuple[ReadFile[SessionPlan], ...]
    disclosures: tuple[ReadFile[Disclosure], ...]
    pictures: Mapping[str, Picture]
    scenes: Mapping[str, Picture]
    """of all pages, by name"""
    films: Mapping[str, LessonFilms]
    """by the name of the lesson's folder"""
    voices: Mapping[str, Mapping[str, Voice]]
    """by piece id and language"""
    instrument_file: Marked | None
    instrument: Instrument | None
    words_files: Mapping[str, Marked]
    """files with the instrument's words, by language"""
    words: Mapping[str, InstrumentWords]

    @property
    def drawings(self) -> Mapping[str, Picture]:
        """All that pages may show, by name: the pictures, and the scenes that were drawn."""
        return {**self.pictures, **self.scenes}


def read_folder(path: Path, faults: list[CourseFault]) -> CourseFolder:
    """Reads every file of a course's folder; the faults of single files are added to `faults`."""
    course_file = read_yaml(path / "course.yaml", faults)
    course = shaped(Course, course_file, faults, entry=2, stand_in=_STAND_IN) if course_file else None
    pictures = read_pictures(path / "pictures", faults)

    def each(read: Callable[[Path, list[CourseFault], Mapping[str, Picture]], File | None], *paths: Path) -> list[File]:
        files = [read(file, faults, pictures) for file in paths]
        return [file for file in files if file is not None]

    pages = written(path / "lessons", "*/*.md")
    plans = [page for page in pages if page.name.startswith("plan.")]
    folders = sorted(folder for folder in (path / "lessons").glob("*") if folder.is_dir())
    films = {folder.name: read_films(path, folder, course.languages if course else None, faults) for folder in folders}
    faults.extend(fault for folder in folders for fault in name_faults(folder))

    instrument_file = read_yaml(path / "instrument.yaml", faults)
    instrument = (
        shaped(Instrument, instrument_file, faults, entry=2, stand_in=_STAND_IN | {"minutes": 1, "pass_mark": 1})
        if instrument_file
        else None
    )
    words_files = _words_files(path / "instrument", instrument, faults)
    words = {
        language: shaped(InstrumentWords, marked, faults, entry=3, stand_in={"title": "none"})
        for language, marked in words_files.items()
    }
    lessons = each(read_lesson, *(page for page in pages if page not in plans))
    plan_files = each(read_plan, *plans)
    disclosures = each(read_disclosure, *sorted(path.glob("disclosure.*.md")))
    read: tuple[ReadFile[Any], ...] = (*lessons, *plan_files, *disclosures)
    return CourseFolder(
        path=path,
        course_file=course_file,
        course=course,
        lessons=tuple(lessons),
        plans=tuple(plan_files),
        disclosures=tuple(disclosures),
        pictures=pictures,
        scenes={name: scene for page in read for name, scene in page.scenes.items()},
        films=films,
        voices=read_voices(path, course, faults) if course else {},
        instrument_file=instrument_file,
        instrument=instrument,
        words_files=words_files,
        words={language: read for language, read in words.items() if read is not None},
    )


def _words_files(folder: Path, instrument: Instrument | None, faults: list[CourseFault]) -> Mapping[str, Marked]:
    """By language; every language that the instrument names must be there."""
    names = [path.stem for path in written(folder, "*.yaml")]
    languages = instrument.languages if instrument else ()
    files = {
        language: read_yaml(folder / f"{language}.yaml", faults) for language in dict.fromkeys((*languages, *names))
    }
    return {language: marked for language, marked in files.items() if marked is not None}

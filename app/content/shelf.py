"""The shelf of course folders: which there are, and how one is read whole."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from app.content.checks import faults_of
from app.content.faults import CourseFault, CourseFaults
from app.content.folder import read_folder
from app.content.read_file import ReadFile, Words
from app.content.release import Release
from app.content.within_limits import read_within_limits

CONTENT = Path(__file__).parents[2] / "courses" / "content"
CONTENT_SETTING = "COURSES_FOLDER"
"""Of an application whose courses lie elsewhere: a preview's."""

_State = tuple[Mapping[Path, tuple[int, int]], frozenset[str]]
_READ: dict[str, tuple[_State, Release | CourseFaults]] = {}
"""By slug: its files with their times and sizes, the helplines' numbers, and what came of them. It takes a second."""


def shipped_courses() -> tuple[str, ...]:
    """Lists the slugs of the courses that come with the platform, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in CONTENT.glob("*/course.yaml")))


def read_course(folder: Path, helplines: Collection[str] | None = None) -> Release:
    """Reads and checks the course in this folder, in a process of its own with limits of time and memory.

    helplines: the numbers that its words may name; None: numbers are not checked. Raises CourseFaults with every fault
    of all files, or TooManyCalls while others are read.
    """
    return read_within_limits(folder, read_here, None if helplines is None else frozenset(helplines))


def read_here(folder: Path, helplines: Collection[str] | None) -> Release:
    """Reads a course as `read_course` does, but in this process and without its limits.

    Raises CourseFaults with every fault.
    """
    faults: list[CourseFault] = []
    read = read_folder(folder, faults)
    faults.extend(faults_of(read, helplines))
    if faults or read.course is None or read.instrument is None:
        raise CourseFaults(faults)
    lessons, languages = read.course.lessons, read.course.languages
    films = {lesson.id: read.films[lesson.folder] for lesson in lessons if lesson.folder in read.films}
    return Release(
        course=read.course,
        lessons={lesson.id: _words(_within(lesson.folder, read.lessons), languages) for lesson in lessons},
        plans={lesson.id: _words(_within(lesson.folder, read.plans), languages) for lesson in lessons},
        disclosure=_words(read.disclosures, languages),
        pictures=read.drawings,
        films={lesson_id: each.signs for lesson_id, each in films.items() if each.signs is not None},
        spoken_films={lesson_id: each.spoken for lesson_id, each in films.items() if each.spoken},
        voices=read.voices,
        instrument=read.instrument,
        instrument_words={language: read.words[language] for language in read.instrument.languages},
    )


def read_shelf(slug: str, helplines: Collection[str]) -> Release:
    """Reads a course that comes with the platform; the result is kept until a file or `helplines` change.

    Raises CourseFaults and TooManyCalls, as `read_course` does.
    """
    folder = CONTENT / slug
    files = {path: (stat.st_mtime_ns, stat.st_size) for path in folder.rglob("*") for stat in (path.lstat(),)}
    state = (files, frozenset(helplines))
    before = _READ.get(slug)
    if before is not None and before[0] == state:
        release = before[1]
    else:
        try:
            release = read_course(folder, helplines)
        except CourseFaults as refusal:
            release = refusal
        _READ[slug] = (state, release)
    if isinstance(release, CourseFaults):
        raise CourseFaults(release.faults)
    return release


def _within(folder: str, files: Sequence[ReadFile[Words]]) -> Sequence[ReadFile[Words]]:
    return [file for file in files if file.folder == folder]


def _words(files: Sequence[ReadFile[Words]], languages: Sequence[str]) -> Mapping[str, Words]:
    """By language, in the course's order."""
    in_order = sorted(files, key=lambda file: languages.index(file.language))
    return {file.language: file.words for file in in_order if file.words is not None}

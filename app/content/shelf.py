"""Course folders on the shelf: which there are, and one read whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.content import checks
from app.content.faults import CourseFault, CourseFaults
from app.content.lesson_file import read_lesson
from app.content.marked import Marked, read_yaml
from app.content.release import Release
from app.content.shape import shaped
from app.content.text import WHOLE
from assessments import FORMS, Instrument, InstrumentWords
from courses import Course, LessonWords

CONTENT = Path(__file__).parents[2] / "courses" / "content"
_STAND_IN: dict[str, str | int] = {"slug": "none", "version": 1}


def shipped_courses() -> tuple[str, ...]:
    """Slugs of the courses that come with the platform."""
    return tuple(sorted(file.parent.name for file in CONTENT.glob("*/course.yaml")))


def read_course(folder: Path) -> Release:
    """The course in this folder; raises CourseFaults with every fault of all its files."""
    faults: list[CourseFault] = []
    course_file = read_yaml(folder / "course.yaml", faults)
    course = shaped(Course, course_file, faults, entry=2, stand_in=_STAND_IN) if course_file else None
    if course_file and course:
        faults.extend(checks.course_faults(course_file, course))
    lessons = _lessons(folder / "lessons", course_file, course, faults)

    instrument_file = read_yaml(folder / "instrument.yaml", faults)
    instrument = (
        shaped(Instrument, instrument_file, faults, entry=2, stand_in=_STAND_IN | {"minutes": 1, "pass_mark": 1})
        if instrument_file
        else None
    )
    if instrument_file and instrument:
        faults.extend(checks.instrument_faults(instrument_file, instrument, course_file))
    words = _instrument_words(folder / "instrument", instrument_file, instrument, faults)

    if faults or course is None or instrument is None:
        raise CourseFaults(faults)
    return Release(
        course=course,
        lessons=lessons,
        plans={},
        disclosure={},
        pictures={},
        films={},
        instrument=instrument,
        instrument_words=words,
    )


def warnings(release: Release) -> tuple[str, ...]:
    """What an author should know though it is no fault, for instance 'kk: draft, to be read by a native speaker'."""
    return (*dict.fromkeys(_reviews(release)), *_unworded(release), *_cues(release))


def _reviews(release: Release) -> Iterator[str]:
    for review in (release.course.review, release.instrument.review):
        for language, note in review.items():
            yield f"{language}: {note}"


def _unworded(release: Release) -> Iterator[str]:
    for language in release.course.languages:
        lacking = [lesson_id for lesson_id, words in release.lessons.items() if language not in words]
        if lacking:
            yield f"{language}: no words yet in {', '.join(lacking)}: learners get another language, and are told so"


def _cues(release: Release) -> Iterator[str]:
    items = len(release.instrument.items)
    for language, words in release.instrument_words.items():
        for form in FORMS:
            longest = checks.longest_keys(form, release.instrument, words.forms[form])
            if items >= checks.CUE_ITEMS and 2 * longest > items:
                yield f"{language}: in form {form} the right option is the longest in {longest} of {items} items"


def _lessons(
    folder: Path, course_file: Marked | None, course: Course | None, faults: list[CourseFault]
) -> Mapping[str, Mapping[str, LessonWords]]:
    """Words by lesson and language; every lesson file on the disk is read, so that each tells its faults."""
    files = [(path, read_lesson(path, faults)) for path in sorted(folder.glob("*/*.md"))]
    if course_file is None or course is None:
        return {}
    faults.extend(checks.folder_faults(course_file, course, [path for path, _ in files]))
    words: dict[str, Mapping[str, LessonWords]] = {}
    for lesson in course.lessons:
        own = {path.stem: read for path, read in files if path.parent.name == lesson.folder and read is not None}
        for read in own.values():
            faults.extend(checks.lesson_faults(lesson, read))
        in_order = sorted(own.items(), key=lambda file: (*course.languages, file[0]).index(file[0]))
        words[lesson.id] = {language: read.words for language, read in in_order if read.words is not None}
    return words


def _instrument_words(
    folder: Path, instrument_file: Marked | None, instrument: Instrument | None, faults: list[CourseFault]
) -> Mapping[str, InstrumentWords]:
    """Words by language; every language that the instrument names must be there, and none beside."""
    words: dict[str, InstrumentWords] = {}
    found = [path.stem for path in sorted(folder.glob("*.yaml"))]
    languages = instrument.languages if instrument else ()
    for language in dict.fromkeys((*languages, *found)):
        path = folder / f"{language}.yaml"
        marked = read_yaml(path, faults)
        read = shaped(InstrumentWords, marked, faults, entry=3, stand_in={"title": "none"}) if marked else None
        if instrument_file is None or instrument is None:
            continue
        if language not in languages:
            what = (
                f"is in the language '{language}', which instrument.yaml does not name: add it there, or mend the name"
            )
            faults.append(CourseFault(path, 1, WHOLE, what))
        elif marked and read:
            faults.extend(checks.words_faults(marked, read, instrument_file, instrument))
            words[language] = read
    return words

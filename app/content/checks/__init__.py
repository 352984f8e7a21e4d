"""Checks whether the files of a course agree with each other, which no single file can tell."""

from collections.abc import Collection, Iterator
from typing import Any

from app.content.checks import structure, telling, training
from app.content.checks.instrument import instrument_faults, unnamed_faults, words_faults
from app.content.checks.lessons import cue_faults, lesson_faults
from app.content.checks.markup import mark_faults
from app.content.checks.pieces import id_faults, piece_faults
from app.content.checks.repeats import repeat_faults
from app.content.checks.taster import taster_faults
from app.content.faults import CourseFault
from app.content.folder import CourseFolder
from app.content.markdown import html_faults
from app.content.pictures import unused_faults
from app.content.read_file import ReadFile


def faults_of(folder: CourseFolder, helplines: Collection[str] | None) -> Iterator[CourseFault]:
    """Yields every fault of a course that shows only when its files are compared.

    helplines: the numbers that words may name; None: numbers are not checked.
    """
    yield from _course(folder)
    if folder.course_file is not None and folder.course is not None:
        yield from taster_faults(folder.course_file, folder.course, helplines)
    yield from _instrument(folder, helplines)
    for lesson in folder.lessons:
        learned = [each for each in lesson.passages if not each.is_for_the_room]
        yield from telling.sentence_faults(lesson.path, learned)
        yield from telling.level_faults(lesson.path, learned, lesson.language)
        if lesson.words is not None:
            yield from telling.weight_faults(lesson.path, lesson.words, lesson.used, folder.drawings)
        if lesson.language in folder.words:
            yield from repeat_faults(lesson, folder.words[lesson.language])
    pages: tuple[ReadFile[Any], ...] = (*folder.lessons, *folder.plans, *folder.disclosures)
    for page in pages:
        yield from mark_faults(page.path, page.passages)
        if helplines is not None:
            yield from telling.number_faults(page.path, page.passages, helplines)
    shown = {name for page in pages for name in page.used}
    yield from unused_faults(folder.path / "pictures", folder.pictures, shown)


def _course(folder: CourseFolder) -> Iterator[CourseFault]:
    marked, course = folder.course_file, folder.course
    if marked is None or course is None:
        return
    yield from structure.course_faults(marked, course)
    yield from id_faults(marked, course)
    yield from structure.folder_faults(marked, course, {lesson.folder for lesson in folder.lessons})
    yield from structure.missing_faults(marked, course, folder.lessons, folder.plans, folder.disclosures)
    yield from structure.file_faults(marked, course, (*folder.lessons, *folder.plans))
    for disclosure in folder.disclosures:
        yield from structure.language_faults(course, disclosure)
    yield from training.objective_faults(marked)
    yield from training.doing_faults(marked, course)
    for structured in course.lessons:
        for lesson in folder.lessons:
            if lesson.folder == structured.folder:
                yield from lesson_faults(structured, lesson)
                yield from piece_faults(structured, lesson)
                yield from cue_faults(structured, lesson)


def _instrument(folder: CourseFolder, helplines: Collection[str] | None) -> Iterator[CourseFault]:
    marked, instrument = folder.instrument_file, folder.instrument
    if marked is None or instrument is None:
        return
    yield from instrument_faults(marked, instrument, folder.course_file)
    if folder.course_file is not None:
        yield from training.item_faults(marked, instrument, folder.course_file)
    for language, file in folder.words_files.items():
        if language not in instrument.languages:
            yield from unnamed_faults(file, language)
        elif language in folder.words:
            words = folder.words[language]
            yield from words_faults(file, words, marked, instrument)
            passages = telling.passages_of_words(file, words)
            yield from telling.sentence_faults(file.path, passages)
            yield from mark_faults(file.path, passages)
            yield from html_faults(file.path, passages)
            if helplines is not None:
                yield from telling.number_faults(file.path, passages, helplines)

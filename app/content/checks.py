"""What no single file can tell: whether the files of a course agree with each other."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.lesson_file import ReadCheck, ReadLesson
from app.content.marked import Marked
from app.content.text import WHOLE
from assessments import FORMS, Instrument, InstrumentWords, Item, ItemWords
from courses import CheckStructure, Course, LessonStructure

# From four items on, a key that is always first (or always longest) is a cue and no chance: 1 in 64 with four options.
CUE_ITEMS = 4


def course_faults(marked: Marked, course: Course) -> Iterator[CourseFault]:
    """Objectives and languages that course.yaml names and does not have."""
    objectives = _ids(marked, "objectives")
    for lesson in course.lessons:
        for objective_id in lesson.objectives:
            if objective_id not in objectives:
                what = f"the objective '{objective_id}' is not known: name one of {', '.join(objectives)}"
                yield marked.fault(marked.place("lessons", lesson.id, "objectives"), what)
    yield from _language_faults(marked, ("title",), course.title, course.languages)
    for objective in course.objectives:
        yield from _language_faults(marked, ("objectives", objective.id, "text"), objective.text, course.languages)
    yield from _review_faults(marked, course.review, course.languages)


def folder_faults(marked: Marked, course: Course, files: Sequence[Path]) -> Iterator[CourseFault]:
    """Lessons without files and files without a lesson, by folder and by language."""
    folders = [str(marked.at("lessons", lesson_id, "folder")) for lesson_id in _ids(marked, "lessons")]
    for lesson in course.lessons:
        place = marked.place("lessons", lesson.id, "folder")
        if folders.count(lesson.folder) > 1:
            yield marked.fault(place, f"'{lesson.folder}' is the folder of another lesson too: give each its own")
        if lesson.folder not in [path.parent.name for path in files]:
            what = f"'{lesson.folder}' holds no words: write lessons/{lesson.folder}/{course.languages[0]}.md"
            yield marked.fault(place, what)
    for path in files:
        if path.parent.name not in folders:
            what = f"is in the folder '{path.parent.name}' of no lesson: name it in course.yaml, or take it away"
            yield CourseFault(path, 1, WHOLE, what)
        if path.stem not in course.languages:
            what = f"is in the language '{path.stem}', which course.yaml does not name: add it there, or mend the name"
            yield CourseFault(path, 1, WHOLE, what)


def lesson_faults(structure: LessonStructure, lesson: ReadLesson) -> Iterator[CourseFault]:
    """Checks of a lesson's words that differ from the activities of its structure."""

    def fault(line: int, where: str, what: str) -> CourseFault:
        return CourseFault(lesson.path, line, where, what)

    wanted = [activity.id for activity in structure.activities]
    found: list[str] = []
    for check in lesson.checks:
        if check.id in found:
            yield fault(check.line, f"check {check.id}", "stands here a second time: keep one")
        elif check.id not in wanted:
            what = f"is not an activity of the lesson '{structure.id}' in course.yaml: add it there, or mend the id"
            yield fault(check.line, f"check {check.id}", what)
        else:
            found.append(check.id)
            activity = structure.activity(check.id)
            if isinstance(activity, CheckStructure):
                yield from _option_faults(lesson, check, activity.options)
    for activity_id in wanted:
        if activity_id not in found:
            yield fault(1, f"check {activity_id}", f"is missing: course.yaml has it, so write ':::check {activity_id}'")
    in_order = [activity_id for activity_id in wanted if activity_id in found]
    misplaced = next((check_id for check_id, due in zip(found, in_order, strict=True) if check_id != due), None)
    if misplaced is not None:
        line = next(check.line for check in lesson.checks if check.id == misplaced)
        what = f"stands in another order than in course.yaml: put the checks as {', '.join(in_order)}"
        yield fault(line, f"check {misplaced}", what)


def _option_faults(lesson: ReadLesson, check: ReadCheck, wanted: Sequence[str]) -> Iterator[CourseFault]:
    if check.options is not None and check.options != tuple(wanted):
        what = f"has the options {', '.join(check.options)}: make them {', '.join(wanted)}, as in course.yaml"
        yield CourseFault(lesson.path, check.line, f"check {check.id}", what)


def instrument_faults(marked: Marked, instrument: Instrument, course_file: Marked | None) -> Iterator[CourseFault]:
    """What instrument.yaml says that course.yaml does not bear out, and keys that can be guessed from their place."""
    yield from _review_faults(marked, instrument.review, instrument.languages)
    if instrument.pass_mark > len(_ids(marked, "items")):
        yield marked.fault(("pass_mark",), f"is more than the {len(_ids(marked, 'items'))} items: lower it")
    if course_file is not None:
        yield from _agreement_faults(marked, instrument, course_file)
    for form in FORMS:
        places = {item.forms[form].options.index(item.forms[form].key) for item in instrument.items}
        if len(places) == 1 and len(instrument.items) >= CUE_ITEMS:
            what = f"the key of form {form} is always option {places.pop() + 1}: put the keys in different places"
            yield marked.fault(("items",), what)


def _agreement_faults(marked: Marked, instrument: Instrument, course_file: Marked) -> Iterator[CourseFault]:
    slug, languages = course_file.at("slug"), course_file.at("languages")
    if slug != marked.at("slug"):
        yield marked.fault(("slug",), f"is '{marked.at('slug')}', and course.yaml says '{slug}': make them the same")
    for language in languages if isinstance(languages, tuple) else ():
        if language not in instrument.languages:
            yield marked.fault(("languages",), f"lacks '{language}', in which course.yaml offers the course: add it")
    objectives = _ids(course_file, "objectives")
    for item in instrument.items:
        if objectives and item.objective not in objectives:
            what = f"'{item.objective}' is not an objective of course.yaml: name one of {', '.join(objectives)}"
            yield marked.fault(marked.place("items", item.id, "objective"), what)


def words_faults(
    marked: Marked, words: InstrumentWords, instrument_file: Marked, instrument: Instrument
) -> Iterator[CourseFault]:
    """Words of one language that differ from the instrument's structure, and keys that their length gives away."""
    known = _ids(instrument_file, "items")
    for form in FORMS:
        written = marked.at("forms", form)
        if not isinstance(written, dict):
            yield marked.fault(("forms", form), "is missing: an instrument has the forms A and B")
            continue
        for item_id in written:
            if item_id not in known:
                what = "is not an item of instrument.yaml: add it there, or mend the id"
                yield marked.fault(("forms", form, item_id), what)
        form_words = words.forms.get(form, {})
        for item in instrument.items:
            if item.id not in written:
                yield marked.fault(("forms", form, item.id), "has no words in this language: write them")
            elif item.id in form_words:
                yield from _item_faults(marked, form, item, form_words[item.id])
        yield from _length_faults(marked, form, instrument, form_words)


def _item_faults(marked: Marked, form: str, item: Item, words: ItemWords) -> Iterator[CourseFault]:
    options = item.form(form).options
    for part, written in (("options", words.options), ("reasons", words.reasons)):
        place = ("forms", form, item.id, part)
        for option in options:
            if option not in written:
                yield marked.fault((*place, option), "is missing: instrument.yaml has this option, so write its words")
        for option in written:
            if option not in options:
                what = f"is not an option in instrument.yaml: the options are {', '.join(options)}"
                yield marked.fault((*place, option), what)
    said = [text.strip().casefold() for text in words.options.values()]
    for option, text in words.options.items():
        if said.count(text.strip().casefold()) > 1:
            yield marked.fault(
                ("forms", form, item.id, "options", option), "says the same as another option: tell them apart"
            )


def _length_faults(
    marked: Marked, form: str, instrument: Instrument, words: Mapping[str, ItemWords]
) -> Iterator[CourseFault]:
    if len(instrument.items) >= CUE_ITEMS and longest_keys(form, instrument, words) == len(instrument.items):
        yield marked.fault(("forms", form), "the right option is always the longest: make others as long")


def longest_keys(form: str, instrument: Instrument, words: Mapping[str, ItemWords]) -> int:
    """The number of items whose right option has more signs than every other."""
    return sum(
        _is_key_longest(item.form(form).key, words[item.id].options) for item in instrument.items if item.id in words
    )


def _is_key_longest(key: str, options: Mapping[str, str]) -> bool:
    return all(len(options.get(key, "")) > len(text) for option, text in options.items() if option != key)


def _language_faults(
    marked: Marked, place: tuple[str, ...], words: Mapping[str, str], languages: Sequence[str]
) -> Iterator[CourseFault]:
    for language in languages:
        if language not in words:
            yield marked.fault((*marked.place(*place), language), "is missing: write it in this language too")
    for language in words:
        if language not in languages:
            yield marked.fault(
                (*marked.place(*place), language), "is not among the languages: add it there, or take it out"
            )


def _review_faults(marked: Marked, review: Mapping[str, str], languages: Sequence[str]) -> Iterator[CourseFault]:
    for language in review:
        if language not in languages:
            yield marked.fault(("review", language), "is not among the languages: add it there, or take it out")


def _ids(marked: Marked, key: str) -> list[str]:
    """The ids of a list as the file has them, also of entries that are wrong in something else."""
    entries = marked.at(key)
    found = [entry.get("id") for entry in entries if isinstance(entry, dict)] if isinstance(entries, tuple) else []
    return [entry_id for entry_id in found if isinstance(entry_id, str)]

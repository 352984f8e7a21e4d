"""Checks what course.yaml names but does not have: objectives, languages, folders."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from app.content.faults import CourseFault
from app.content.marked import Marked
from app.content.read_file import ReadFile
from app.content.text import WHOLE
from app.sentences import N_, Remark
from courses import Course, Disclosure, LessonWords, SessionPlan

# From four on, a key that is always first (or always longest) is a cue and no chance: 1 in 64 with four options.
CUE_ITEMS = 4

_NO_WORDS = N_(
    "'%(folder)s' has no words in '%(language)s': write %(file)s, or say under 'review' that it is not finished"
)
_NO_PLAN = N_(
    "'%(folder)s' has no plan in '%(language)s': write %(file)s, or say under 'review' that it is not finished"
)
_NOT_AMONG = N_("is not among the languages: add it there, or take it out")


def course_faults(marked: Marked, course: Course) -> Iterator[CourseFault]:
    """Yields faults for objectives that course.yaml lacks, and for texts in missing or unknown languages."""
    objectives = ids_of(marked, "objectives")
    for lesson in course.lessons:
        for objective_id in lesson.objectives:
            if objective_id not in objectives:
                what = N_("the objective '%(objective)s' is not known: name one of %(objectives)s")
                remark = Remark(what, objective=objective_id, objectives=tuple(objectives))
                yield marked.fault(marked.place("lessons", lesson.id, "objectives"), remark)
    yield from text_faults(marked, ("title",), course.title, course.languages)
    for objective in course.objectives:
        yield from text_faults(marked, ("objectives", objective.id, "text"), objective.text, course.languages)
    yield from review_faults(marked, course.review, course.languages)


def folder_faults(marked: Marked, course: Course, folders: Collection[str]) -> Iterator[CourseFault]:
    """Yields faults for lessons without a folder of words, and for two lessons with the same folder.

    folders: the names of those that hold words.
    """
    named = _folders(marked)
    for lesson in course.lessons:
        place = marked.place("lessons", lesson.id, "folder")
        if named.count(lesson.folder) > 1:
            what = N_("'%(folder)s' is the folder of another lesson too: give each its own")
            yield marked.fault(place, Remark(what, folder=lesson.folder))
        if lesson.folder not in folders:
            what = N_("'%(folder)s' holds no words: write %(file)s")
            file = f"lessons/{lesson.folder}/{course.languages[0]}.md"
            yield marked.fault(place, Remark(what, folder=lesson.folder, file=file))


def missing_faults(
    marked: Marked,
    course: Course,
    lessons: Sequence[ReadFile[LessonWords]],
    plans: Sequence[ReadFile[SessionPlan]],
    disclosures: Sequence[ReadFile[Disclosure]],
) -> Iterator[CourseFault]:
    """Yields faults for words, plans and pages on disclosures that are written in some languages and not in all.

    A language that `review` calls unfinished is not checked.
    """
    whole = [language for language in course.languages if language not in course.review]
    words = {(lesson.folder, lesson.language) for lesson in lessons}
    planned = {(plan.folder, plan.language) for plan in plans}
    for lesson in course.lessons:
        place = marked.place("lessons", lesson.id, "folder")
        for name, what, written in (("", _NO_WORDS, words), ("plan.", _NO_PLAN, planned)):
            if lesson.folder not in {folder for folder, _ in written}:
                continue
            for language in whole:
                if (lesson.folder, language) not in written:
                    file = f"lessons/{lesson.folder}/{name}{language}.md"
                    yield marked.fault(place, Remark(what, folder=lesson.folder, language=language, file=file))
    languages = {disclosure.language for disclosure in disclosures}
    for language in whole:
        if languages and language not in languages:
            what = N_(
                "has no page in '%(language)s' on what to do when a learner tells something: "
                "write %(file)s, or say under 'review' that it is not finished"
            )
            yield marked.fault(("languages",), Remark(what, language=language, file=f"disclosure.{language}.md"))


def file_faults(
    marked: Marked, course: Course, files: Sequence[ReadFile[LessonWords] | ReadFile[SessionPlan]]
) -> Iterator[CourseFault]:
    """Yields faults for lessons and plans in a folder of no lesson, or in a language that the course does not have."""
    named = _folders(marked)
    for file in files:
        if file.folder not in named:
            what = N_("is in the folder '%(folder)s' of no lesson: name it in course.yaml, or take it away")
            yield CourseFault(file.path, 1, WHOLE, Remark(what, folder=file.folder))
        yield from language_faults(course, file)


def language_faults(
    course: Course, file: ReadFile[LessonWords] | ReadFile[SessionPlan] | ReadFile[Disclosure]
) -> Iterator[CourseFault]:
    """Yields a fault for a file in a language that the course does not have."""
    if file.language not in course.languages:
        what = N_("is in the language '%(language)s', which course.yaml does not name: add it there, or mend the name")
        yield CourseFault(file.path, 1, WHOLE, Remark(what, language=file.language))


def _folders(marked: Marked) -> list[str]:
    return [str(marked.at("lessons", lesson_id, "folder")) for lesson_id in ids_of(marked, "lessons")]


def text_faults(
    marked: Marked, place: tuple[str | int, ...], words: Collection[str], languages: Sequence[str]
) -> Iterator[CourseFault]:
    """Yields a fault for each language that a text in YAML lacks, and for each that is not among `languages`.

    words: the languages that it has, such as the text by language.
    """
    for language in languages:
        if language not in words:
            what = Remark(N_("is missing: write it in this language too"))
            yield marked.fault((*marked.place(*place), language), what)
    for language in words:
        if language not in languages:
            yield marked.fault((*marked.place(*place), language), Remark(_NOT_AMONG))


def review_faults(marked: Marked, review: Mapping[str, str], languages: Sequence[str]) -> Iterator[CourseFault]:
    """Yields a fault for each language that `review` names and the course or instrument does not have."""
    for language in review:
        if language not in languages:
            yield marked.fault(("review", language), Remark(_NOT_AMONG))


def ids_of(marked: Marked, key: str) -> list[str]:
    """Returns the ids of a list in the file, in its order, even of entries that are wrong in something else."""
    entries = marked.at(key)
    ids = [entry.get("id") for entry in entries if isinstance(entry, dict)] if isinstance(entries, tuple) else []
    return [entry_id for entry_id in ids if isinstance(entry_id, str)]

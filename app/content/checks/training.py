"""Checks whether what is measured is trained: every objective by a lesson, every lesson by doing."""

from collections.abc import Iterator

from app.content.checks.structure import CUE_ITEMS, ids_of
from app.content.faults import CourseFault
from app.content.marked import Marked
from app.sentences import N_, Remark
from assessments import Instrument
from courses import CheckStructure, Course, LessonStructure, TalkStructure


def objective_faults(marked: Marked) -> Iterator[CourseFault]:
    """Yields a fault for each objective that no lesson trains."""
    trained = _trained(marked)
    for objective_id in ids_of(marked, "objectives"):
        if objective_id not in trained:
            what = Remark(N_("is trained by no lesson: name it among a lesson's objectives, or take it out"))
            yield marked.fault(marked.place("objectives", objective_id), what)


def doing_faults(marked: Marked, course: Course) -> Iterator[CourseFault]:
    """Yields faults for lessons that only talk, and for lessons whose checks all have the key in the same place."""
    for lesson in course.lessons:
        if lesson.objectives and all(isinstance(activity, TalkStructure) for activity in lesson.activities):
            what = Remark(N_("are named, and nothing is there to do: a learner trains by doing, so add an activity"))
            yield marked.fault(marked.place("lessons", lesson.id, "objectives"), what)
        yield from _place_faults(marked, lesson)


def item_faults(marked: Marked, instrument: Instrument, course_file: Marked) -> Iterator[CourseFault]:
    """Yields a fault for each item of the test whose objective no lesson trains."""
    known, trained = ids_of(course_file, "objectives"), _trained(course_file)
    for item in instrument.items:
        if item.objective in known and item.objective not in trained:
            what = N_("'%(objective)s' is trained by no lesson, so the item measures nothing of the course: train it")
            yield marked.fault(marked.place("items", item.id, "objective"), Remark(what, objective=item.objective))


def _place_faults(marked: Marked, lesson: LessonStructure) -> Iterator[CourseFault]:
    checks = [activity for activity in lesson.activities if isinstance(activity, CheckStructure)]
    places = {check.options.index(check.key) for check in checks}
    if len(checks) >= CUE_ITEMS and len(places) == 1:
        what = N_("the key of every check is option %(place)d: put the keys in different places")
        yield marked.fault(marked.place("lessons", lesson.id, "activities"), Remark(what, place=places.pop() + 1))


def _trained(marked: Marked) -> set[str]:
    """As the file has it, also of lessons that are wrong in something else."""
    named = [marked.at("lessons", lesson_id, "objectives") for lesson_id in ids_of(marked, "lessons")]
    return {str(each) for objectives in named if isinstance(objectives, tuple) for each in objectives}

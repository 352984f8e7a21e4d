"""Checks a lesson's pieces: the same in every language, known by ids of their own, and begun by doing."""

from collections import Counter
from collections.abc import Iterator

from app.content.faults import CourseFault
from app.content.marked import Marked
from app.content.read_file import ReadFile
from app.content.text import WHOLE
from app.sentences import N_, Remark
from courses import Course, LessonStructure, LessonWords, Prose

SOON = 2
"""Screens within which a learner has something to do."""


def id_faults(marked: Marked, course: Course) -> Iterator[CourseFault]:
    """Yields a fault for each piece whose id another piece or a lesson has, since progress is kept by these ids."""
    lessons = [lesson.id for lesson in course.lessons]
    times = Counter([*lessons, *(piece.id for lesson in course.lessons for piece in lesson.pieces)])
    for lesson in course.lessons:
        for piece in lesson.pieces:
            if times[piece.id] > 1:
                words = N_("'%(piece)s' is the id of another piece or lesson too: give each piece an id of its own")
                what = Remark(words, piece=piece.id)
                yield marked.fault((*marked.place("lessons", lesson.id, "pieces", piece.id), "id"), what)


def piece_faults(structure: LessonStructure, lesson: ReadFile[LessonWords]) -> Iterator[CourseFault]:
    """Yields a fault for each piece that a lesson's words and course.yaml do not have alike, or that begins late."""
    wanted, read = [piece.id for piece in structure.pieces], [piece.id for piece in lesson.pieces]
    if read != wanted:
        yield _unlike(lesson, wanted, read)
        return
    place = {activity_id: piece.id for piece in structure.pieces for activity_id in piece.activities}
    for activity in lesson.activities:
        if activity.id in place and activity.piece != place[activity.id]:
            words = N_("stands in another piece than in course.yaml: put it into '%(piece)s'")
            what = Remark(words, piece=place[activity.id])
            yield CourseFault(lesson.path, activity.line, activity.where, what)
    yield from _late(lesson)


def _unlike(lesson: ReadFile[LessonWords], wanted: list[str], read: list[str]) -> CourseFault:
    first = next((piece for piece, due in zip(lesson.pieces, [*wanted, *read], strict=False) if piece.id != due), None)
    line, where = (first.line, f"piece {first.id}") if first else (1, WHOLE)
    what = N_("has the pieces %(ids)s: make them %(wanted)s, as in course.yaml")
    if not read:
        what = N_("has no pieces: make them %(wanted)s, as in course.yaml")
    elif not wanted:
        what = N_("has the pieces %(ids)s: name them in course.yaml")
    return CourseFault(lesson.path, line, where, Remark(what, ids=tuple(read), wanted=tuple(wanted)))


def _late(lesson: ReadFile[LessonWords]) -> Iterator[CourseFault]:
    """Pieces in which one reads and reads."""
    if lesson.words is None or not lesson.pieces:
        return
    for piece, screens in zip(lesson.pieces, lesson.words.by_piece, strict=True):
        if all(isinstance(screen.block, Prose) for screen in screens[:SOON]):
            what = N_("has nothing to do on its first %(screens)d screens: put an activity there")
            yield CourseFault(lesson.path, piece.line, f"piece {piece.id}", Remark(what, screens=SOON))

"""Pieces that are too short or too long, and objectives that no piece teaches by name."""

from collections.abc import Iterator

from app.content.pace import FEWEST_MINUTES, MOST_MINUTES, Pace
from app.content.release import Release
from app.content.warnings.languages import within
from app.sentences import N_, Remark


def lengths(release: Release) -> Iterator[Remark]:
    """Yields pieces that are too short or too long; a lesson that is not cut into pieces is as long as it is."""
    cut = [lesson for lesson in release.course.lessons if lesson.pieces]
    for language in release.course.languages:
        read = [pace for lesson in cut for pace in release.paces[lesson.id].get(language, ())]
        short = [pace for pace in read if pace.minutes < FEWEST_MINUTES]
        long = [pace for pace in read if pace.minutes > MOST_MINUTES]
        if short:
            one = N_(
                "the piece %(pieces)s takes a slow reader less than %(minutes)d minutes (%(each)s): "
                "give them more, or join them"
            )
            more = N_(
                "the pieces %(pieces)s take a slow reader less than %(minutes)d minutes (%(each)s): "
                "give them more, or join them"
            )
            yield within(language, _of_length(more if len(short) > 1 else one, short, FEWEST_MINUTES))
        if long:
            one = N_("the piece %(pieces)s takes a slow reader more than %(minutes)d minutes (%(each)s): cut it in two")
            more = N_(
                "the pieces %(pieces)s take a slow reader more than %(minutes)d minutes (%(each)s): cut it in two"
            )
            yield within(language, _of_length(more if len(long) > 1 else one, long, MOST_MINUTES))


def untaught_objectives(release: Release) -> Iterator[Remark]:
    """Yields objectives that no piece names, of lessons in several pieces."""
    taught = {each for lesson in release.course.lessons for piece in lesson.pieces for each in piece.teaches}
    cut = [lesson for lesson in release.course.lessons if len(lesson.pieces) > 1]
    lacking = dict.fromkeys(each for lesson in cut for each in lesson.objectives if each not in taught)
    if lacking:
        what = N_(
            "no piece has %(objectives)s under `teaches`: "
            "whoever missed its question is led back to the lesson's first piece"
        )
        yield Remark(what, objectives=tuple(lacking))


def _of_length(what: str, those: list[Pace], minutes: int) -> Remark:
    pieces, each = zip(*((pace.piece_id, pace.minutes) for pace in those), strict=True)
    return Remark(what, pieces=pieces, minutes=minutes, each=each)

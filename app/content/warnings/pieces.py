"""Pieces that are too short or too long, and objectives that no piece teaches by name."""

from collections.abc import Iterator

from app.content.pace import FEWEST_MINUTES, MOST_MINUTES, Pace
from app.content.release import Release


def lengths(release: Release) -> Iterator[str]:
    """Yields pieces that are too short or too long; a lesson that is not cut into pieces is as long as it is."""
    cut = [lesson for lesson in release.course.lessons if lesson.pieces]
    for language in release.course.languages:
        read = [pace for lesson in cut for pace in release.paces[lesson.id].get(language, ())]
        short = [pace for pace in read if pace.minutes < FEWEST_MINUTES]
        long = [pace for pace in read if pace.minutes > MOST_MINUTES]
        if short:
            mend = "give them more, or join them"
            yield f"{language}: {_takes(short)} less than {FEWEST_MINUTES} minutes{_each(short)}: {mend}"
        if long:
            yield f"{language}: {_takes(long)} more than {MOST_MINUTES} minutes{_each(long)}: cut it in two"


def untaught_objectives(release: Release) -> Iterator[str]:
    """Yields objectives that no piece names, of lessons in several pieces."""
    taught = {each for lesson in release.course.lessons for piece in lesson.pieces for each in piece.teaches}
    cut = [lesson for lesson in release.course.lessons if len(lesson.pieces) > 1]
    lacking = dict.fromkeys(each for lesson in cut for each in lesson.objectives if each not in taught)
    if lacking:
        back = "whoever missed its question is led back to the lesson's first piece"
        yield f"no piece has {', '.join(lacking)} under `teaches`: {back}"


def _takes(those: list[Pace]) -> str:
    names = ", ".join(pace.piece_id for pace in those)
    return f"the pieces {names} take a slow reader" if len(those) > 1 else f"the piece {names} takes a slow reader"


def _each(those: list[Pace]) -> str:
    return f" ({', '.join(str(pace.minutes) for pace in those)})"

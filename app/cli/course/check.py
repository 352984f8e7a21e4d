"""`navigator course check`: everything that is wrong with a course's files, at once."""

import argparse
from collections.abc import Iterator, Mapping, Sized
from dataclasses import asdict
from datetime import date
from pathlib import Path

from app.cli.faults import say_faults
from app.cli.instance import WrongUse, clock, say, settings
from app.content import CourseFaults, Gap, MediaGaps, Pace, Release, media_gaps, read_course, warnings
from app.services.help_lines import list_lacks, shipped_lines
from app.store.programmes import helplines
from courses import Course, HelpNeed, LessonStructure


def register(parser: argparse.ArgumentParser) -> None:
    add_path(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def add_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="the folder with course.yaml in it")


def run(args: argparse.Namespace) -> int:
    """Prints the faults of a course, or its size, warnings and what has no voice and no film.

    Returns 1 if it has faults, else 0.

    Raises WrongUse if there is no such folder.
    """
    release = read_or_tell(args)
    if release is None:
        return 1
    notes = (*warnings(release), *_lack_notes(release.course, clock(settings(args)).date()))
    lessons, items = _counted(release.course.lessons, "lesson"), _counted(release.instrument.items, "item")
    slowest = [_slowest(release, lesson) for lesson in release.course.lessons]
    pieces = [asdict(pace) | {"minutes": pace.minutes} for of_lesson in slowest for pace in of_lesson]
    gaps = media_gaps(release)
    lines = [
        f"{args.path}: {lessons}, {items}, no fault.",
        *map(_pace_line, pieces),
        *(f"note: {note}" for note in notes),
        *_gap_lines(gaps),
    ]
    without = {
        "voice": {language: gap.ids for language, gap in gaps.voices.items()},
        "film": {language: gap.ids for language, gap in gaps.films.items()},
        "sign_language": gaps.signs.ids,
    }
    say(args, {"faults": [], "warnings": list(notes), "pieces": pieces, "without": without}, "\n".join(lines))
    return 0


def _lack_notes(course: Course, today: date) -> Iterator[str]:
    """What lessons need of Help and the register that ships with the code does not have, in which countries.

    An instance may have more: its facilitators are told what it lacks.
    """
    lacking: dict[tuple[HelpNeed, tuple[int, ...]], list[str]] = {}
    for country in sorted({line.country for line in helplines.shipped()} - {helplines.EVERYWHERE}):
        for lack in list_lacks(course, shipped_lines(country, today).met):
            lacking.setdefault((lack.need, lack.numbers), []).append(country)
    for (need, numbers), countries in lacking.items():
        lessons = ", ".join(course.lessons[number - 1].id for number in numbers)
        where = f"what ships has none in {', '.join(countries)}"
        yield f"{lessons}: needs '{need}' of Help, and {where}: let the words hold without it"


def _slowest(release: Release, lesson: LessonStructure) -> tuple[Pace, ...]:
    """Of each piece in the language in which it takes longest."""
    read = release.paces[lesson.id].values()
    return tuple(max(of_piece, key=lambda pace: (pace.minutes, pace.words)) for of_piece in zip(*read, strict=True))


def _pace_line(piece: Mapping[str, object]) -> str:
    counts = f"{piece['words']} words, {piece['taps']} taps, {piece['minutes']} min for a slow reader"
    return f"  {piece['piece_id']}: {counts}"


def _gap_lines(gaps: MediaGaps) -> Iterator[str]:
    for language, gap in gaps.voices.items():
        if gap.ids:
            yield f"no voice yet in {language}: {_names(gap, 'pieces')}"
    for language, gap in gaps.films.items():
        if gap.ids:
            yield f"no film yet in {language}: {_names(gap, 'lessons')}"
    if gaps.signs.ids:
        yield f"no film in sign language yet: {_names(gaps.signs, 'lessons')}"


def _names(gap: Gap, noun: str) -> str:
    return f"all {gap.of} {noun}" if len(gap.ids) == gap.of > 1 else ", ".join(gap.ids)


def _counted(things: Sized, noun: str) -> str:
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"


def read_or_tell(args: argparse.Namespace) -> Release | None:
    """Reads the course at `args.path`; if it has faults, prints them and returns None.

    Raises WrongUse if there is no such folder.
    """
    if not args.path.is_dir():
        raise WrongUse(f"{args.path} is no folder: name the one with course.yaml in it")
    try:
        return read_course(args.path, helplines={line.number for line in helplines.shipped()})
    except CourseFaults as refusal:
        say_faults(args, refusal, {"warnings": []})
        return None

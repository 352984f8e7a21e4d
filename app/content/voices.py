"""The voices of pieces: the key message of each, spoken in one language, in the folder of its lesson."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.media_files import VOICE, language_faults, lesson_folder, matching_files, media_file, voice_name
from app.content.release import Voice
from app.content.text import WHOLE
from app.sentences import N_, Remark
from courses import Course, LessonStructure

MOST_VOICE_BYTES = 90_000
"""Of a voice: half a minute of speech, which a connection of 250 kbit/s brings in three seconds."""
_HEAD = 300
"""Bytes that hold the first page of an Ogg file up to the beginning of its first packet."""


def read_voices(course_folder: Path, course: Course, faults: list[CourseFault]) -> Mapping[str, Mapping[str, Voice]]:
    """Reads the voices of a course by piece id and language; faults are added to `faults`."""
    voices: dict[str, Mapping[str, Voice]] = {}
    for lesson in course.lessons:
        voices.update(_of_lesson(course_folder, lesson, course.languages, faults))
    return voices


def _of_lesson(
    course_folder: Path, lesson: LessonStructure, languages: Sequence[str], faults: list[CourseFault]
) -> Mapping[str, Mapping[str, Voice]]:
    voices: dict[str, dict[str, Voice]] = {}
    for path, match in matching_files(lesson_folder(course_folder, lesson), VOICE):
        piece_id, language = match["piece"] or _only_piece(lesson), match["language"]
        wrong = [*language_faults(path, language, languages), *_faults(path, piece_id, language, lesson)]
        faults.extend(wrong)
        if wrong or piece_id is None:
            continue
        before = voices.setdefault(piece_id, {}).get(language)
        if before is not None:
            name = Path(before.file.path).name
            what = N_("stands beside %(file)s: keep one voice for a piece and language")
            faults.append(CourseFault(path, 1, WHOLE, Remark(what, file=name)))
        file = media_file(course_folder, path)
        voices[piece_id][language] = Voice(file=file, is_by_computer=match["computer"] is not None)
    return voices


def _only_piece(lesson: LessonStructure) -> str | None:
    return lesson.piece_ids[0] if len(lesson.piece_ids) == 1 else None


def _faults(path: Path, piece_id: str | None, language: str, lesson: LessonStructure) -> Iterator[CourseFault]:
    if piece_id not in lesson.piece_ids:
        unknown = N_("is of the piece '%(piece)s', which is none of this lesson's: call it %(names)s")
        names = tuple(voice_name(lesson, each, language, is_by_computer=False) for each in lesson.piece_ids)
        what = unknown if piece_id else N_("names no piece: call it %(names)s")
        yield CourseFault(path, 1, WHOLE, Remark(what, piece=piece_id, names=names))
    size = path.stat().st_size
    if size > MOST_VOICE_BYTES:
        what = N_("has %(size)s bytes, and at most %(most)s are a key message: say it shorter, or save it smaller")
        yield CourseFault(path, 1, WHOLE, Remark(what, size=f"{size:,}", most=f"{MOST_VOICE_BYTES:,}"))
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not is_opus(head):
        what = N_("is no Opus in an Ogg file: save the recording as Opus, mono, 24 kbit/s")
        yield CourseFault(path, 1, WHOLE, Remark(what))


def is_opus(head: bytes) -> bool:
    """Whether a file that begins with these bytes is Opus in Ogg (RFC 7845): its first page holds the Opus header.

    >>> is_opus(b"OggS" + bytes(22) + b"\\x01\\x13" + b"OpusHead")
    True
    >>> is_opus(b"OggS" + bytes(22) + b"\\x01\\x1e" + b"\\x01vorbis")
    False
    """
    if not head.startswith(b"OggS") or len(head) < 27:
        return False
    packet = 27 + head[26]  # behind the table of this page's segments
    return head[packet : packet + 8] == b"OpusHead"

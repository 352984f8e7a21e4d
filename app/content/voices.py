"""The voices of pieces: the key message of each, spoken in one language, in the folder of its lesson."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.content.faults import CourseFault
from app.content.media_files import VOICE, language_faults, lesson_folder, matching_files, media_file, voice_name
from app.content.release import Voice
from app.content.text import WHOLE
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
            faults.append(CourseFault(path, 1, WHOLE, f"stands beside {name}: keep one voice for a piece and language"))
        file = media_file(course_folder, path)
        voices[piece_id][language] = Voice(file=file, is_by_computer=match["computer"] is not None)
    return voices


def _only_piece(lesson: LessonStructure) -> str | None:
    return lesson.piece_ids[0] if len(lesson.piece_ids) == 1 else None


def _faults(path: Path, piece_id: str | None, language: str, lesson: LessonStructure) -> Iterator[CourseFault]:
    if piece_id not in lesson.piece_ids:
        wrong = f"is of the piece '{piece_id}', which is none of this lesson's" if piece_id else "names no piece"
        names = " or ".join(voice_name(lesson, each, language, is_by_computer=False) for each in lesson.piece_ids)
        yield CourseFault(path, 1, WHOLE, f"{wrong}: call it {names}")
    size = path.stat().st_size
    if size > MOST_VOICE_BYTES:
        most = f"at most {MOST_VOICE_BYTES:,} are a key message"
        yield CourseFault(path, 1, WHOLE, f"has {size:,} bytes, and {most}: say it shorter, or save it smaller")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not is_opus(head):
        yield CourseFault(path, 1, WHOLE, "is no Opus in an Ogg file: save the recording as Opus, mono, 24 kbit/s")


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

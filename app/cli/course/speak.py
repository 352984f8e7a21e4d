"""`navigator course speak`: a computer's voice for pieces that nobody has spoken, where an author asks for it."""

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.cli.course.check import add_path, read_or_tell
from app.cli.instance import WrongUse, say
from app.content import MOST_VOICE_BYTES, Release, html_text, lesson_folder, voice_name
from app.exports import write_whole
from courses import LessonStructure, LessonWords

SPEAKER, ENCODER = "espeak-ng", "opusenc"
PACE = "150"
"""words a minute, which is slower than people talk"""
KILOBITS = "16"
"""a second: plain speech needs no more, and ninety kilobytes are then half a minute"""
PATIENCE = 60
"""seconds that a program has for one piece"""


@dataclass(frozen=True)
class KeyMessage:
    """Holds the key message of a piece in one language, and the file that its computer's voice goes into."""

    piece_id: str
    language: str
    text: str
    path: Path
    is_recorded: bool
    """True if a person has spoken it: that stays"""


def register(parser: argparse.ArgumentParser) -> None:
    add_path(parser)
    parser.add_argument("--language", metavar="CODE", help="in this one alone; else in every language of the course")
    parser.add_argument("--piece", metavar="ID", help="this one alone; else every piece of the course")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes a voice beside each piece's words, with `.computer` in its name; a person's recording stays.

    Returns 1 if the course has faults, or if something could not be spoken; the rest is written. Raises WrongUse if
    there is no such folder, piece or language, or a program is missing.
    """
    release = read_or_tell(args)
    if release is None:
        return 1
    messages = [
        message
        for message in _messages(args.path, release)
        if args.language in (None, message.language) and args.piece in (None, message.piece_id)
    ]
    if not messages:
        raise WrongUse(_nothing(args, release))
    missing = [program for program in (SPEAKER, ENCODER) if shutil.which(program) is None]
    if missing:
        mend = "install the packages espeak-ng and opus-tools (on Debian: apt install espeak-ng opus-tools)"
        raise WrongUse(f"there is no {' and no '.join(missing)} on this computer: {mend}, then run this again")
    sizes: dict[str, int] = {}
    faults, lines = [], []
    for message in messages:
        if message.is_recorded:
            lines.append(f"{message.piece_id}, {message.language}: a person has spoken it, and that stays.")
            continue
        try:
            voice = speech(message.text, message.language)
            write_whole(message.path, voice)
        except (ValueError, OSError) as refused:
            faults.append(f"{message.piece_id}, {message.language}: {refused}")
            continue
        sizes[str(message.path)] = len(voice)
        lines.append(f"{message.path}: {round(len(voice) / 1000)} kB")
    say(args, {"files": sizes, "faults": faults}, "\n".join([*lines, *faults]))
    return 1 if faults else 0


def _messages(folder: Path, release: Release) -> Iterator[KeyMessage]:
    for lesson in release.course.lessons:
        for language, words in release.lessons[lesson.id].items():
            for piece_id, text in zip(lesson.piece_ids, _texts(words), strict=True):
                voice = release.voices.get(piece_id, {}).get(language)
                is_recorded = voice is not None and not voice.is_by_computer
                yield KeyMessage(piece_id, language, text, _path(folder, lesson, piece_id, language), is_recorded)


def _texts(words: LessonWords) -> tuple[str, ...]:
    """Of each piece its title and its close; of a lesson without pieces its title and its summary."""
    if not words.pieces:
        return (_plain(words.title, words.summary),)
    return tuple(_plain(piece.title, piece.close.can_html, piece.close.deed_html) for piece in words.pieces)


def _plain(*passages: str) -> str:
    """As sentences: a voice rests after each."""
    texts = (html_text(passage).strip() for passage in passages)
    return " ".join(text if text.endswith((".", "!", "?", "…")) else f"{text}." for text in texts)


def _path(folder: Path, lesson: LessonStructure, piece_id: str, language: str) -> Path:
    return lesson_folder(folder, lesson) / voice_name(lesson, piece_id, language, is_by_computer=True)


def _nothing(args: argparse.Namespace, release: Release) -> str:
    languages, pieces = release.course.languages, release.course.piece_ids
    if args.language not in (None, *languages):
        return f"the course has no language '{args.language}': choose {', '.join(languages)}"
    if args.piece not in (None, *pieces):
        return f"the course has no piece '{args.piece}': choose {', '.join(pieces)}"
    return f"the course has no words there in '{args.language}' yet"


def speech(text: str, language: str) -> bytes:
    """Returns the text as Opus in Ogg, the same bytes each time.

    Raises ValueError, with a sentence, if there is no voice for the language or the text is too long to be one.
    """
    sound = _output(SPEAKER, "-v", language, "-s", PACE, "--stdin", "--stdout", data=text.encode())
    voice = _output(ENCODER, "--quiet", "--bitrate", KILOBITS, "--serial", "1", "--padding", "0", "-", "-", data=sound)
    if len(voice) > MOST_VOICE_BYTES:
        what = f"would have {len(voice):,} bytes, and at most {MOST_VOICE_BYTES:,} are a key message"
        raise ValueError(f"{what}: shorten the close, or record it yourself")
    return voice


def _output(program: str, *arguments: str, data: bytes) -> bytes:
    try:
        # The author's words go in by a pipe: no shell reads them, and none is an option of the program.
        run = subprocess.run(  # noqa: S603
            [program, *arguments], input=data, capture_output=True, timeout=PATIENCE, check=True
        )
    except subprocess.TimeoutExpired as late:
        raise ValueError(f"{program} took more than {PATIENCE} seconds") from late
    except subprocess.CalledProcessError as refused:
        reason = refused.stderr.decode(errors="replace").strip()
        raise ValueError(f"{program} refuses: {reason}") from refused
    return run.stdout

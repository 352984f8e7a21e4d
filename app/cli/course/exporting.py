"""`navigator course export`: the test of a course for other programs and for paper."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from app.cli.instance import WrongUse
from app.content import CourseFaults, Release, read_course
from app.exports import kobo_form, workbook, write_whole
from app.services.facilitator.paper_marks import letters_in
from app.services.waves import Wave
from app.wording import Words
from assessments import FORMS
from assessments.formats import (
    FormatFaults,
    PaperWords,
    drafts_of,
    marking_key,
    paper_test,
    sheet_rows,
    write_gift,
)


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "format", choices=tuple(WRITERS), help="gift, sheet: to edit and import again; xlsform: for Kobo; paper and key"
    )
    add("path", type=Path, metavar="PATH", help="the folder with course.yaml in it")
    add("--out", type=Path, required=True, metavar="FILE", help="where to write it")
    add(
        "--language",
        metavar="CODE",
        help="gift, paper, key: in it; xlsform: it first",
    )
    add("--form", choices=FORMS, help="xlsform, paper, key: this form")
    add("--wave", choices=[*Wave], default=Wave.PRE, help="xlsform, paper: which test it is")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the test of a course into the file `args.out` and returns 0.

    Returns 1, with the reason on standard error, if the course has faults, the format cannot express the test or the
    file cannot be written. Raises WrongUse if the folder, the form or the language is missing.
    """
    if args.format in ("xlsform", "paper", "key") and args.form is None:
        raise WrongUse(f"{args.format} is of one form: say --form A or --form B")
    if not args.path.is_dir():
        raise WrongUse(f"{args.path} is no folder: name the one with course.yaml in it")
    try:
        release = read_course(args.path)
        language = args.language or release.course.languages[0]
        if language not in release.instrument_words:
            raise WrongUse(f"the course has no words in '{language}': choose {', '.join(release.instrument_words)}")
        data = WRITERS[args.format](release, language, args)
        write_whole(args.out, data)
    except CourseFaults as refusal:
        print("\n".join(map(str, refusal.faults)), file=sys.stderr)
        return 1
    except FormatFaults as refusal:
        print("\n".join(fault.what for fault in refusal.faults), file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"{args.out} could not be written: {fault.strerror}", file=sys.stderr)
        return 1
    record = {"file": str(args.out), "format": args.format, "bytes": len(data)}
    print(json.dumps(record) if args.json else f"{args.out} is written.")
    return 0


def _gift(release: Release, language: str, _: argparse.Namespace) -> bytes:
    return write_gift(drafts_of(release.instrument, release.instrument_words[language]), release.course.slug).encode()


def _sheet(release: Release, _language: str, _: argparse.Namespace) -> bytes:
    return workbook({"items": sheet_rows(release.instrument, release.instrument_words)})


def _xlsform(release: Release, language: str, args: argparse.Namespace) -> bytes:
    return kobo_form(release.instrument, release.instrument_words, form=args.form, wave=args.wave, language=language)


def _paper(release: Release, language: str, args: argparse.Namespace) -> bytes:
    words = release.instrument_words[language]
    say, is_last = _paper_words(language), args.wave == Wave.POST
    return paper_test(release.instrument, words, args.form, language, say, with_reactions=is_last).encode()


def _key(release: Release, language: str, args: argparse.Namespace) -> bytes:
    words = release.instrument_words[language]
    return marking_key(release.instrument, words, args.form, language, _paper_words(language)).encode()


WRITERS: dict[str, Callable[[Release, str, argparse.Namespace], bytes]] = {
    "gift": _gift,
    "sheet": _sheet,
    "xlsform": _xlsform,
    "paper": _paper,
    "key": _key,
}


def _paper_words(language: str) -> PaperWords:
    _ = Words(language).gettext
    return PaperWords(
        number=_("Number in the group"),
        code=_("Code from your card"),
        how=_("Mark one box for each question. If you do not know, mark “I don’t know yet”. Write no name."),
        several=_("Here you may mark several."),
        unsure=_("I don’t know yet"),
        form=_("form"),
        key=_("Key"),
        item=_("Question"),
        right=_("Right"),
        do_not_hand_out=_("For whoever marks the papers. Do not hand it out before the last test has closed."),
        how_scored=_("Each right answer is a point. The test counts when four in five questions are answered."),
        how_far=_("How far do you agree? 1: not at all, 5: very much. You may leave it empty."),
        letters=letters_in(language),
    )

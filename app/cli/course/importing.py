"""`navigator course import`: a test that was written elsewhere becomes a course's instrument, whole or not at all."""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree, ignore_patterns

from app.cli.instance import WrongUse, say
from app.content import CourseFault, CourseFaults, Release, instrument_files, item_at, read_course
from app.exports import write_together
from app.files import TableFault, read_table
from app.limited_process import LimitReached, Limits, call_limited
from assessments import FORMS, Instrument, InstrumentWords
from assessments.formats import DraftItem, FormatFaults, Header, assembled, read_gift, read_sheet

SHEETS = (".xlsx", ".xls", ".ods", ".csv")


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="+", metavar="[CODE=]FILE", help="GIFT (a file per language, such as ru=test.gift), or a sheet")
    add("--into", type=Path, required=True, metavar="PATH", help="the folder with course.yaml in it")
    add("--form", choices=FORMS, help="GIFT: of questions that do not say theirs")
    add("--objective", metavar="ID", help="GIFT: of questions that do not say theirs")
    add("--level", metavar="LEVEL", help="GIFT: remember, understand, apply or analyse")
    add("--replace", action="store_true", help="yes, the items that the course has now are given up")
    add("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Replaces the items of a course by those of the files and returns 0.

    If anything cannot be imported, it prints each fault with file and line, changes nothing and returns 1. Remarks in
    the former files are lost, and words in languages without a file are deleted. Raises WrongUse without --replace, for
    a missing file or folder, and for a course with faults.
    """
    for argument in args.files:
        if not any(Path(path).is_file() for path in (argument, argument.partition("=")[2])):
            raise WrongUse(f"{argument} is no file: mend the name, or write CODE=FILE")
    if not args.into.is_dir():
        raise WrongUse(f"{args.into} is no folder: make a course first with `navigator course new`")
    try:
        release = read_course(args.into)
    except CourseFaults as refusal:
        raise WrongUse(
            f"mend the course first: `navigator course check {args.into}` tells {len(refusal.faults)}"
        ) from refusal
    if not args.replace:
        count, remarks = len(release.instrument.items), _remarks(args.into)
        beside = f", and the remarks (#) in {remarks}" if remarks else ""
        raise WrongUse(f"{args.into} has an instrument of {count} items: say --replace to give them up{beside}")
    faults: list[str] = []
    drafts = _drafts(args, release, faults)
    made = _made(drafts, release, faults) if not faults else None
    if made is not None:
        _try(args.into, made, drafts, faults)
    if made is None or faults:
        say(args, {"faults": faults, "items": 0}, "\n".join(faults))
        return 1
    instrument, words = made
    lost = _remarks(args.into)
    files = instrument_files(instrument, words)
    try:
        write_together({args.into / path: text.encode() for path, text in files.items()})
    except OSError as refused:
        say(args, {"faults": [str(refused)], "items": 0}, f"nothing was changed: it could not be written: {refused}")
        return 1
    for old in (args.into / "instrument").glob("*.yaml"):
        if f"instrument/{old.name}" not in files:
            old.unlink()
    taken = f"{args.into} has {len(instrument.items)} items in {', '.join(words)} now."
    if lost:
        taken += f"\nnote: remarks (#) are not kept: they stood in {lost}."
    say(args, {"faults": [], "items": len(instrument.items), "remarks_lost": lost}, taken)
    return 0


def _remarks(folder: Path) -> str:
    """Where the files that are written anew hold remarks, as 'instrument.yaml:1, 7'; "" where they hold none."""
    sentences = []
    for path in (folder / "instrument.yaml", *sorted((folder / "instrument").glob("*.yaml"))):
        lines = path.read_text(encoding="utf-8").splitlines()
        numbers = [str(n) for n, line in enumerate(lines, start=1) if line.lstrip().startswith("#")]
        if numbers:
            sentences.append(f"{path.relative_to(folder)}:{', '.join(numbers)}")
    return "; ".join(sentences)


Drafts = dict[str, tuple[str, tuple[DraftItem, ...]]]
"""(file, items) by language"""


def _drafts(args: argparse.Namespace, release: Release, faults: list[str]) -> Drafts:
    by_argument: Drafts = {}
    for argument in args.files:
        language, path = _language_and_path(argument, release)
        try:
            for code, drafts in _read(path, language, args).items():
                if code in by_argument:
                    raise WrongUse(f"there are two files in '{code}': write CODE=FILE before each")
                by_argument[code] = (path.name, drafts)
        except FormatFaults as refused:
            faults += [f"{path}:{fault.line}: {fault.what}" for fault in refused.faults]
        except TableFault as refused:
            faults.append(str(refused))
        except LimitReached:
            faults.append(f"{path}: takes more memory or time than questions may: look for what nobody has written")
        except (OSError, UnicodeDecodeError) as refused:
            faults.append(f"{path}: cannot be read as UTF-8 text: {refused}")
    return by_argument


def _language_and_path(argument: str, release: Release) -> tuple[str, Path]:
    code, equals, rest = argument.partition("=")
    if equals and code in release.course.languages:
        return code, Path(rest)
    return release.course.languages[0], Path(argument)


def _read(path: Path, language: str, args: argparse.Namespace) -> Mapping[str, tuple[DraftItem, ...]]:
    if path.suffix.lower() in SHEETS:
        return read_sheet(_rows(path))
    limits = Limits.of_size(path.stat().st_size)
    return {language: call_limited(limits, _gift, path, args.form, args.objective, args.level)}


def _gift(path: Path, form: str | None, objective: str | None, level: str | None) -> tuple[DraftItem, ...]:
    return read_gift(path.read_text(encoding="utf-8-sig"), form=form, objective=objective, level=level)


def _rows(path: Path) -> list[list[str]]:
    """Every row of the sheet as words, the empty ones too, so that the place in the list is the row's number."""
    table = read_table(path)
    columns = [table.words(name) for name in table.columns]
    rows = [list(table.columns)]
    for place, number in enumerate(table.rows):
        rows += [[""] * len(columns)] * (int(number) - len(rows) - 1)
        rows.append([str(column[place]) for column in columns])
    return rows


Made = tuple[Instrument, Mapping[str, InstrumentWords]]


def _made(drafts: Drafts, release: Release, faults: list[str]) -> Made | None:
    """One instrument with the words of all languages; what the course had beside its items stays."""
    old = release.instrument
    instruments: dict[str, Instrument] = {}
    words: dict[str, InstrumentWords] = {}
    for language, (file, items) in drafts.items():
        spoken = release.instrument_words.get(language)
        is_as_long = len({item.item for item in items}) == len(old.items)
        header = Header(
            slug=old.slug,
            languages=tuple(drafts),
            title=spoken.title if spoken else release.course.title.get(language, old.slug),
            version=old.version,
            pass_mark=old.pass_mark if is_as_long else None,
            minutes=old.minutes if is_as_long else None,
            review={code: note for code, note in old.review.items() if code in drafts},
            statements=old.statements,
            reactions=old.reactions,
            statement_words=spoken.statements if spoken else {},
            reaction_words=spoken.reactions if spoken else {},
        )
        try:
            instruments[language], words[language] = assembled(items, header)
        except FormatFaults as refused:
            faults += [f"{file}:{fault.line}: {fault.what}" for fault in refused.faults]
    first = next(iter(instruments.values()), None)
    for language, instrument in instruments.items():
        if instrument != first:
            file = drafts[language][0]
            faults.append(f"{file}: has other items, options or keys than the first file: words may differ, these not")
    return None if first is None or faults else (first, words)


def _try(folder: Path, made: Made, drafts: Drafts, faults: list[str]) -> None:
    """Read the course as it would be, elsewhere, before anything is written here.

    What is wrong with an item is told by its line in the file that it came from: nobody sees the files of the try.
    """
    with tempfile.TemporaryDirectory() as place:
        copy = Path(copytree(folder, Path(place) / folder.resolve().name, ignore=ignore_patterns(".*")))
        for old in (copy / "instrument").glob("*.yaml"):
            old.unlink()
        for path, text in instrument_files(*made).items():
            (copy / path).write_text(text, encoding="utf-8")
        try:
            read_course(copy)
        except CourseFaults as refusal:
            for fault in refusal.faults:
                came_from = _came_from(fault, drafts)
                sentence = f"{came_from}: {fault.where}: {fault.what}" if came_from else str(fault)
                faults.append(sentence.replace(str(copy), str(folder)))


def _came_from(fault: CourseFault, drafts: Drafts) -> str | None:
    """File and line of the item that a fault of the test is of; None for what is of no item."""
    part = item_at(fault.path, fault.line) if fault.path.suffix == ".yaml" else None
    if part is None:
        return None
    form, item = part
    file, items = drafts.get(fault.path.stem) or next(iter(drafts.values()))
    line = next((draft.line for draft in items if draft.item == item and form in ("", draft.form)), None)
    return None if line is None else f"{file}:{line}"

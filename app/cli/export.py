"""`navigator export`: a publication as a file, whole or not at all."""

import argparse
import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.cli.instance import Refusal, WrongUse, clock, opened, settings
from app.cli.publications import add_publication, internal, of_name, refuse_named, refused_to, table_of
from app.exports import FORMATS, Activity, Unfit, activity_of, write_whole
from app.publishing.files import Wish, file_of, give, write
from app.wording import LANGUAGES

IATI = {
    "identifier": ("activity", "ID", "the activity's identifier, as your organisation publishes it"),
    "title": ("title", "TEXT", "the activity's title"),
    "organisation": ("organisation", "REF", "the reporting organisation's reference"),
    "organisation_type": ("organisation-type", "CODE", "its code of the list OrganisationType, such as 22"),
    "role": ("role", "CODE", "what it does in the activity: 1 funds, 2 accounts for it, 3 manages it, 4 implements it"),
    "status": (
        "status",
        "CODE",
        "of the activity: 1 pipeline, 2 implementation, 3 finalisation, 4 closed, 5 cancelled, 6 suspended",
    ),
    "start": ("start", "DATE", "the day on which the activity began, as 2026-01-31"),
    "description": ("description", "TEXT", "what the activity is; without it the title"),
    "organisation_name": ("organisation-name", "TEXT", "the organisation's name; without it the reference"),
    "sector": ("sector", "CODE", "the activity's sector, five digits of the DAC"),
}
"""By field of the activity: what the option is called, what it takes, what it means."""


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("form", choices=tuple(FORMATS), metavar="FORMAT", help=", ".join(FORMATS))
    add("--out", type=Path, metavar="FILE", help="where to write it; without it, to the standard output")
    add("--by", action="append", metavar="NAME", help="this of its tables, not that of regions; may be given twice")
    add("--lang", choices=LANGUAGES, default="en", help="of the sentences")
    add_publication(parser)
    add("--org-unit", metavar="CODE", help="dhis2, adx: where all together are filed; without it they are left out")
    for field, (name, metavar, meaning) in IATI.items():
        add(f"--iati-{name}", dest=f"iati_{field}", metavar=metavar, default="", help=f"iati: {meaning}")
    add("--json", action="store_true", help="say as JSON what was written")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes one file of a publication to --out or standard output; returns 1 if it could not be written, else 0.

    The audit gets an entry for the file, or for its refusal. Raises WrongUse if options do not fit together, and its
    subclass Refusal if no publication is named, it is withdrawn, or the format cannot hold its figures.
    """
    if args.out is None and sys.stdout.isatty() and FORMATS[args.form].kind.startswith("application"):
        raise WrongUse(f"{args.form} is no text to read in a terminal: name a file with --out")
    if args.publication is None:
        raise internal(
            args.form,
            "what leaves the house is a publication: name it with --publication N ('navigator publications' lists "
            "them, 'navigator publish' makes one; 'navigator gains' prints the figures of today, internal)",
        )
    return _deliver(args, _of_publication(args))


def _of_publication(args: argparse.Namespace) -> bytes:
    """The file as it was first made; the audit says that it was taken."""
    wish = Wish(args.form, args.lang, table_of(args), None, args.org_unit)
    try:
        wish = replace(wish, activity=_activity(args)) if args.form == "iati" else wish
    except Unfit as fault:
        note = partial(refuse_named, name=args.publication, programme=args.programme, wish=wish, fault=fault)
        raise Refusal(str(fault), note) from fault
    with opened(args) as database:
        with database.reading() as session:
            made, _programme = of_name(session, args.publication, args.programme)
            with refused_to(made, wish):
                data = file_of(session, made, wish) or write(session, made, wish)
        with database.writing() as session:
            return give(session, made, wish, data, by=None, now=clock(settings(args)))


def _deliver(args: argparse.Namespace, data: bytes) -> int:
    """To the file, or to the standard output."""
    if args.out is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        write_whole(args.out, data)
    except OSError as fault:
        print(f"navigator export: {args.out} could not be written: {fault.strerror}", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps({"file": str(args.out), "format": args.form, "bytes": len(data)}))
    return 0


def _activity(args: argparse.Namespace) -> Activity:
    """Raises Unfit, in the words of this command, where something is wanting, or no code of IATI."""
    try:
        return activity_of({field: getattr(args, f"iati_{field}") for field in IATI})
    except Unfit as fault:
        options = ", ".join(f"--iati-{IATI[field][0]}" for field in fault.fields)
        known = {
            "no_activity": f"iati needs {options}: nobody but you knows them",
            "bad_activity": f"iati does not know what stands at {options}",
        }
        raise Unfit(fault.code, known[fault.code], fault.fields) from fault

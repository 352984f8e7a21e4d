"""`navigator export`: the report of an instance as a file, whole or not at all."""

import argparse
import json
import sys
from pathlib import Path

from app.cli.here import WrongUse, settings
from app.cli.progress import progress
from app.cli.reports import FILTERS, from_instance
from app.exports import FORMATS, Activity, Destination, NeedsExtra, Unfit, write_whole
from app.wording import LANGUAGES, Words


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("form", choices=tuple(FORMATS), metavar="FORMAT", help=", ".join(FORMATS))
    add("--out", type=Path, metavar="FILE", help="where to write it; without it, to the standard output")
    add("--by", action="append", metavar="NAME", help="split by this instead of by region; may be given more than once")
    for name in FILTERS:
        add(f"--{name.replace('_', '-')}", metavar="VALUE", help=f"only this {name.replace('_', ' ')}")
    add("--lang", choices=LANGUAGES, default="en", help="of the sentences")
    add("--iati-activity", metavar="ID", help="iati: the activity's identifier, as your organisation publishes it")
    add("--iati-organisation", metavar="REF", help="iati: the reporting organisation's reference")
    add("--json", action="store_true", help="say as JSON what was written")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written, 1 the file could not be written. Raises WrongUse for a question that makes no sense."""
    if args.form == "iati" and not (args.iati_activity and args.iati_organisation):
        raise WrongUse("iati needs --iati-activity and --iati-organisation, as your organisation publishes them")
    if args.out is None and sys.stdout.isatty() and FORMATS[args.form].kind.startswith("application"):
        raise WrongUse(f"{args.form} is no text to read in a terminal: name a file with --out")
    words = Words(args.lang)
    conditions = [(name, getattr(args, name)) for name in FILTERS if getattr(args, name) is not None]
    activity = Activity(args.iati_activity, args.iati_organisation) if args.form == "iati" else None
    to = Destination(settings(args).public_url or "http://localhost", activity)
    try:
        with progress(2) as begin:
            begin("working out the figures")
            made = from_instance(args, words, by=args.by or ("region",), conditions=conditions)
            begin(f"writing {args.form}")
            data = FORMATS[args.form].write(made, words, to)
    except (Unfit, NeedsExtra) as fault:
        raise WrongUse(str(fault)) from fault
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

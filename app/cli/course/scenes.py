"""`navigator course scenes`: who can be shown in which mood and where, as a list and as a page to look at."""

import argparse
from html import escape
from pathlib import Path

from app.cli.instance import WrongUse, say
from app.content import Scene, Sheet, draw, read_sheet

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Scenes</title>
<style>body{{margin:16px;font:16px system-ui,sans-serif;background:#f4f3f0;color:#1b2529}}
main{{display:grid;grid-template-columns:repeat(auto-fill,minmax(328px,1fr));gap:16px}}figure{{margin:0}}</style></head>
<body><h1>Scenes</h1><p>Each person in each mood, then each place. Any person, mood and place go together.</p>
<main>{}</main></body></html>
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write a page with all of them, to look at in a browser"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the names from which an author makes a scene, and writes the page of all if one is asked for.

    Raises WrongUse if the page cannot be written.
    """
    sheet = read_sheet()
    if args.out is not None:
        try:
            args.out.write_text(_page(sheet), encoding="utf-8")
        except OSError as fault:
            raise WrongUse(f"{args.out} cannot be written: {fault.strerror}") from fault
    record = {"people": sheet.people, "moods": sheet.moods, "places": sheet.places}
    lines = [f"{noun}: {', '.join(names)}" for noun, names in record.items()]
    say(args, record, "\n".join([*lines, ":::scene PERSON MOOD at PLACE"]))
    return 0


def _page(sheet: Sheet) -> str:
    person, mood, place = sheet.people[0], sheet.moods[0], sheet.places[0]
    scenes = [Scene(((each, look),), place) for each in sheet.people for look in sheet.moods]
    scenes += [Scene(((person, mood),), each) for each in sheet.places]
    return _PAGE.format("\n".join(_figure(scene, sheet) for scene in scenes))


def _figure(scene: Scene, sheet: Sheet) -> str:
    return (
        f"<figure>{draw(scene, sheet).svg}<figcaption><code>:::scene {escape(scene.name)}</code></figcaption></figure>"
    )

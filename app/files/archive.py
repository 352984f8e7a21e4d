"""What a zipped spreadsheet holds when it is unpacked: measured before anything reads it, since it may be a bomb."""

import re
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, is_zipfile

from app.files.table import TooLarge, Unreadable

MOST_ENTRIES = 1_000
MOST_BYTES, MOST_TIMES = 10 << 20, 50
"""Of all entries together: so many bytes, and so many times the size of the file besides. Tables of people who answered
alike are packed to a twentieth."""
PIECE = 1 << 16
SHEET = re.compile(rb"<(?:\w+:)?sheet ([^<>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship ([^<>]*)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def check_archive(path: Path, file: str) -> None:
    """Checks, by unpacking it to nowhere, that a ZIP archive is no larger than a table can be.

    file: its name in messages. Raises TooLarge for more than a table of the file's size can hold, and Unreadable for an
    unknown compression. A file that is no archive passes.
    """
    if not is_zipfile(path):
        return
    left = MOST_BYTES + MOST_TIMES * path.stat().st_size
    with ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise TooLarge(f"the file is an archive of {len(entries)} files: save the sheet alone", file=file)
        for entry in entries:
            if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Unreadable("the file is packed in a way that no spreadsheet is: save it anew", file=file)
            entry.file_size = sys.maxsize  # what it says of itself may be a lie: it is unpacked to its end
            with archive.open(entry) as stream:
                while piece := stream.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        what = "is too large to be such a table when it is unpacked"
                        raise TooLarge(f"the file {what}: copy the rows of the learners into a new one", file=file)


def sheet_parts(archive: ZipFile) -> Mapping[str, str]:
    """Returns the path of each sheet inside an Excel workbook, by the sheet's name; {} for another archive."""
    names = set(archive.namelist())
    if not {BOOK, RELATIONS} <= names:
        return {}
    targets = {of["Id"]: of["Target"] for of in _attributes(RELATION, archive.read(RELATIONS), "Id", "Target")}
    sheets = {of["name"]: targets.get(of["id"], "") for of in _attributes(SHEET, archive.read(BOOK), "name", "id")}
    parts = {name: target[1:] if target.startswith("/") else f"xl/{target}" for name, target in sheets.items()}
    return {name: part for name, part in parts.items() if part in names}


def _attributes(element: re.Pattern[bytes], body: bytes, *needed: str) -> Iterator[dict[str, str]]:
    for match in element.findall(body):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(match.decode())}
        if attributes.keys() >= set(needed):
            yield attributes

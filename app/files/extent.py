"""How far the cells of a sheet reach, read from its XML: a reader makes a cell of each place up to the last one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile, is_zipfile

from app.files import old_excel
from app.files.archive import sheet_parts
from app.files.table import MOST_COLUMNS, TooLarge, Unreadable

MOST_CELLS = 1_000_000
"""Of a sheet, and one more for each byte of the file: a cell that holds something takes two bytes or more."""
PIECE = 1 << 20
CONTENT = "content.xml"
"""Where LibreOffice keeps all sheets."""


def letters(column: int) -> str:
    """Returns the heading of a spreadsheet's column: A for 0, Z for 25, AA for 26."""
    more, place = divmod(column, 26)
    return (letters(more - 1) if more else "") + chr(ord("A") + place)


def column_number(name: str) -> int:
    """Returns the number of a column from its letters: 0 for A."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@dataclass
class Extent:
    """Tracks how many rows and columns of a sheet have filled cells, counted from the first on.

    place: names the sheet in messages. most: the number of cells allowed.
    """

    place: str
    most: int
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Takes in a filled cell, row and column counted from 1; raises TooLarge if the sheet is then too large."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.columns > MOST_COLUMNS or self.rows * self.columns > self.most:
            what = "a cell stands so far out that the sheet is too large to be such a table"
            mend = "clear it, or copy the rows of the learners into a new sheet"
            raise TooLarge(f"{what}: {mend}", file=self.place, row=row, column=letters(column - 1))


def check_sheets(path: Path, file: str) -> None:
    """Checks every sheet of a file; raises TooLarge at the first filled cell that is too far out.

    Raises Unreadable for a sheet of an .xlsx or .ods file with a DOCTYPE.
    """
    most = MOST_CELLS + path.stat().st_size
    if not is_zipfile(path):
        _check_xls(path, file, most)
        return
    with ZipFile(path) as archive:
        if CONTENT in archive.namelist():
            with archive.open(CONTENT) as content:
                _check_ods(content, file, most)
        for sheet, part in sheet_parts(archive).items():
            with archive.open(part) as body:
                _check_xlsx(body, f"{file}: sheet '{sheet}'", most)


def _check_xls(path: Path, file: str, most: int) -> None:
    """Looks at every sheet of an .xls of the old kind: 256 columns of 65,536 rows would be too many."""
    extents: dict[str, Extent] = {}
    for place in old_excel.places(path):
        name = place.sheet
        extents.setdefault(name, Extent(f"{file}: sheet '{name}'", most)).reach(place.row, place.column)


def _check_xlsx(sheet: IO[bytes], place: str, most: int) -> None:
    """Reads a sheet of Excel through.

    A cell without a place stands behind the one before it; one without content, of a format alone, is none.
    """
    extent, row, column = Extent(place, most), 0, 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, column
        name = tag.rpartition(":")[2]
        if name == "c":
            at = attributes.get("r", "")
            head = at.rstrip("0123456789")
            column = column_number(head) + 1 if head else column + 1
            row = int(at[len(head) :] or row)
        elif name in ("v", "f", "is"):
            extent.reach(row, column)
        elif name == "row":
            row, column = int(attributes.get("r") or row + 1), 0

    _read(sheet, place, start)


def _check_ods(content: IO[bytes], file: str, most: int) -> None:
    """Reads all sheets of LibreOffice through; a cell and a row may say how often they are repeated."""
    extent, row, column, before = Extent(file, most), 0, 0, 0
    repeated = {"row": 1, "cell": 1}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal extent, row, column, before
        if tag == "table:table":
            extent, row, before = Extent(f"{file}: sheet '{attributes.get('table:name', '')}'", most), 0, 0
            repeated["row"] = 0
        elif tag == "table:table-row":
            row += repeated["row"]
            repeated["row"], column = int(attributes.get("table:number-rows-repeated", 1)), 0
            repeated["cell"] = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            column += repeated["cell"]
            repeated["cell"] = int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes or "table:formula" in attributes:
                extent.reach(row + repeated["row"], column + repeated["cell"])
        elif tag == "text:p" and repeated["cell"]:
            extent.reach(row + repeated["row"], column + repeated["cell"])

    _read(content, file, start)


def _read(stream: IO[bytes], place: str, start: Callable[[str, Mapping[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start

    def refuse(*_: object) -> None:
        # Entities are refused with the DOCTYPE that would declare them, so nothing can grow or be fetched.
        raise Unreadable("the sheet has a DOCTYPE, which no spreadsheet writes: save it anew", file=place)

    parser.StartDoctypeDeclHandler = refuse
    while piece := stream.read(PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)

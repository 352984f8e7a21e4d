"""Files that ask for more than they are worth: far cells, too many columns, bombs; small, and made here."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import numpy
import pandas
import pyarrow
import pyarrow.parquet
import pyreadstat

from tests.app.files import old_excel

BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Mine" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>pre</t></is></c><c r="B1" t="inlineStr"><is><t>post</t></is></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>6</v></c></row>'
)
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Mine">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
ODS_HEAD = "".join(
    f"<table:table-row>{''.join(f'<table:table-cell {kind}><text:p>{it}</text:p></table:table-cell>' for it in cells)}"
    "</table:table-row>"
    for kind, cells in (
        ('office:value-type="string"', ("pre", "post")),
        ('office:value-type="float" office:value="3"', (3, 3)),
    )
)
ODS_CELL = '<table:table-cell {} office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
A_BILLION_TIMES = 'table:number-columns-repeated="1000000000"'


def zipped(parts: Mapping[str, str | bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def xlsx(rows: str = "", *, sheet: str | bytes | None = None, **more: str | bytes) -> bytes:
    """A workbook with two columns of scores, and these rows below them."""
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": ROOT,
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": SHEET.format(HEAD + rows) if sheet is None else sheet,
            **{name.replace("__", "/"): data for name, data in more.items()},
        }
    )


def ods(rows: str = "", *, content: str | None = None) -> bytes:
    """The same for LibreOffice."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": CONTENT.format(ODS_HEAD + rows) if content is None else content,
        }
    )


def cell(reference: str, inside: str = "<v>1</v>") -> str:
    number = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{reference}">{inside}</c></row>'


def lying(size: int) -> bytes:
    """A workbook whose sheet says that it has a kilobyte, and has so many."""
    data = bytearray(xlsx(sheet=SHEET.format(HEAD + " " * size)))
    book = zipfile.ZipFile(io.BytesIO(bytes(data)))
    entry = book.getinfo("xl/worksheets/sheet1.xml")
    claim, true = (1024).to_bytes(4, "little"), entry.file_size.to_bytes(4, "little")
    place = data.find(true, entry.header_offset)
    while place >= 0:
        data[place : place + 4] = claim
        place = data.find(true, place + 4)
    return bytes(data)


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = SHEET.format(HEAD + '<row r="3"><c r="A3" t="inlineStr"><is><t>&l9;</t></is></c></row>')
    return xlsx(sheet=f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>{sheet}')


def slow() -> bytes:
    """A workbook of rows without cells: all of it may be unpacked, since something else in it is large."""
    noise = Random(1).randbytes(750_000)
    return xlsx(sheet=SHEET.format(HEAD + "<row/>" * 7_500_000), xl__media__noise=noise)


def parquet() -> bytes:
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"pre": numpy.zeros(20_000_000, dtype=numpy.int8)}), written)
    return written.getvalue()


def sav() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.sav"
        frame = pandas.DataFrame({"pre": numpy.zeros(2_000_000)})
        pyreadstat.write_sav(frame, str(path), compress=True)
        return path.read_bytes()


TABLES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "one cell at XFD10000": ("far.xlsx", lambda: xlsx(cell("XFD10000"))),
    "a formula without a value at B1048576000": ("far.xlsx", lambda: xlsx(cell("B1048576000", "<f>A2</f>"))),
    "two thousand rows up to XFD": ("wide.xlsx", lambda: xlsx("".join(cell(f"XFD{row}") for row in range(3, 2003)))),
    "a sheet of 150 MB": ("bomb.xlsx", lambda: xlsx(sheet=SHEET.format(HEAD) + " " * 150_000_000)),
    "a sheet of 90 MB that says a kilobyte": ("lies.xlsx", lambda: lying(90_000_000)),
    "shared strings of 90 MB": ("bomb.xlsx", lambda: xlsx(xl__sharedStrings__xml=b"<si/>" * 18_000_000)),
    "a million laughs": ("laughs.xlsx", laughs),
    "100,000 elements deep": ("deep.xlsx", lambda: xlsx(sheet="<a>" * 100_000 + "</a>" * 100_000)),
    "8,000 entries": ("many.xlsx", lambda: zipped({f"{n}": "" for n in range(8_000)} | {"xl/workbook.xml": BOOK})),
    "an entry packed as no sheet is": ("bzip2.xlsx", lambda: zipped({"x": b" " * 60_000_000}, zipfile.ZIP_BZIP2)),
    "names that lead out": ("slip.xlsx", lambda: zipped({"../../../tmp/slip": "x", "xl/workbook.xml": BOOK})),
    "the last cell of an old sheet": ("far.xls", lambda: old_excel.xls([(65_535, 255)])),
    "the same in a short file": ("far.xls", lambda: old_excel.xls([(65_535, 255)], is_short=True)),
    "a row a billion times": (
        "repeated.ods",
        lambda: ods(
            f'<table:table-row table:number-rows-repeated="1000000000">{ODS_CELL.format("")}</table:table-row>'
        ),
    ),
    "a cell a billion times": (
        "repeated.ods",
        lambda: ods(f"<table:table-row>{ODS_CELL.format(A_BILLION_TIMES)}</table:table-row>"),
    ),
    "a cell behind a billion empty ones": (
        "far.ods",
        lambda: ods(f"<table:table-row><table:table-cell {A_BILLION_TIMES}/>{ODS_CELL.format('')}</table:table-row>"),
    ),
    "a billion empty cells": (
        "empty.ods",
        lambda: ods(
            '<table:table-row><table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>'
        ),
    ),
    "twenty million rows of Parquet": ("long.parquet", parquet),
    "two million rows of SPSS": ("long.sav", sav),
    "120,000 columns": ("cols.csv", lambda: (",".join(f"c{n:05}" for n in range(120_000)) + "\n1,2\n").encode()),
    "half a million cells in each of no rows": ("commas.csv", lambda: b"a,b\n" + b"," * 900_000),
    "an open quotation mark": ("quote.csv", lambda: b'a,b\n"' + b"x" * 900_000),
}
"""Name of the file and what makes it, by what it is."""

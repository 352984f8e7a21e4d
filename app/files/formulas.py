"""Cells of a workbook that the reader of spreadsheets takes for empty: errors, and formulas that nobody worked out."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import ZipFile, is_zipfile

ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]+)</v>')
NOT_WORKED_OUT = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?![^>]* t="str")[^>]*>(?:<f[^>]*/>|<f[^>]*>([^<]*)</f>)(?:<v ?/>|<v></v>)?</c>'
)
"""A text that a formula makes may be empty (t="str"); a number may not."""
SHEET = re.compile(rb"<(?:\w+:)?sheet (.*?)>", re.DOTALL)
RELATION = re.compile(rb"<(?:\w+:)?Relationship (.*?)>", re.DOTALL)
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def without_value(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Lists row, column (both from 0) and content, `#DIV/0!` or `=B2+1`; nothing for a file of another kind."""
    if not is_zipfile(path):
        return
    with ZipFile(path) as file:
        if not {BOOK, RELATIONS} <= set(file.namelist()):
            return
        part = _part(file, sheet)
        body = file.read(part) if part in file.namelist() else b""
    for pattern, sign in ((ERROR, ""), (NOT_WORKED_OUT, "=")):
        for letters, number, formula in pattern.findall(body):
            column = 0
            for letter in letters:
                column = column * 26 + letter - ord("A") + 1
            yield int(number) - 1, column - 1, sign + unescape(formula.decode())


def _part(file: ZipFile, sheet: str) -> str:
    """Under what name the sheet is kept in the workbook; "" where that is not said."""
    of_sheet = {of["name"]: of["id"] for of in _attributes(SHEET, file.read(BOOK)) if {"name", "id"} <= of.keys()}
    targets = {
        of["Id"]: of["Target"] for of in _attributes(RELATION, file.read(RELATIONS)) if {"Id", "Target"} <= of.keys()
    }
    target = targets.get(of_sheet.get(sheet, ""), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _attributes(element: re.Pattern[bytes], body: bytes) -> Iterator[dict[str, str]]:
    for match in element.findall(body):
        yield {name: unescape(value) for name, value in ATTRIBUTE.findall(match.decode())}

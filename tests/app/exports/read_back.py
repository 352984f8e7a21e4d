"""Tables as a reader finds them again: in a page, on a terminal, in a PDF."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html
from pypdf import PdfReader

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """head: of the columns of figures. rows: by name, in order; the cells of the columns of figures."""

    title: str
    head: Row
    rows: tuple[tuple[str, Row], ...]


def tables_of_page(page: str, *, but: str = "") -> list[Table]:
    """Every table with a caption and a head; without those whose caption begins with `but`."""
    captioned = [one for one in html.fromstring(page).iter("table") if one.find("caption") is not None]
    return [
        _table(one)
        for one in captioned
        if one.find("thead") is not None and not (but and one.findtext("caption").startswith(but))
    ]


def _table(one: html.HtmlElement) -> Table:
    head = [cell.text_content() for cell in one.find("thead").iter("th")]
    rows = [[cell.text_content() for cell in row] for row in one.iter("tr") if row.getparent().tag != "thead"]
    assert all(len(row) == len(head) for row in rows), "no cell is missing"
    return Table(one.findtext("caption"), tuple(head[1:]), tuple((row[0], tuple(row[1:])) for row in rows))


def rows_of_text(text: str, table: Table) -> bool:
    """Whether the terminal shows this table: under its title each row, its cells in their order, be it in pieces."""
    title = r"\s+".join(map(re.escape, table.title.split()))  # a long one goes on below
    afters = (text[match.end() :].split("\n\n") for match in re.finditer(rf"(?<=\n){title}\n", text))
    return any(
        all(_is_in_pieces(pieces, name, list(map(squeezed, cells))) for name, cells in table.rows) for pieces in afters
    )


def _is_in_pieces(pieces: Sequence[str], name: str, cells: list[str]) -> bool:
    """The name may begin in lines above its figures."""
    for piece in pieces:
        if not cells:
            return True
        lines = [squeezed(line) for line in piece.splitlines()]
        ends = [
            count
            for place, line in enumerate(lines)
            for count in range(len(cells), 0, -1)
            if line.endswith(beginning := squeezed(" ".join(cells[:count])))
            and squeezed(" ".join([*lines[:place], line.removesuffix(beginning)])).endswith(squeezed(name))
        ]
        if not ends:
            return False
        cells = cells[max(ends) :]
    return not any(cells)


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def text_of_pdf(data: bytes) -> str:
    """Of all pages, without blanks: where a line breaks is the paper's affair."""
    pages = PdfReader(io.BytesIO(data)).pages
    return re.sub(r"[\s\u2060]+", "", "".join(page.extract_text() for page in pages))


def run_together(cells: Sequence[str]) -> str:
    return re.sub(r"[\s\u2060]+", "", "".join(cells))

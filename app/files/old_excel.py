"""Which cells of an old .xls are filled, read from its records, before a reader makes every cell up to the last one.

An .xls is a file of sectors that are linked to streams, as a small disk has them; Excel's own stream is a row of
records, each with its kind and length.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from

SIGN = bytes.fromhex("d0cf11e0a1b11ae1")
"""With which every such file begins."""
NAMES = ("Workbook", "Book")
"""Of Excel's own stream."""
SHORT = 64
"""Bytes of a sector of a short stream."""
SIZES = {9: 512, 12: 4096}
"""Bytes of any other sector, by the power of two that the file's head gives."""
END = 0xFFFFFFFA
"""From here on the number of a sector means that no sector follows."""
BEGIN, FINISH, SHEET = 0x0809, 0x000A, 0x0085
"""Records that begin and end a sheet or a chart, and that name a sheet."""
ONE_CELL = frozenset((0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
"""Records of one cell: a formula, a text, a number, true or false."""
MANY_NUMBERS = 0x00BD
"""The record of several numbers beside each other in a row."""


@dataclass(frozen=True, slots=True)
class Place:
    """A Place says where a filled cell is; its row and column are counted from 1."""

    sheet: str
    row: int
    column: int


def places(path: Path) -> Iterator[Place]:
    """Yields the place of each filled cell, in the order in which they are stored.

    Yields none for a file that is no .xls, and stops where one is damaged: whoever reads the file finds that, too.
    """
    data = path.read_bytes()
    try:
        if data.startswith(SIGN):
            yield from _places(_stream(data))
    except (struct.error, LookupError):
        return


def _places(stream: bytes) -> Iterator[Place]:
    for sheet, start in _sheets(stream):
        depth = 0  # a chart in a sheet begins and ends within it
        for kind, body in _records(stream, start):
            if kind == BEGIN:
                depth += 1
            elif kind == FINISH and depth <= 1:
                break
            elif kind == FINISH:
                depth -= 1
            elif kind in ONE_CELL or kind == MANY_NUMBERS:
                row, column = unpack_from("<HH", body)
                last = unpack_from("<H", body, len(body) - 2)[0] if kind == MANY_NUMBERS else column
                yield Place(sheet, row + 1, last + 1)


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """The name of each sheet, and the position in the stream where its records begin."""
    for kind, body in _records(stream, 0):
        if kind == FINISH:
            return
        if kind == SHEET:
            yield _name(body[6:]), unpack_from("<I", body)[0]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The kind and the body of each record from a position on."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _name(text: bytes) -> str:
    """The name of a sheet, from its length, a flag for two bytes a letter, and the letters."""
    is_wide = text[1] & 1
    return text[2 : 2 + text[0] * (2 if is_wide else 1)].decode("utf-16-le" if is_wide else "latin-1", "replace")


def _stream(data: bytes) -> bytes:
    """Excel's own stream; b"" if there is none. A short one is stored in small sectors, within the root's stream."""
    size = SIZES[unpack_from("<H", data, 30)[0]]
    folder, least, short_table = (int(unpack_from("<I", data, at)[0]) for at in (48, 56, 60))
    tables = [it for it in unpack_from("<109I", data, 76) if it < END]
    following = b"".join(_sector(data, it, size) for it in tables)
    entries = _chain(data, folder, following, size)
    root = _entry(entries, 0)
    for at in range(0, len(entries), 128):
        name, start, length = _entry(entries, at)
        if name in NAMES:
            if length >= least:
                return _chain(data, start, following, size)[:length]
            smaller = bytes(SHORT) + _chain(data, root[1], following, size)  # numbered from behind a head, as sectors
            return _chain(smaller, start, _chain(data, short_table, following, size), SHORT)[:length]
    return b""


def _entry(entries: bytes, at: int) -> tuple[str, int, int]:
    """The name, first sector and length of the stream that this entry of the folder is of."""
    width = unpack_from("<H", entries, at + 64)[0]
    start, length = unpack_from("<II", entries, at + 116)
    return entries[at : at + max(width - 2, 0)].decode("utf-16-le", "replace"), start, length


def _chain(data: bytes, first: int, following: bytes, size: int) -> bytes:
    """The sectors of a stream, each named by the one before; no more than fit in the file, if they form a circle."""
    sectors: list[bytes] = []
    number = first
    while number < END and len(sectors) * size <= len(data):
        sectors.append(_sector(data, number, size))
        number = unpack_from("<I", following, 4 * number)[0]
    return b"".join(sectors)


def _sector(data: bytes, number: int, size: int) -> bytes:
    """The sector with this number; number 0 follows the file's head, which is as long as a sector."""
    return data[(number + 1) * size : (number + 2) * size]

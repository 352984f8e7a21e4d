"""An old .xls as small programs write it, with a number in each of these cells."""

from collections.abc import Iterable
from struct import pack

FREE, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(cells: Iterable[tuple[int, int]], *, is_short: bool = False, sheet: str = "Mine") -> bytes:
    """Cells by row and column, from 0, below two columns of scores. is_short: too short for sectors of its own."""
    return _file(_book(cells, sheet) if is_short else _book(cells, sheet).ljust(4096, b"\0"))


def _book(cells: Iterable[tuple[int, int]], sheet: str) -> bytes:
    begin, end = pack("<HH", 0x0600, 5) + bytes(12), _record(0x0A)
    name = sheet.encode("utf-16-le")
    length = len(_record(0x809, begin)) + 4 + 8 + len(name) + len(end)
    listed = _record(0x85, pack("<IBBBB", length, 0, 0, len(sheet), 1) + name)
    body = b"".join(_record(0x204, pack("<HHHHB", 0, at, 0, len(it), 0) + it.encode()) for at, it in HEADS)
    body += b"".join(_record(0x203, pack("<HHHd", row, column, 0, 1.0)) for row, column in [(1, 0), (1, 1), *cells])
    inside = _record(0x809, pack("<HH", 0x0600, 0x10) + bytes(12))
    return _record(0x809, begin) + listed + end + inside + body + end


HEADS = ((0, "pre"), (1, "post"))


def _record(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


def _file(stream: bytes) -> bytes:
    """Head, table of sectors, folder, table of short pieces, and the stream."""
    is_short, blocks = len(stream) < 4096, -(-len(stream) // 512)
    chain = [*range(4, 3 + blocks), LAST]
    sectors = pack("<128I", TABLE, LAST, LAST, *chain, *[FREE] * (125 - len(chain)))
    pieces = -(-len(stream) // 64) if is_short else 0
    short = pack("<128I", *[*range(1, pieces), LAST][: max(pieces, 1)], *[FREE] * (128 - max(pieces, 1)))
    root = _entry("Root Entry", 5, 3 if is_short else LAST, len(stream) if is_short else 0, child=1)
    book = _entry("Workbook", 2, 0 if is_short else 3, len(stream))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 2 if is_short else LAST, int(is_short), LAST, 0, 0)
    head += pack("<108I", *[FREE] * 108)
    return head + sectors + (root + book).ljust(512, b"\0") + short + stream.ljust(blocks * 512, b"\0")


def _entry(name: str, kind: int, start: int, length: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return head + bytes(36) + pack("<III", start, length, 0)

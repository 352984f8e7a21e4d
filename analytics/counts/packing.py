"""Named tables of whole numbers as few bytes, quickly read: tables of one shape lie beside each other."""

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from analytics.counts.joint import Counts

WIDTHS = ("<i1", "<i2", "<i4", "<i8")
LEVEL, SMALLEST = 8, 9
"""Of zlib: 9 takes almost three times as long, for a thousandth less of a cell and two hundredths of a ledger."""


def pack(about: Any, rows: Mapping[str, Counts], tables: Mapping[str, Counts], level: int = LEVEL) -> bytes:
    """Packs named tables of whole numbers into bytes, which `unpack` reads.

    about: any value that JSON can hold. rows: tables of the same columns, whose first column repeats a few large
    numbers. tables: of any shape. The bytes are zlib of a line of JSON (about; the distinct numbers of the first
    column; rows by name; widths of columns; for each shape its width and names) and of the numbers, each column and
    shape as narrow as it can be. level: of zlib.
    """
    body: list[bytes] = []
    named = np.concatenate(list(rows.values())) if rows else np.zeros((0, 1), dtype=np.int64)
    repeated, place = np.unique(named[:, 0], return_inverse=True)
    columns = [_narrow(column, body) for column in (place, *named.T[1:])]
    of_shape: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for name, table in tables.items():
        of_shape[table.shape].append(name)
    shapes = [[_narrow(_beside(tables, names), body), shape, names] for shape, names in of_shape.items()]
    counts = {name: len(of) for name, of in rows.items()}
    line = json.dumps([about, repeated.tolist(), counts, columns, shapes], separators=(",", ":"))
    return zlib.compress(line.encode() + b"\n" + b"".join(body), level)


def unpack(data: bytes, *, has_rows: bool = True) -> tuple[Any, dict[str, Counts]]:
    """Reads the bytes that `pack` wrote: returns (about, rows and tables by name).

    has_rows: False leaves the rows out. Raises ValueError or zlib.error for other bytes.
    """
    line, _, body = zlib.decompress(data).partition(b"\n")
    about, repeated, counts, columns, shapes = json.loads(line)
    parts: dict[str, Counts] = {}
    count, start = sum(counts.values()), 0
    if not has_rows:  # the tables come after the rows, whose length the widths of the columns tell
        start = sum(count * np.dtype(WIDTHS[width]).itemsize for width in columns)
    elif count:
        rows = np.empty((count, len(columns)), dtype=np.int64)
        for place, width in enumerate(columns):
            column = np.frombuffer(body, WIDTHS[width], count, start)
            rows[:, place], start = column, start + column.nbytes
        rows[:, 0] = np.array(repeated)[rows[:, 0]]
        ends = pairwise(accumulate(counts.values(), initial=0))
        parts = {name: rows[first:last] for name, (first, last) in zip(counts, ends, strict=True)}
    for width, shape, names in shapes:  # tables of one shape lie one after another
        whole = (*shape, len(names))
        numbers = np.frombuffer(body, WIDTHS[width], int(np.prod(whole)), start)
        start += numbers.nbytes
        tables = numbers.astype(np.int64).reshape(whole, order="F")
        parts |= {name: tables[..., place] for place, name in enumerate(names)}
    return about, parts


def _beside(tables: Mapping[str, Counts], names: list[str]) -> Counts:
    return np.stack([tables[name] for name in names], axis=-1)


def _narrow(numbers: Counts, body: list[bytes]) -> int:
    """Append them as narrow as they may be; the place of that width among WIDTHS."""
    least, most = numbers.min(initial=0), numbers.max(initial=0)
    width = next(place for place, of in enumerate(WIDTHS) if np.iinfo(of).min <= least and most <= np.iinfo(of).max)
    body.append(numbers.astype(WIDTHS[width]).tobytes("F"))
    return width

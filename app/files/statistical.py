"""Parquet, SPSS and Stata files, when the extra `stats` is installed."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.files.table import Cell, Column, Table, TableFault, check_cells, column_names, from_columns, unreadable

MOST_CELLS = 1_000_000
CELLS_A_BYTE = 10
"""And so many more for each byte of the file: columns of scores are packed to less than a byte a cell."""


def read_parquet(path: Path, file: str) -> Table:
    """Reads a Parquet file; raises TableFault if pyarrow is missing or cannot read it, or if it is too large."""
    parquet = _needed("pyarrow.parquet", file)
    with unreadable("this is no Parquet file that can be opened, or it is damaged", file):
        with parquet.ParquetFile(path) as opened:
            check_cells(opened.metadata.num_rows, opened.metadata.num_columns, _most_cells(path), file)
            table = opened.read(use_threads=False)
        columns = {name: _arrow_column(table.column(name)) for name in column_names(file, table.column_names)}
    return from_columns(file, columns, _rows(table.num_rows))


def read_sav(path: Path, file: str) -> Table:
    """Reads an SPSS file with its value labels.

    Raises TableFault if pyreadstat is missing or cannot read it, or if it is too large.
    """
    return _labelled(path, file, reader="read_sav")


def read_dta(path: Path, file: str) -> Table:
    """Reads a Stata file with its value labels.

    Raises TableFault if pyreadstat is missing or cannot read it, or if it is too large.
    """
    return _labelled(path, file, reader="read_dta")


def _labelled(path: Path, file: str, *, reader: str) -> Table:
    stats = _needed("pyreadstat", file)
    with unreadable("this is no SPSS or Stata file that can be opened, or it is damaged", file):
        _, header = getattr(stats, reader)(str(path), output_format="dict", metadataonly=True)
        check_cells(header.number_rows or 0, header.number_columns, _most_cells(path), file)
        columns, meta = getattr(stats, reader)(str(path), output_format="dict")
    labels: Mapping[str, Mapping[Cell, str]] = meta.variable_value_labels
    names = column_names(file, list(columns))
    cells = {name: Column.of(map(_cell, column)) for name, column in zip(names, columns.values(), strict=True)}
    longest = max((len(column) for column in cells.values()), default=0)
    return replace(from_columns(file, cells, _rows(longest)), labels=labels)


def _needed(module: str, file: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as fault:
        raise TableFault(
            "Parquet, SPSS and Stata files need the extra `stats`: `sh install.sh stats`, "
            "or save the table as CSV or XLSX",
            file=file,
        ) from fault


def _arrow_column(column: Any) -> Column:
    """By its different cells; what cannot be told apart so (lists, say) cell by cell."""
    kind = str(column.type)
    if column.num_chunks != 1:
        column = column.combine_chunks()
    if kind.startswith(("list", "struct", "map", "dictionary", "large_list")):
        return Column.of(_cell(cell) for cell in column.to_pylist())
    chunks = getattr(column, "chunks", [column])
    encoded = [chunk.dictionary_encode() for chunk in chunks]
    if len(encoded) != 1:
        return Column.of(_cell(cell) for cell in column.to_pylist())
    (one,) = encoded
    values = [*map(_cell, one.dictionary.to_pylist()), None]
    return Column(values, np.from_dlpack(one.indices.fill_null(len(values) - 1)).astype(np.int32))


def _most_cells(path: Path) -> int:
    return MOST_CELLS + CELLS_A_BYTE * path.stat().st_size


def _rows(count: int) -> npt.NDArray[np.int64]:
    """Numbers as a spreadsheet would give them below a header."""
    return np.arange(count, dtype=np.int64) + 2


def _cell(cell: Any) -> Cell:
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return None
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, (int, float)):
        return cell
    return str(cell).strip() or None

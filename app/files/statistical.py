"""Parquet, SPSS and Stata files, when the extra `stats` is installed."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from math import isnan
from pathlib import Path
from typing import Any

from app.files.table import Cell, Table, TableFault, from_rows


def read_parquet(path: Path, file: str) -> Table:
    """Raises TableFault when pyarrow is missing or cannot read the file."""
    parquet = _needed("pyarrow.parquet", file)
    invalid = _needed("pyarrow", file).ArrowInvalid
    try:
        columns = parquet.read_table(path).to_pydict()
    except invalid as fault:
        raise TableFault("this is no Parquet file that can be opened, or it is damaged", file=file) from fault
    return _from_columns(file, columns)


def read_sav(path: Path, file: str) -> Table:
    """An SPSS file. Raises TableFault when pyreadstat is missing or cannot read it."""
    return _labelled(path, file, reader="read_sav")


def read_dta(path: Path, file: str) -> Table:
    """A Stata file. Raises TableFault when pyreadstat is missing or cannot read it."""
    return _labelled(path, file, reader="read_dta")


def _labelled(path: Path, file: str, *, reader: str) -> Table:
    stats = _needed("pyreadstat", file)
    try:
        columns, meta = getattr(stats, reader)(str(path), output_format="dict")
    except (stats.ReadstatError, stats.PyreadstatError) as fault:
        raise TableFault("this is no SPSS or Stata file that can be opened, or it is damaged", file=file) from fault
    labels: Mapping[str, Mapping[Cell, str]] = meta.variable_value_labels
    return replace(_from_columns(file, columns), labels=labels)


def _needed(module: str, file: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as fault:
        raise TableFault(
            "Parquet, SPSS and Stata files need the extra `stats`: pip install 'smart-navigator[stats]', "
            "or save the table as CSV or XLSX",
            file=file,
        ) from fault


def _from_columns(file: str, columns: Mapping[str, Any]) -> Table:
    cells = [[_cell(cell) for cell in column] for column in columns.values()]
    return from_rows(file, list(columns), enumerate(zip(*cells, strict=True), start=2))


def _cell(cell: Any) -> Cell:
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return None
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, (int, float)):
        return cell
    return str(cell).strip() or None

"""The report for statistics programs: SPSS, Stata, Parquet, with labels and the method inside the file."""

import importlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import wrap
from types import ModuleType
from typing import Any

from analytics import Unit
from app.exports.about import about
from app.exports.columns import Column, columns_of
from app.exports.cover import Made, version
from app.wording import Words, scoring_sentence

NOTE_LINE = 38
"""Characters to a line of an SPSS note, which holds 80 bytes: a letter of Russian or Kazakh takes two."""
STATA_TEXT = 2045
"""Bytes that a text of Stata may have."""
STATA_LABEL = 80
"""Characters that a label of Stata may have."""


class NeedsExtra(RuntimeError):
    """Raised if a format needs a library that this installation does not have; the message says how to install it."""


def gain_sav(made: Made, words: Words) -> bytes:
    """Returns the report as an SPSS file: a missing value is system-missing, and the method is the file's note.

    Raises NeedsExtra if pyreadstat or pandas is missing.
    """
    columns = columns_of(made, words)

    def write(reader: ModuleType, path: Path) -> None:
        reader.write_sav(
            _frame(columns, text_bytes=None),
            path,
            file_label=made[0][1].source[:60],
            column_labels=[column.label for column in columns],
            variable_value_labels=_marks(words),
            note=[line for name, text in about(made, words) for line in wrap(f"{name}: {text}", NOTE_LINE)],
        )

    return _written(".sav", write)


def gain_dta(made: Made, words: Words) -> bytes:
    """Returns the report as a file for Stata 14 and newer.

    Texts are cut at 2045 bytes; a missing value is `.`; the method is a variable, the same in each row. Raises
    NeedsExtra if pyreadstat or pandas is missing.
    """
    columns = _with_method(columns_of(made, words), made, words)

    def write(reader: ModuleType, path: Path) -> None:
        reader.write_dta(
            _frame(columns, text_bytes=STATA_TEXT),
            path,
            file_label=f"Navigator {version()}, {made[0][1].made_on.isoformat()}",
            column_labels=[column.label[:STATA_LABEL] for column in columns],
            variable_value_labels=_marks(words),
            version=15,
        )

    return _written(".dta", write)


def gain_parquet(made: Made, words: Words) -> bytes:
    """Returns the report as Parquet; labels are in the fields' metadata, the method in the schema's.

    Raises NeedsExtra if pyarrow is missing.
    """
    columns = columns_of(made, words)
    arrow = _library("pyarrow")
    writer = _library("pyarrow.parquet")
    types = {None: arrow.string(), Unit.COUNT: arrow.int64()}
    fields = [
        arrow.field(column.name, types.get(column.unit, arrow.float64()), metadata={"label": column.label})
        for column in columns
    ]
    schema = arrow.schema(fields, metadata=dict(about(made, words)))
    sink = arrow.BufferOutputStream()
    writer.write_table(arrow.table([list(column.cells) for column in columns], schema=schema), sink)
    return bytes(sink.getvalue().to_pybytes())


def _marks(words: Words) -> dict[str, dict[int, str]]:
    _ = words.gettext
    return {"suppressed": {0: _("shown"), 1: _("hidden")}, "rounded": {0: _("exact"), 1: _("rounded to 5")}}


def _with_method(columns: Sequence[Column], made: Made, words: Words) -> tuple[Column, ...]:
    """A file of Stata holds no notes that the library writes: so it is a variable, the same in each row."""
    method = " ".join((scoring_sentence(words), *(f"{name}: {text}" for name, text in about(made, words))))
    cells = (method,) * len(columns[0].cells)
    return (*columns, Column("method", words.gettext("Method"), None, cells=cells))


def _frame(columns: Sequence[Column], *, text_bytes: int | None) -> Any:
    pandas = _library("pandas")
    series = {}
    for column in columns:
        if column.unit is None:
            texts = [_cut(str(cell or ""), text_bytes) for cell in column.cells]
            series[column.name] = pandas.Series(texts, dtype="object")
        else:
            series[column.name] = pandas.Series(column.cells, dtype="float64")
    return pandas.DataFrame(series)


def _cut(text: str, most: int | None) -> str:
    return text if most is None else text.encode()[:most].decode(errors="ignore")


def _written(suffix: str, write: Callable[[ModuleType, Path], None]) -> bytes:
    """The library writes to a place on disk only."""
    reader = _library("pyreadstat")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"figures{suffix}"
        write(reader, path)
        return path.read_bytes()


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise NeedsExtra("this format needs the extra 'stats': install it with `sh install.sh stats`") from missing

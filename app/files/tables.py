"""One door for every kind of table, chosen by the end of the file's name; behind it a process with limits."""

import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from app.files.delimited import read_delimited
from app.files.spreadsheet import read_spreadsheet
from app.files.statistical import read_dta, read_parquet, read_sav
from app.files.table import EMPTY, Table, TableFault, TooLarge
from app.limited_process import LimitReached, Limits, call_limited

READERS: Mapping[str, Callable[[Path, str], Table]] = {
    ".xlsx": read_spreadsheet,
    ".xlsm": read_spreadsheet,
    ".xls": read_spreadsheet,
    ".ods": read_spreadsheet,
    ".parquet": read_parquet,
    ".sav": read_sav,
    ".dta": read_dta,
}
"""Anything else is read as text."""
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    ".parquet": ("pyarrow.parquet",),
    ".sav": ("pyreadstat",),
    ".dta": ("pyreadstat",),
}
"""What readers import when they are called."""


def read_table(path: Path, *, name: str | None = None, leaves_out: bool = False) -> Table:
    """Reads the table in this file, in a process of its own with limits that grow with the file's size.

    name: the file's name for people, whose ending decides the reader; None: that of the path. leaves_out: rows with
    more or fewer cells than the header are left out and named in `uneven`, for a caller who tells all faults together.
    Raises TableFault, with file, row and column, if it cannot be read, and TooManyCalls while others are read.
    """
    file = path.name if name is None else name
    size = _size(path, file if name else str(path))
    kind = Path(file).suffix.lower()
    try:
        table = call_limited(Limits.of_size(size), _read, path, file, libraries=LIBRARIES.get(kind, ()))
    except LimitReached as fault:
        what = "the file is too large to be such a table, or damaged: it took more memory or time than a table of its "
        raise TooLarge(f"{what}size may. Copy the rows of the learners into a new file", file=file) from fault
    return table if leaves_out else _whole(table)


def read_here(path: Path, file: str) -> Table:
    """Reads a table as `read_table` does, but in this process and without limits: only for files that we made."""
    return _whole(_read(path, file))


def _read(path: Path, file: str) -> Table:
    return READERS.get(Path(file).suffix.lower(), read_delimited)(path, file)


def _whole(table: Table) -> Table:
    """Raises TableFaults if rows were left out."""
    if table.uneven is not None:
        raise table.uneven
    return table


def _size(path: Path, file: str) -> int:
    """Bytes of a file that can be read to its end. Raises TableFault."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise TableFault("this is a folder, not a file", file=file)
        if not stat.S_ISREG(status.st_mode):
            raise TableFault("this is a pipe or a device: save what comes out of it as a file first", file=file)
        with path.open("rb"):
            pass
    except FileNotFoundError as fault:
        raise TableFault("there is no such file", file=file) from fault
    except PermissionError as fault:
        raise TableFault("the file may not be read by you", file=file) from fault
    if status.st_size == 0:
        raise TableFault(EMPTY, file=file)
    return status.st_size

"""One door for every kind of table, chosen by the end of the file's name."""

from collections.abc import Callable, Mapping
from pathlib import Path

from app.files.delimited import read_delimited
from app.files.spreadsheet import read_spreadsheet
from app.files.statistical import read_dta, read_parquet, read_sav
from app.files.table import Table, TableFault

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


def read_table(path: Path) -> Table:
    """Reads the table in this file; raises TableFault, a sentence with file, row and column, where it cannot."""
    file = path.name
    try:
        if path.is_file() and path.stat().st_size == 0:
            raise TableFault("the file is empty", file=file)
        return READERS.get(path.suffix.lower(), read_delimited)(path, file)
    except FileNotFoundError as fault:
        raise TableFault("there is no such file", file=str(path)) from fault
    except IsADirectoryError as fault:
        raise TableFault("this is a folder, not a file", file=str(path)) from fault
    except PermissionError as fault:
        raise TableFault("the file may not be read by you", file=str(path)) from fault

"""A table that somebody sends from a page: read in a process with limits, and what is said where it cannot be."""

import tempfile
from pathlib import Path

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.files import NoTable, Table, TableFault, TooLarge, Unreadable, in_short, read_table
from app.web.language import language
from app.wording import Words
from app.wording.tables import file_sentence

_OF_STATISTICS = (".parquet", ".sav", ".dta")


def read_upload(upload: FileStorage) -> Table:
    """Reads the table, stored under a name of ours: the sender's may be anything, `..` too.

    Raises TableFault, also for files of statistics programs, which no page asks for.
    """
    name = in_short(Path(upload.filename or "").name)
    if name.lower().endswith(_OF_STATISTICS):
        raise NoTable("this is a file of a statistics program", file=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        upload.save(path)
        return read_table(path, name=name)


def upload_sentence(fault: TableFault) -> str:
    """Returns a sentence on why a file cannot be read as a table: where, what is wrong, and how to mend it.

    It is in the reader's language; a fault that has no words in it is said to be one, with its place.
    """
    file = fault.file.replace(": sheet ", " ", 1)  # the name in quotes says what it is
    return file_sentence(Words(language()), file, fault.row, fault.column, _what(fault))


def _what(fault: TableFault) -> str:
    if isinstance(fault, TooLarge):
        return _("too large. Copy the rows that you need into a new file, and nothing else.")
    if isinstance(fault, Unreadable):
        return _("no table that can be opened, or it is damaged. Save it anew as CSV or XLSX.")
    if isinstance(fault, NoTable):
        return _("no table that is read here. Save it as CSV, XLSX or ODS and send that.")
    what = _(fault.what, **fault.values)
    if what == fault.sentence and language() != "en":  # nobody marked it: it has English words alone
        return _("the table cannot be read. Save it as XLSX and send that.")
    return what

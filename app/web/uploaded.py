"""A table that somebody sends from a page: read in a process with limits, and what is said where it cannot be."""

import tempfile
from pathlib import Path

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.files import Table, TableFault, TooLarge, Unreadable, in_short, read_table
from app.web.language import language


def read_upload(upload: FileStorage) -> Table:
    """Reads the table, stored under a name of ours: the sender's may be anything, `..` too. Raises TableFault."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        upload.save(path)
        return read_table(path, name=in_short(Path(upload.filename or "").name))


def upload_sentence(fault: TableFault) -> str:
    """Returns a sentence on why a file cannot be read as a table, and how to mend it, in the reader's language.

    A fault that has no words of its own in the reader's language is said with its row, and in English in its own.
    """
    return _("%(file)s: %(what)s", file=fault.file.replace(": sheet ", " ", 1), what=_what(fault))


def _what(fault: TableFault) -> str:
    if isinstance(fault, TooLarge):
        return _("too large. Copy the rows that you need into a new file, and nothing else.")
    if isinstance(fault, Unreadable):
        return _("no table that can be opened, or it is damaged. Save it anew as CSV or XLSX.")
    sentences = {
        "the file is empty": _("the file is empty"),
        "the first row is empty: it must name the columns": _("the first row is empty: it must name the columns"),
        "names columns but has no rows below them: each learner is a row": _("there are no rows below the first one"),
        "two columns have this name: rename one of them": _("two columns have one name: rename one of them"),
        "the file is locked by a password: save a copy without one": _(
            "the file is locked by a password: save a copy without one"
        ),
    }
    if fault.what in sentences:
        return sentences[fault.what]
    if language() == "en":
        return fault.what
    if fault.row is None:
        return _("the table cannot be read. Save it as XLSX and send that.")
    return _("from row %(row)d on the table cannot be read. Save it as XLSX and send that.", row=fault.row)

"""What a facilitator reads of a sheet that was typed in, or of a row of a file that could not be taken."""

from flask_babel import gettext as _

from app.files import TableFault, TooLarge, Unreadable
from app.services.facilitator.paper_file import RowFault
from app.services.intake import Code


def code_sentence(code: Code) -> str:
    """Returns a sentence on what became of a sheet that was typed in, in the reader's language.

    Raises KeyError for a code that typing in never has.
    """
    sentences = {
        Code.STORED: _("saved"),
        Code.CORRECTED: _("corrected"),
        Code.ALREADY: _("saved"),
        Code.WAVE_TAKEN: _("A phone has sent this test: it counts."),
        Code.NOT_OPENED: _("This test has never been opened."),
        Code.TOO_EARLY: _("On that day the test was not open yet."),
        Code.TOO_LATE: _("On that day the test was over, or it has not come yet."),
    }
    return sentences[code]


def fault_sentence(fault: RowFault) -> str:
    """Returns a sentence on what is wrong in a row of a file, with its row and column, in the reader's language."""
    sentences = {
        "no_learner": _("no learner of this group has that number or code"),
        "twice": _("row %(value)s is of the same learner: keep one of them", value=fault.value),
        "no_point": _("a statement is answered with 1 to 5, or left empty, not “%(value)s”", value=fault.value),
        "wrong_form": _("this learner has the other form on this test, not “%(value)s”", value=fault.value),
        "wrong_wave": _("these are answers to another test: “%(value)s”", value=fault.value),
        "no_answer": _("the question has no answer “%(value)s”", value=fault.value),
    }
    what = sentences.get(fault.code) or code_sentence(Code(fault.code))
    if not fault.column:
        return _("Row %(row)d: %(what)s", row=fault.row, what=what)
    return _("Row %(row)d, column %(column)s: %(what)s", row=fault.row, column=fault.column, what=what)


def table_sentence(fault: TableFault) -> str:
    """Returns a sentence on why a file cannot be read as a table: where, what is wrong, and how to mend it.

    Faults of the file are in the reader's language; one of a table of scores, which no page takes, has its own words.
    """
    if isinstance(fault, TooLarge):
        what = _("too large to be such a table. Copy the rows of the learners into a new file, and nothing besides.")
    elif isinstance(fault, Unreadable):
        what = _("no table that can be opened, or it is damaged. Save it anew as CSV or XLSX.")
    else:
        what = _(fault.what, **fault.values)
    file = fault.file.replace(": sheet ", " ", 1)  # its name, in quotes, says in every language what it is
    if fault.row is None:
        return _("%(file)s: %(what)s", file=file, what=what)
    if fault.column is None:
        return _("%(file)s, row %(row)d: %(what)s", file=file, row=fault.row, what=what)
    return _(
        "%(file)s, row %(row)d, column %(column)s: %(what)s",
        file=file,
        row=fault.row,
        column=fault.column,
        what=what,
    )

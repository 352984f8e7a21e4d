"""What a facilitator reads of a sheet that was typed in, or of a row of a file that could not be taken."""

from flask_babel import gettext as _

from app.files import TableFault, TooLarge, Unreadable
from app.services.facilitator.paper_file import RowFault
from app.services.intake import Code
from app.store.programmes.cohorts import Cohort


def code_sentence(code: Code, cohort: Cohort) -> str:
    """Returns a sentence on what became of a sheet of this cohort that was typed in, in the reader's language.

    Raises KeyError for a code that typing in never has.
    """
    sentences = {**_sentences(), **(_sentences_of_days() if cohort.is_on_paper else {})}
    return sentences[code]


def _sentences_of_days() -> dict[Code, str]:
    """Of a group on paper only, which has days and no windows."""
    return {
        Code.NOT_OPENED: _("The follow-up comes when all sheets of the second test are in."),
        Code.TOO_EARLY: _("That day is before the group’s first day, the consent, or the test that came before."),
        Code.TOO_LATE: _("That day is after the group’s last day or the test that came after, or it has not come yet."),
    }


def _sentences() -> dict[Code, str]:
    return {
        Code.STORED: _("saved"),
        Code.CORRECTED: _("corrected"),
        Code.ALREADY: _("saved"),
        Code.WAVE_TAKEN: _("A phone has sent this test: it counts."),
        Code.NOT_OPENED: _("This test has never been opened."),
        Code.TOO_EARLY: _("On that day the test was not open yet."),
        Code.TOO_LATE: _("On that day the test was over, or it has not come yet."),
    }


def fault_sentence(fault: RowFault, cohort: Cohort) -> str:
    """Returns a sentence on what is wrong in a row of a file, with its row and column, in the reader's language."""
    sentences = {
        "no_learner": _("no learner of this group has that number or code"),
        "twice": _("row %(value)s is of the same learner: keep one of them", value=fault.value),
        "no_who": _("sex or age is none that can be said, or left empty: “%(value)s”", value=fault.value),
        "no_day": _("a day is written like 2026-03-02 or 02.03.2026, not “%(value)s”", value=fault.value),
        "no_consent": _("nobody can be added before the consent is in place"),
        "no_point": _("a statement is answered with 1 to 5, or left empty, not “%(value)s”", value=fault.value),
        "wrong_form": _("this learner has the other form on this test, not “%(value)s”", value=fault.value),
        "wrong_wave": _("these are answers to another test: “%(value)s”", value=fault.value),
        "no_answer": _("the question has no answer “%(value)s”", value=fault.value),
    }
    what = sentences.get(fault.code) or code_sentence(Code(fault.code), cohort)
    if not fault.column:
        return _("Row %(row)d: %(what)s", row=fault.row, what=what)
    return _("Row %(row)d, column %(column)s: %(what)s", row=fault.row, column=fault.column, what=what)


def table_sentence(fault: TableFault) -> str:
    """Returns a sentence on why a file cannot be read as a table: where, what is wrong, and how to mend it.

    Only TooLarge and Unreadable are put into the reader's language; any other fault gives its own text.
    """
    if isinstance(fault, TooLarge):
        what = _("too large to be such a table. Copy the rows of the learners into a new file, and nothing besides.")
    elif isinstance(fault, Unreadable):
        what = _("no table that can be opened, or it is damaged. Save it anew as CSV or XLSX.")
    else:
        return str(fault)
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

"""What a facilitator reads of a sheet that was typed in, or of a row of a file that could not be taken."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.services.facilitator.paper_cells import RowFault
from app.services.intake import Code
from app.services.submission import Reason
from app.store.answers.attempt import Bar
from app.store.answers.typed import NO, PUT_BACK, TAKE_OUT, YES, Decision
from app.store.programmes.cohorts import Cohort

REASONS: Mapping[str, Any] = {
    Reason.MISREAD: _l("a mark was misread"),
    Reason.OTHER_LEARNER: _l("it was another learner’s sheet"),
    Reason.SLIPPED: _l("a line slipped while typing"),
    Reason.WRONG_DAY: _l("the day of the test was wrong"),
    Reason.INCOMPLETE: _l("the sheet was found incomplete"),
    Reason.OTHER: _l("another reason"),
}
"""Why a sheet is typed in again or taken out, by code: never words about somebody."""
WAYS = {
    "page": _l("answered on the page"),
    "phone": _l("sent by a phone"),
    "paper": _l("from paper"),
    "typed": _l("typed in from paper"),
    "file": _l("from a file"),
}
"""How a test came."""
BARS = {
    Bar.WAITING: _l("waits for a second yes"),
    Bar.REPLACED: _l("typed in again before anybody said yes"),
    Bar.REFUSED: _l("a second person said no"),
    Bar.CORRECTED: _l("another version stands in its place"),
    Bar.TAKEN_OUT: _l("taken out"),
}
"""Why a sheet does not stand."""
DECISIONS = {
    YES: _l("said yes: %(name)s, %(at)s"),
    NO: _l("said no: %(name)s, %(at)s"),
    TAKE_OUT: _l("taken out: %(name)s, %(at)s"),
    PUT_BACK: _l("put back: %(name)s, %(at)s"),
}
"""What was decided about a sheet, by whom and when."""


def reason_name(reason: str) -> str:
    return str(REASONS[Reason(reason)])


def came_by(way: str) -> str:
    return str(WAYS[way])


def bar_name(bar: str) -> str:
    return str(BARS[Bar(bar)])


def decision_sentence(decision: Decision, at: str) -> str:
    """Returns what was decided about a sheet, by whom and when. at: the moment, as it is written."""
    return str(DECISIONS[decision.decision]) % {"name": decision.by, "at": at}


def register(bp: Blueprint) -> None:
    """Makes the words of sheets known to every template."""
    for name in (reason_name, came_by, bar_name):
        bp.add_app_template_filter(name)
    bp.add_app_template_global(decision_sentence)


def mark_sentence(mark: str, letters: str, *, is_ambiguous: bool) -> str:
    """Returns the question about a mark that the paper does not have, or that could be two answers of it."""
    if is_ambiguous:
        return _(
            "“%(mark)s” could be two answers, for this sheet may have been printed in either alphabet. Choose above in "
            "which language it is, or type the number of the answer, from 1.",
            mark=mark,
        )
    return _("“%(mark)s” is not on this paper: %(letters)s", mark=mark, letters=letters)


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
        Code.WAITING: _("saved: waits for a second yes"),
        Code.NO_REASON: _("Saved before with other answers. Choose above why it is changed."),
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
        "no_who": _("sex or age is not written as on the sheet: “%(value)s”. It may be left empty", value=fault.value),
        "no_day": _("a day is written like 2026-03-02 or 02.03.2026, not “%(value)s”", value=fault.value),
        "no_consent": _("nobody can be added before the consent is in place"),
        "no_point": _("a statement is answered with 1 to 5, or left empty, not “%(value)s”", value=fault.value),
        "wrong_form": _("this learner has the other form on this test, not “%(value)s”", value=fault.value),
        "wrong_wave": _("these are answers to another test: “%(value)s”", value=fault.value),
        "no_answer": _("the question has no answer “%(value)s”", value=fault.value),
    }
    if fault.code in ("not_on_paper", "two_answers"):
        what = mark_sentence(fault.value, fault.letters, is_ambiguous=fault.code == "two_answers")
    else:
        what = sentences.get(fault.code) or code_sentence(Code(fault.code), cohort)
    if not fault.column:
        return _("Row %(row)d: %(what)s", row=fault.row, what=what)
    return _("Row %(row)d, column %(column)s: %(what)s", row=fault.row, column=fault.column, what=what)

"""What a facilitator reads of a sheet that was typed in, or of a row of a file that could not be taken."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.services.facilitator.board import Void
from app.services.facilitator.paper_cells import RowFault
from app.services.facilitator.paper_only import Edge, WrongDay
from app.services.intake import Code
from app.services.submission import Reason
from app.store.answers.attempt import Bar
from app.store.answers.typed import NO, PUT_BACK, TAKE_OUT, YES, YES_BACK, Decision
from app.store.programmes.cohorts import Cohort
from app.web.reason_words import OF_SHEETS
from app.web.regional import day

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
VOIDS = {
    Void.SETTLED: _l("does not count: what has settled stays as it is"),
    Void.LESSON: _l("does not count: it was sat after a lesson"),
    Void.REVEAL: _l("does not count: it was sat when the right answers could be seen"),
    Void.BLANKS: _l("does not count: too many blanks"),
}
"""Why a sheet does not count though it stands, or will not with a second person's yes."""
DECISIONS = {
    YES: _l("said yes: %(name)s, %(at)s"),
    NO: _l("said no: %(name)s, %(at)s"),
    TAKE_OUT: _l("taken out: %(name)s, %(at)s"),
    PUT_BACK: _l("put back: %(name)s, %(at)s"),
    YES_BACK: _l("took the yes back: %(name)s, %(at)s"),
}
"""What was decided about a sheet, by whom and when."""


def reason_name(reason: str) -> str:
    return str(OF_SHEETS[Reason(reason)])


def came_by(way: str) -> str:
    return str(WAYS[way])


def bar_name(bar: str) -> str:
    return str(BARS[Bar(bar)])


def decision_sentence(decision: Decision, at: str) -> str:
    """Returns what was decided about a sheet, by whom and when. at: the moment, as it is written."""
    return str(DECISIONS[decision.decision]) % {"name": decision.by, "at": at}


def register(bp: Blueprint) -> None:
    """Makes the words of sheets known to every template."""
    for name in (reason_name, came_by, bar_name, void_name):
        bp.add_app_template_filter(name)
    for function in (decision_sentence, erased_sentence, lost_sentence, parted_sentence):
        bp.add_app_template_global(function)


def mark_sentence(mark: str, letters: str, *, is_ambiguous: bool) -> str:
    """Returns the question about a mark that the paper does not have, or that could be two answers of it."""
    if is_ambiguous:
        return _(
            "“%(mark)s” could be two answers, for this sheet may have been printed in either alphabet. Choose above in "
            "which language it is, or type the number of the answer, from 1.",
            mark=mark,
        )
    return _("“%(mark)s” is not on this paper: %(letters)s", mark=mark, letters=letters)


def code_sentence(code: Code, cohort: Cohort, void: Void | None = None, wrong_day: WrongDay | None = None) -> str:
    """Returns a sentence on what became of a sheet of this cohort that was typed in, in the reader's language.

    void: of one that is saved, why it does not count. wrong_day: of one that is refused for its day, which day it is
    at odds with. Raises KeyError for a code that typing in never has.
    """
    if wrong_day is not None and code in (Code.TOO_EARLY, Code.TOO_LATE):
        return _wrong_day_sentence(wrong_day)
    sentences = {**_sentences(), **(_sentences_of_days() if cohort.is_on_paper else {})}
    return f"{sentences[code]}; {void_name(void)}" if void is not None else sentences[code]


def _wrong_day_sentence(wrong: WrongDay) -> str:
    sentences = {
        Edge.FIRST_DAY: _l("The sheet is of %(day)s, and the group’s first day is %(edge)s. One of the two is wrong."),
        Edge.CONSENT: _l(
            "The sheet is of %(day)s, and the consent is in place since %(edge)s: a sheet from before it is not taken. "
            "One of the two is wrong."
        ),
        Edge.NO_CONSENT: _l("The consent was taken back: no sheet is taken before it is in place again."),
        Edge.FORMER: _l("The sheet is of %(day)s, and the test before it of %(edge)s. One of the two is wrong."),
        Edge.LAST_DAY: _l("The sheet is of %(day)s, and the group’s last day is %(edge)s. One of the two is wrong."),
        Edge.LATER: _l("The sheet is of %(day)s, and the test after it of %(edge)s. One of the two is wrong."),
        Edge.TODAY: _l("The sheet is of %(day)s, and that day is still to come."),
    }
    return str(sentences[wrong.edge]) % {"day": day(wrong.sat_on), "edge": day(wrong.day)}


@dataclass(frozen=True)
class Mend:
    """A Mend is the page on which the day is changed that a sheet of paper is at odds with."""

    href: str
    label: str


def mend_of(wrong: WrongDay, cohort: Cohort, handle: int) -> Mend | None:
    """Returns where the other day is changed; None if it is today. The sheet's own day is changed where it stands."""
    if wrong.wave is not None:
        beside: dict[str, Any] = {"from": handle}
        href = url_for("lead.paper", ref=cohort.ref, wave=wrong.wave.value, days=1, **beside)
        return Mend(href, _("Change the day of the other test"))
    if wrong.edge is Edge.NO_CONSENT:
        return Mend(url_for("lead.cohort", ref=wrong.ref, _anchor="consent"), _("Note the consent"))
    if wrong.edge is Edge.CONSENT:
        return Mend(url_for("lead.cohort", ref=wrong.ref, _anchor="consent"), _("Change the day of the consent"))
    if wrong.edge in (Edge.FIRST_DAY, Edge.LAST_DAY):
        return Mend(url_for("lead.edit", ref=wrong.ref), _("Change the days of the group"))
    return None


def lost_sentence(count: int) -> str:
    """Returns what a group's result says of learners who lost a test by a sheet with a second person's yes."""
    return ngettext(
        "%(num)d learner with both tests has lost one since: a sheet was corrected when the right answers could be "
        "seen, with a second person’s yes, and it does not count.",
        "%(num)d learners with both tests have lost one since: a sheet was corrected when the right answers could be "
        "seen, with a second person’s yes, and it does not count.",
        count,
    )


def erased_sentence(count: int) -> str:
    """Returns what a group's result says of learners with both tests who were erased after it was shown."""
    return ngettext(
        "%(num)d learner with both tests was erased after this result was shown and before the group settled: the "
        "figures are without them.",
        "%(num)d learners with both tests were erased after this result was shown and before the group settled: the "
        "figures are without them.",
        count,
    )


def parted_sentence(count: int) -> str:
    """Returns what a group's result says of merges that were undone after it was made."""
    return ngettext(
        "%(num)d merge of two numbers was undone after the group’s result was made and before it settled: that result "
        "counts the two as one person, the figures count them apart.",
        "%(num)d merges of two numbers were undone after the group’s result was made and before it settled: that "
        "result counts the two of each as one person, the figures count them apart.",
        count,
    )


def void_name(void: Void) -> str:
    return str(VOIDS[void])


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
        what = sentences.get(fault.code) or code_sentence(Code(fault.code), cohort, wrong_day=fault.wrong_day)
    if not fault.column:
        return _("Row %(row)d: %(what)s", row=fault.row, what=what)
    return _("Row %(row)d, column %(column)s: %(what)s", row=fault.row, column=fault.column, what=what)

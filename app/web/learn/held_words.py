"""How a learner reads the rows that are held on them: which table, which column, which value."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.services.learner.held import KEY, NOT_YET, OF_BEFORE, Held
from app.web.act_words import act_name
from app.web.forms import AGE_LABELS, SEX_LABELS
from app.web.language import NAMES
from app.web.regional import day, moment
from app.web.staff_words import wave_name

TABLES = {
    "learner": _l("What you said when you joined"),
    "former_learner": _l("Another number that was yours"),
    "handed_card": _l("A card that is being written down"),
    "consent": _l("What you said yes to"),
    "sign_in": _l("Where you are signed in"),
    "attempt": _l("Your tests"),
    "refused_attempt": _l("Tests that lie aside and do not count"),
    "refused_count": _l("Tests that were not stored"),
    "lesson_progress": _l("Your lessons"),
    "peer_reach": _l("Friends whom you taught"),
    "score_pair": _l("How your tests are counted"),
    "attendance": _l("When you were in the room"),
    "learner_move": _l("When you came from another group"),
    "extension": _l("Extra time that you had for a test"),
    "sheet_decision": _l("What was decided about your sheets of paper"),
    "departure": _l("Why your facilitator thinks that you left"),
    "erasure_request": _l("A wish that you be erased"),
    "audit": _l("What was done with your number"),
    "wrong_try": _l("Wrong PINs at your card"),
}
COLUMNS = {
    "handle": _l("Number"),
    "sex": _l("Sex"),
    "age_band": _l("Age"),
    "language": _l("Language"),
    "joined_at": _l("Joined"),
    "given_at": _l("Said"),
    "version": _l("Words"),
    "expires_at": _l("Until"),
    "wave": _l("Test"),
    "form": _l("Form"),
    "started_at": _l("Begun"),
    "finished_at": _l("Ended"),
    "received_at": _l("Arrived"),
    "score": _l("Right answers"),
    "answered_count": _l("Questions answered"),
    "unsure_count": _l("Not sure"),
    "is_complete": _l("Complete"),
    "is_counted": _l("Counts"),
    "answers": _l("Answers"),
    "seconds": _l("Seconds"),
    "points": _l("Beside the questions"),
    "body": _l("What was sent"),
    "unstored": _l("How many"),
    "lesson_id": _l("Lesson"),
    "step": _l("Step"),
    "done_at": _l("Done"),
    "attended_on": _l("Day"),
    "peers": _l("How many"),
    "reported_at": _l("Said"),
    "lessons": _l("Lessons before the second test"),
    "early": _l("Early test"),
    "pre": _l("First test"),
    "post": _l("Second test"),
    "follow_up": _l("Follow-up"),
    "asked_at": _l("Said"),
    "moved_at": _l("When"),
    "happened_at": _l("When"),
    "act": _l("What"),
    "tried_at": _l("When"),
}
"""Columns that say something to a reader; the others stand in the file alone."""
REASONS = {
    KEY: _l("a key, not shown"),
    NOT_YET: _l("shown once your group has finished the second test"),
    OF_BEFORE: _l("from before your new card: ask your facilitator for it"),
}

Section = tuple[str, list[list[tuple[str, str]]]]
"""The words of a table, and its rows as words and value of each column."""


def sections(everything: Held, zone: str, titles: Mapping[str, str]) -> list[Section]:
    """Returns the tables that have rows, each as its title and its rows of (column, value) in the reader's language.

    Empty values are left out, and so are columns that say nothing to a reader. zone: the time zone in which moments are
    written. titles: of lessons and pieces, by id.
    """
    return [
        (str(TABLES[name]), [list(_columns(row, zone, titles)) for row in rows])
        for name, rows in everything.tables.items()
        if rows
    ]


def _columns(row: Any, zone: str, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name in COLUMNS and value is not None:
            coded = titles.get(value, "") if name == "lesson_id" else _coded(name, value)
            yield str(COLUMNS[name]), coded or _value(value, zone)


def _coded(column: str, value: Any) -> str:
    """The words of a code; "" for what is none."""
    if column == "wave":
        return wave_name(value)
    if column == "age_band":
        return str(AGE_LABELS.get(value) or value.replace("-", "–"))
    if column == "language":
        return NAMES.get(value, "")
    if column == "act":
        return act_name(value)
    return str(SEX_LABELS[value]) if column == "sex" else ""


def _value(value: Any, zone: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value, zone)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(it, zone)}" for name, it in value.items() if it is not None)
    if isinstance(value, tuple | list):
        return " + ".join(_value(it, zone) for it in value)
    return str(REASONS.get(value, value)) if isinstance(value, str) else str(value)

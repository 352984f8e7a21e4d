"""What a waiting sheet changes, for the second person who holds it against the paper: letters, never who they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.services.facilitator.paper_marks import mark_of
from app.services.versions import versions_of
from app.services.waves import Desk, Wave, desk_of
from app.store import Session
from app.store.answers import attempts
from app.store.answers.attempt import Attempt
from assessments import UNSURE


@dataclass(frozen=True)
class Change:
    """A Change is one question of a sheet that was typed in differently: its number on the sheet, and both marks.

    Marks are letters of the paper, "-" for a blank. before: "" where no sheet was typed in before.
    """

    number: int
    before: str
    now: str


def list_changes(session: Session, key: str) -> list[Change]:
    """Lists the questions that a waiting sheet changes, or all of them if it is the first. key: of its attempt.

    What was said beside the questions, about oneself, is not among them. Raises LookupError for an unknown sheet.
    """
    sheet = attempts.get_by_key(session, key)
    if sheet is None:
        raise LookupError("there is no such sheet")
    desk = desk_of(session, sheet.learner_id, sheet.structure_digest)
    former = versions_of(desk, Wave(sheet.wave)).standing
    marks = list(_marks(session, desk, sheet))
    before = list(_marks(session, desk, former)) if former is not None else [""] * len(marks)
    pairs = enumerate(zip(before, marks, strict=True), start=1)
    return [Change(number, *pair) for number, pair in pairs if pair[0] != pair[1]]


def _marks(session: Session, desk: Desk, sheet: Attempt) -> Iterator[str]:
    answers = attempts.responses_of(session, sheet)
    for item in desk.release.instrument.items:
        options = (*item.form(sheet.form).options, UNSURE)
        yield mark_of(answers.get(item.id), options, desk.language, desk.group_language)

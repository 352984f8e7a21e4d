"""Attempts and their responses. Two unique indexes decide which attempt counts and which one is open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers import extensions, frozen, numbers, refused, sheets
from app.store.answers.attempt import COLUMNS, Attempt, in_order
from app.store.memory import asked_once
from app.store.tables import UNSENT, Statement, Wording
from app.store.upserts import insert_into
from app.store.values import first_value, values_of
from assessments import Answer

__all__ = [
    "Attempt",
    "Beginning",
    "Ending",
    "begin",
    "drop",
    "get_by_key",
    "keep_response",
    "keep_sent",
    "keep_statement",
    "list_attempts",
    "list_attempts_of",
    "move",
    "responses_of",
    "statements_of",
]

ROW = tables.Attempt
_QUERY = select(*COLUMNS)
_OF_LEARNERS = _QUERY.where(ROW.learner_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Beginning:
    """A Beginning holds the particulars of an attempt that are known when it begins."""

    key: str
    learner_id: int
    cohort_id: int
    wave: str
    form: str
    structure_digest: str
    wording_digest: str
    language: str
    seed: str
    started_at: datetime
    typed_by: int | None = None
    """the staff member who types it in from paper"""
    source: str | None = None
    reason: str | None = None
    bar: str | None = None
    """of a sheet of paper, as of an Attempt"""


@dataclass(frozen=True)
class Ending:
    """An Ending holds the particulars of an attempt that are known once it has been sent and scored."""

    started_at: datetime
    finished_at: datetime
    received_at: datetime
    content_sha256: str
    score: int
    answered_count: int
    unsure_count: int
    is_complete: bool
    is_after_lesson: bool
    is_after_reveal: bool
    channel: str
    """page, phone or paper"""

    @property
    def may_count(self) -> bool:
        return self.is_complete and not self.is_after_lesson and not self.is_after_reveal


def get_by_key(session: Session, key: str) -> Attempt | None:
    return first_value(session, _QUERY.where(ROW.key == key), Attempt)


def list_attempts(session: Session, learner_id: int) -> list[Attempt]:
    """Lists all attempts of a learner, the first received first, the unfinished ones last."""
    return list_attempts_of(session, [learner_id])[learner_id]


@asked_once
def list_attempts_of(session: Session, learner_ids: Collection[int]) -> dict[int, list[Attempt]]:
    """Returns several learners' attempts by learner id, each list in the order of `list_attempts`; [] for none."""
    attempts: dict[int, list[Attempt]] = {learner_id: [] for learner_id in learner_ids}
    for attempt in values_of(session, _OF_LEARNERS, Attempt, ids=[*learner_ids]):
        attempts[attempt.learner_id].append(attempt)
    return {learner_id: sorted(of_learner, key=in_order) for learner_id, of_learner in attempts.items()}


def responses_of(session: Session, attempt: Attempt) -> dict[str, Answer | None]:
    """Returns option id, marked lines or "unsure" by item id; None: left blank. Untouched items are absent."""
    return sheets.layout(numbers.layout_of(session, attempt.instrument_id)).responses(attempt.form, attempt.answers)


def statements_of(session: Session, attempt: Attempt) -> dict[str, int | None]:
    """Returns the point chosen, 1 to 5, by statement or reaction id; None: rather not say. Unanswered are absent."""
    if not attempt.points:
        return {}
    names = {number: name for name, number in numbers.numbers(session, Statement).items()}
    return {names[number]: value for number, value in sheets.values_of(attempt.points).items()}


def begin(session: Session, beginning: Beginning) -> Attempt:
    """Begins a learner's attempt at a test and returns it, or returns the unsent one that another tab began first."""
    start = _first_values(session, beginning)
    of_wave = ("learner_id", "instrument_id", "wave")
    session.execute(
        insert_into(session, ROW).values(**start).on_conflict_do_nothing(index_elements=of_wave, index_where=UNSENT)
    )
    is_it = [getattr(ROW, name) == start[name] for name in of_wave]
    row: Any = session.execute(_QUERY.where(*is_it, ROW.received_at.is_(None))).one()
    return Attempt(*row)


def _first_values(session: Session, beginning: Beginning) -> dict[str, Any]:
    """A row with nothing answered."""
    values = dict(vars(beginning))
    wording, instrument = values.pop("wording_digest"), numbers.instrument(session, values.pop("structure_digest"))
    return {
        **values,
        "instrument_id": instrument.instrument_id,
        "wording_id": numbers.number_of(session, Wording, wording),
        "answers": sheets.layout(instrument.layout).blank_sheet(),
        "seconds": b"",
        "points": b"",
        "answered_count": 0,
    }


def keep_response(session: Session, attempt: Attempt, item_id: str, answer: Answer | None, now: datetime) -> Attempt:
    """Stores one answer of an open attempt, in place of an earlier one, and returns the changed attempt.

    answer: None or no line: left blank. The caller holds the lock. Raises ValueError as `Layout.answers` does.
    """
    layout = sheets.layout(numbers.layout_of(session, attempt.instrument_id))
    answers = layout.answers(attempt.form, {item_id: answer}, on=attempt.answers)
    return _keep(session, attempt, now, answers=answers, answered_count=sheets.count_answered(answers))


def keep_statement(session: Session, attempt: Attempt, statement_id: str, value: int | None, now: datetime) -> Attempt:
    """Stores one point of an open attempt, in place of an earlier one, and returns the changed attempt.

    value: None: preferred not to say. The caller holds the learner's lock.
    """
    number = numbers.number_of(session, Statement, statement_id)
    return _keep(session, attempt, now, points=sheets.points({**sheets.values_of(attempt.points), number: value}))


def _keep(session: Session, attempt: Attempt, now: datetime, **values: Any) -> Attempt:
    changed = replace(attempt, **values)
    if changed != attempt:  # the same again is no new answer
        session.execute(update(ROW).where(ROW.attempt_id == attempt.attempt_id).values(**values, answered_at=now))
    return changed


def keep_sent(
    session: Session,
    beginning: Beginning,
    ending: Ending,
    responses: Mapping[str, Answer | None],
    seconds: Mapping[str, int],
    statements: Mapping[str, int | None],
    *,
    draft: Attempt | None = None,
) -> bool:
    """Stores a finished attempt, in its draft if there is one, and returns whether it was stored.

    False: nothing has changed, since its key is taken or another attempt counts for the wave already. After its cohort
    has settled an attempt is stored and does not count. Raises ValueError for an unknown item or option.
    """
    of = draft or beginning
    sheet = _sheet(session, of.structure_digest, of.form, responses, seconds, statements)
    values = {**_last_values(session, ending, of), **sheet}
    try:
        with session.begin_nested():
            if draft is None:
                session.connection().execute(insert(ROW), {**_first_values(session, beginning), **values})
            else:
                session.execute(update(ROW).where(ROW.attempt_id == draft.attempt_id).values(values))
    except IntegrityError:
        return False
    return True


def _last_values(session: Session, ending: Ending, of: Attempt | Beginning) -> dict[str, Any]:
    """What comes after its cohort has settled is kept and does not count."""
    may_count = ending.may_count and of.bar is None and frozen.may_count(session, of.learner_id, of.cohort_id, of.wave)
    return {**vars(ending), "is_counted": may_count, "seed": None, "answered_at": None}


def _sheet(
    session: Session,
    structure_digest: str,
    form: str,
    responses: Mapping[str, Answer | None],
    seconds: Mapping[str, int],
    statements: Mapping[str, int | None],
) -> dict[str, bytes]:
    """An item that was looked at and neither answered nor left blank was left blank."""
    layout = sheets.layout(numbers.instrument(session, structure_digest).layout)
    known = numbers.numbers(session, Statement) if statements else {}
    points = {known.get(it) or numbers.number_of(session, Statement, it): value for it, value in statements.items()}
    return {
        "answers": layout.answers(form, {**dict.fromkeys(seconds), **responses}),
        "seconds": layout.seconds(seconds),
        "points": sheets.points(points),
    }


def drop(session: Session, attempt: Attempt) -> None:
    """Deletes an attempt that has not been sent; one that has been sent stays."""
    session.execute(delete(ROW).where(ROW.attempt_id == attempt.attempt_id, ROW.received_at.is_(None)))


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Gives one learner's attempts, and the longer time for those to come, to another.

    The caller decides before or after which of them count, see `counting`. If both have begun the same test, the draft
    of the first learner is deleted and its answers are set aside as refused.
    """
    mine = {(it.instrument_id, it.wave) for it in list_attempts(session, keep_id) if it.received_at is None}
    for attempt in list_attempts(session, drop_id):
        if attempt.received_at is None and (attempt.instrument_id, attempt.wave) in mine:
            answers, statements = responses_of(session, attempt), statements_of(session, attempt)
            body = {"wave": attempt.wave, "form": attempt.form, "answers": answers, "statements": statements}
            refused.set_aside(
                session, keep_id, key=attempt.key, sha256="", body=body, reason="wave_taken", now=attempt.started_at
            )
            drop(session, attempt)
    session.execute(update(ROW).where(ROW.learner_id == drop_id).values(learner_id=keep_id))
    extensions.move(session, drop_id, keep_id)

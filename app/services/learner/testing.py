"""A learner's test on pages: begin, answer, send; what came of it is said in outcome.py."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.services.intake import Code, take
from app.services.submission import Source, Submission, Way
from app.services.waves import Desk, Wave, beginning, desk_of, seed, without_blanks
from app.store import Session
from app.store.answers import attempts, numbers
from app.store.answers.attempts import Attempt
from app.store.people import learners
from assessments import POINTS, Answer
from courses import Live

__all__ = [
    "Sent",
    "Sitting",
    "Standing",
    "answer",
    "begin",
    "send",
    "sitting",
    "sittings",
    "state",
]


class Standing(StrEnum):
    """A Standing is how far a learner is with one test."""

    WAITING = "waiting"
    """not opened yet"""
    OPEN = "open"
    """may begin"""
    BEGUN = "begun"
    """may go on"""
    SENT = "sent"
    CLOSED = "closed"
    """closed and never sent"""


@dataclass(frozen=True)
class Sitting:
    """A Sitting is one test of a learner, as a page shows it now.

    form: A or B. instrument: its name for phones. out_of: number of items.
    """

    wave: Wave
    standing: Standing
    form: str
    seed: str
    """by it the options are shuffled; the same before and after beginning"""
    instrument: str
    language: str
    """of the words: the learner's if the instrument has it, else another"""
    key: str | None
    """UUID of the attempt begun on the server; None if none is unsent"""
    answers: Mapping[str, Answer]
    """option id, or the marked lines, by item id, as far as answered on the server; without blanks"""
    statements: Mapping[str, int | None]
    """point by id of what is asked after the items, as far as answered; None: rather not said"""
    out_of: int
    beside: int
    """number of questions after the items, which change no result"""
    had_incomplete: bool
    """an attempt was sent with too many blanks to count"""
    is_after_reveal: bool
    """learners could have seen the right answers: what is sent now is stored and not compared"""
    may_reopen: bool
    """the facilitator could open the test now, for the first time or again"""
    opens_at: datetime | None
    """when the test will open by itself; None if that is not planned or it has opened"""
    time_zone: str
    """of the cohort, for that moment"""
    closes_at: datetime | None = None
    """of an open one: when it closes by itself for this learner; None if that is not planned"""

    @property
    def is_open(self) -> bool:
        return self.standing in (Standing.OPEN, Standing.BEGUN)


@dataclass(frozen=True)
class Sent:
    """A Sent says what became of sending a test from a page.

    status: "stored"; "already" if one was sent before; or "closed". is_complete: enough is answered in what is stored.
    """

    status: str
    is_complete: bool


def sittings(session: Session, learner_id: int, now: datetime) -> Mapping[Wave, Sitting]:
    """Returns all tests of a learner as they are now, in the order in which they are sat.

    Raises LookupError if there is no such learner.
    """
    desk = desk_of(session, learner_id)
    return {wave: _sitting(session, desk, wave, now) for wave in desk.waves}


def sitting(session: Session, learner_id: int, wave: Wave, now: datetime) -> Sitting:
    """Returns one test of a learner as it is now.

    Raises LookupError for a test that the learner's cohort does not sit, or if there is no such learner.
    """
    desk = desk_of(session, learner_id)
    if wave not in desk.waves:
        raise LookupError(f"this learner's cohort sits no {wave} test")
    return _sitting(session, desk, wave, now)


def _sitting(session: Session, desk: Desk, wave: Wave, now: datetime) -> Sitting:
    unsent, sent = desk.unsent(wave), desk.sent(wave)
    return Sitting(
        wave=wave,
        standing=_standing(desk, wave, now),
        form=unsent.form if unsent else desk.form(wave),
        seed=unsent.seed if unsent and unsent.seed else seed(session, desk, wave),
        instrument=numbers.name_for_phones(session, desk.structure_digest),
        language=unsent.language if unsent else desk.language,
        key=unsent.key if unsent else None,
        answers=without_blanks(attempts.responses_of(session, unsent)) if unsent else {},
        statements=attempts.statements_of(session, unsent) if unsent else {},
        out_of=len(desk.release.instrument.items),
        beside=len(desk.statements(wave)),
        had_incomplete=sent is not None and not sent.is_complete,
        is_after_reveal=desk.schedule.is_after_closing(wave, now),
        may_reopen=desk.schedule.may_open(wave, now),
        opens_at=desk.schedule[wave].opens_at(now),
        time_zone=desk.time_zone,
        closes_at=desk.schedule[wave].closes_at(now) if desk.schedule[wave].is_open(now) else None,
    )


def _standing(desk: Desk, wave: Wave, now: datetime) -> Standing:
    sent = desk.sent(wave)
    if sent is not None and sent.is_complete:
        return Standing.SENT
    window = desk.schedule[wave]
    if window.is_open(now):
        return Standing.BEGUN if desk.unsent(wave) else Standing.OPEN
    if sent is not None:
        return Standing.SENT
    return Standing.CLOSED if window.has_closed(now) else Standing.WAITING


def begin(session: Session, learner_id: int, wave: Wave, now: datetime) -> Sitting:
    """Begins the test, or continues it if it was begun; returns it. If the test is not open, nothing changes."""
    learners.lock(session, learner_id)
    _begin(session, desk_of(session, learner_id), wave, now)
    return _sitting(session, desk_of(session, learner_id), wave, now)


def _begin(session: Session, desk: Desk, wave: Wave, now: datetime) -> Attempt | None:
    standing = _standing(desk, wave, now)
    if standing is Standing.OPEN:
        start = beginning(
            session,
            desk,
            wave,
            form=desk.form(wave),
            key=str(uuid.uuid4()),
            language=desk.language,
            started_at=now,
        )
        return attempts.begin(session, start)
    return desk.unsent(wave) if standing is Standing.BEGUN else None


def answer(session: Session, learner_id: int, wave: Wave, item_id: str, chosen: Answer | None, now: datetime) -> bool:
    """Stores one answer, in place of an earlier one, beginning the test if needed; returns False if it is not open.

    chosen: None, or no line, takes the answer back. Raises ValueError for what the form does not have.
    """
    learners.lock(session, learner_id)
    desk = desk_of(session, learner_id)
    attempt = _begin(session, desk, wave, now)
    desk.check(attempt.form if attempt else desk.form(wave), {item_id: chosen})
    if attempt is None:
        return False
    attempts.keep_response(session, attempt, item_id, chosen, now)
    return True


def state(session: Session, learner_id: int, wave: Wave, statement_id: str, value: int | None, now: datetime) -> bool:
    """Stores how far a learner agrees with a statement, or how the course was; returns False if the test is not open.

    value: 1 to 5; None for rather not said. Raises ValueError for a statement that this test does not ask, or another
    value.
    """
    learners.lock(session, learner_id)
    desk = desk_of(session, learner_id)
    if statement_id not in desk.statements(wave) or value not in (None, *POINTS):
        raise ValueError(f"the {wave} test asks no '{statement_id}' with a point '{value}'")
    attempt = _begin(session, desk, wave, now)
    if attempt is None:
        return False
    attempts.keep_statement(session, attempt, statement_id, value, now)
    return True


def send(session: Session, learner_id: int, wave: Wave, now: datetime) -> Sent:
    """Sends the attempt that was begun on pages; returns what became of it.

    The first complete attempt at a test counts. Sending again changes nothing.
    """
    learners.lock(session, learner_id)
    desk = desk_of(session, learner_id)
    draft, before = desk.unsent(wave), desk.sent(wave)
    result = take(session, _submission(session, draft, wave, now), Source(Way.PAGE), now) if draft else None
    if result is None or result.code is not Code.STORED:
        return _receipt(before)
    return Sent("stored", result.is_complete)


def _submission(session: Session, draft: Attempt, wave: Wave, now: datetime) -> Submission:
    answers = attempts.responses_of(session, draft)
    statements = attempts.statements_of(session, draft)
    return Submission(
        learner_id=draft.learner_id,
        wave=wave,
        timing=Live(draft.started_at),
        answers=answers,
        statements=statements,
        content={
            "wave": draft.wave,
            "form": draft.form,
            "instrument": numbers.name_for_phones(session, draft.structure_digest),
            "answers": answers,
            "statements": statements,
            "started_at": draft.started_at.isoformat(),
            "finished_at": now.isoformat(),
        },
        key=draft.key,
        form=draft.form,
        structure=draft.structure_digest,
        language=draft.language,
    )


def _receipt(before: Attempt | None) -> Sent:
    """What a learner hears who has nothing (more) to send."""
    return Sent("closed", is_complete=False) if before is None else Sent("already", bool(before.is_complete))

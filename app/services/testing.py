"""A learner's tests: begin, answer, send; and what a phone sends after being offline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assessments import Reason

from app.store import Session


class Wave(StrEnum):
    PRE = "pre"
    POST = "post"


class Standing(StrEnum):
    """Where a learner is with one wave's test."""

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
    """One wave's test for one learner."""

    wave: Wave
    standing: Standing
    form: str
    seed: str
    """shuffles the options; the same before and after beginning"""
    language: str
    """of the words: the learner's if the instrument has it"""
    key: str | None
    """the UUID of the attempt begun on the server"""
    answers: Mapping[str, str | None]
    """option id by item id, as far as answered on the server"""
    score: int | None
    out_of: int
    had_incomplete: bool
    """one was sent with too many blanks to count"""

    @property
    def is_open(self) -> bool:
        return self.standing in (Standing.OPEN, Standing.BEGUN)


@dataclass(frozen=True)
class Sent:
    """What became of sending: `stored`, `already` (one stood before this one) or `closed`."""

    status: str
    score: int | None
    out_of: int
    is_complete: bool


@dataclass(frozen=True)
class PutResult:
    """The answer to a phone. 201 and 200 are promises: say them after the commit only."""

    status: int
    code: str
    """stored, stored_before; key_conflict, wave_taken, closed; bad_ticket; withdrawn; unreadable"""
    sha256: str | None = None
    received_at: datetime | None = None
    field: str | None = None
    """which field of the body is wrong"""


@dataclass(frozen=True)
class Receipt:
    key: str
    wave: str
    sha256: str
    received_at: datetime


@dataclass(frozen=True)
class WaveOutcome:
    score: int
    out_of: int
    is_complete: bool
    is_baseline: bool
    """False for a pre-test taken after a lesson"""
    reasons: tuple[Reason, ...] = ()
    """empty until the cohort's post-test has closed"""


@dataclass(frozen=True)
class Outcome:
    """What a learner may see of their own tests now."""

    pre: WaveOutcome | None
    post: WaveOutcome | None
    is_revealed: bool
    """the cohort's post-test has closed: gain and reasons may be seen"""

    @property
    def gain(self) -> int | None:
        """Post minus pre in points; None until it may be seen or where a score is missing."""
        raise NotImplementedError


def sittings(session: Session, learner_id: int, now: datetime) -> Mapping[Wave, Sitting]:
    """Both tests of a learner as they stand now."""
    raise NotImplementedError


def sitting(session: Session, learner_id: int, wave: Wave, now: datetime) -> Sitting:
    """One of `sittings`."""
    return sittings(session, learner_id, now)[wave]


def begin(session: Session, learner_id: int, wave: Wave, now: datetime) -> Sitting:
    """Begin the test, or go on with it; where it is neither open nor begun, nothing changes."""
    raise NotImplementedError


def answer(
    session: Session, learner_id: int, wave: Wave, item_id: str, option_id: str | None, now: datetime
) -> bool:
    """Keep one answer of a test that was begun, in any order and as often as one likes; False: not open any more.

    Raises ValueError for an item or option that the form does not have.
    """
    raise NotImplementedError


def send(session: Session, learner_id: int, wave: Wave, now: datetime) -> Sent:
    """Send what was answered. The first complete attempt of a wave counts; a second tap changes nothing."""
    raise NotImplementedError


def tickets(session: Session, learner_id: int) -> Mapping[Wave, str]:
    """A ticket for each test: it authorises the PUT of that attempt and nothing else, also after sign-out."""
    raise NotImplementedError


def put_attempt(session: Session, ticket: str, key: str, body: Mapping[str, Any], now: datetime) -> PutResult:
    """Keep an attempt that a phone sends, once whatever happens on the way. Commit also what is refused.

    `body`: wave, form, instrument (structure digest), answers {item: option or null}, seconds {item: whole number},
    started_at, finished_at, sent_at (ISO 8601 with zone, the phone's clock). The hash is of the body without
    `ticket` and `sent_at` as JSON with sorted keys, no blanks, UTF-8.
    """
    raise NotImplementedError


def receipts(session: Session, learner_id: int) -> tuple[Receipt, ...]:
    """What the server holds for this learner."""
    raise NotImplementedError


def outcome(session: Session, learner_id: int) -> Outcome:
    """Scores; gain and reasons as soon as the cohort's post-test has closed, no earlier."""
    raise NotImplementedError


result = outcome

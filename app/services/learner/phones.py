"""What a phone sends after being offline: once, under its own key, whatever happens on the way.

Until then it keeps this under the learner's mark: the same on every phone, and it says nothing of who it is.
"""

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.services.intake import Code, take
from app.services.signatures import DIGEST, FORMER, ShortHMAC
from app.services.submission import Source, Submission, Way
from app.services.waves import Wave, desk_of
from app.store import Session, instance
from app.store.answers import attempts, numbers
from app.store.people import learners
from assessments import MOST_LINES, POINTS, Answer, marks
from courses import Clock

_OUTSIDE_THE_HASH = ("ticket", "sent_at")
"""They differ from one try to the next."""


@dataclass(frozen=True)
class PutResult:
    """A PutResult is the answer to a phone that sends an attempt.

    Send it after the commit only: 201 and 200 promise that it is stored.

    | status | code         | what the phone does                                       |
    |--------|--------------|-----------------------------------------------------------|
    | 201    | stored       | deletes its copy when key and hash are the ones it sent   |
    | 200    | stored_before| the same                                                  |
    | 401    | bad_ticket   | signs in again and fetches a new ticket                   |
    | 409    | key_conflict, wave_taken, closed | keeps it for the facilitator; set aside here |
    | 410    | withdrawn    | deletes its copy: the learner was erased                  |
    | 422    | unreadable   | a fault of the phone; `field` names it                    |
    | 422    | not_stored   | keeps its copy, the only one: it was refused and is not set aside here |
    """

    status: int
    code: str
    sha256: str | None = None
    received_at: datetime | None = None
    field: str | None = None


@dataclass(frozen=True)
class Receipt:
    key: str
    wave: str
    sha256: str
    received_at: datetime


def _moment(value: object) -> datetime:
    """An ISO 8601 moment with its zone, in years that a calendar can count with."""
    if not isinstance(value, str):
        raise ValueError("a moment is written as text")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or not 1970 <= moment.year <= 2200:
        raise ValueError("a moment needs its time zone and a year from 1970 to 2200")
    return moment


_Moment = Annotated[datetime, BeforeValidator(_moment)]
_Name = Annotated[str, Field(min_length=1, max_length=32)]
Lines = Annotated[tuple[_Name, ...], Field(max_length=MOST_LINES, strict=False), AfterValidator(marks)]
"""Marked lines in their canonical order, whatever the order in which they came."""
_Point = Annotated[int, Field(ge=POINTS[0], le=POINTS[-1])]
_Seconds = Annotated[int, Field(ge=0, le=1_000_000)]


class Sheet(BaseModel):
    """A Sheet is the body of a phone's PUT request for one attempt, without the ticket.

    Reading one raises pydantic's ValidationError for an unknown or missing field, or a value out of range.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    wave: Wave = Field(strict=False)
    form: str
    instrument: str
    """the instrument's name for phones"""
    language: str | None = None
    """of the words that the learner read; None: the learner's own"""
    answers: dict[_Name, _Name | Lines | None] = Field(max_length=200)
    """an option, marked lines in any order, or null: left blank; no line: every mark was taken back"""
    seconds: dict[_Name, _Seconds] = Field(default={}, max_length=200)
    statements: dict[_Name, _Point | None] = Field(default={}, max_length=40)
    """points of the statements and of how the course was, outside the score; null or absent: rather not said"""
    started_at: _Moment
    finished_at: _Moment
    sent_at: _Moment


def tickets(session: Session, learner_id: int) -> Mapping[Wave, str]:
    """Returns a ticket for each test of the learner: with it a phone may send that one attempt, also after signing out.

    Raises LookupError if there is no such learner.
    """
    desk = desk_of(session, learner_id)
    signer, name = _signer(session), numbers.name_for_phones(session, desk.structure_digest)
    return {wave: str(signer.dumps([learner_id, wave, desk.form(wave), name])) for wave in desk.waves}


def forms_of(session: Session, learner_id: int) -> Mapping[Wave, str]:
    """Returns the form that the learner gets on each test that their cohort sits."""
    desk = desk_of(session, learner_id)
    return {wave: desk.form(wave) for wave in desk.waves}


def _signer(session: Session) -> URLSafeSerializer:
    key = instance.pepper_of(session, "tickets")
    return URLSafeSerializer(
        key,
        salt="attempt",
        signer_kwargs={"digest_method": DIGEST, "algorithm": ShortHMAC(DIGEST)},
        fallback_signers=[{"digest_method": FORMER}],
    )


def receipts(session: Session, learner_id: int) -> tuple[Receipt, ...]:
    """Lists the tests of this learner that the server has received, the earliest first."""
    return tuple(
        Receipt(it.key, it.wave, it.content_sha256, it.received_at)
        for it in attempts.list_attempts(session, learner_id)
        if it.received_at and it.content_sha256
    )


def put_attempt(session: Session, ticket: str, key: str, body: Mapping[str, Any], now: datetime) -> PutResult:
    """Stores an attempt that a phone sends, or refuses it; returns the answer for the phone.

    Commit also if it is refused: it may have been set aside. key: UUID of the attempt. body: wave, form, instrument
    (its name for phones), answers {item: option, [lines] or null}, seconds {item: whole number}, started_at,
    finished_at, sent_at (ISO 8601 with zone, by the phone's clock), perhaps language and statements {id: 1 to 5 or
    null}. The hash is of the body without `ticket` and `sent_at`, as JSON with sorted keys and sorted lines, no blanks,
    UTF-8.
    """
    try:
        learner_id, wave, form, instrument_name = _signer(session).loads(ticket)
    except BadSignature:
        return PutResult(401, "bad_ticket")
    if not is_uuid(key):
        return PutResult(422, "unreadable", field="key")
    try:
        sheet = Sheet.model_validate({name: value for name, value in body.items() if name != "ticket"})
    except ValidationError as fault:
        return PutResult(422, "unreadable", field=field_of(fault))
    for name, ours, theirs in (
        ("wave", wave, sheet.wave),
        ("form", form, sheet.form),
        ("instrument", instrument_name, sheet.instrument),
    ):
        if ours != theirs:
            return PutResult(422, "unreadable", field=name)
    structure = numbers.structure_of_name(session, sheet.instrument)
    if structure is None:
        return PutResult(422, "unreadable", field="instrument")
    content = {name: value for name, value in body.items() if name not in _OUTSIDE_THE_HASH}
    content["answers"] = _in_one_order(sheet.answers)
    submission = Submission(
        learner_id=learner_id,
        wave=sheet.wave,
        timing=Clock(sheet.started_at, sheet.finished_at, sheet.sent_at),
        answers=sheet.answers,
        statements=sheet.statements,
        seconds=sheet.seconds,
        content=content,
        key=key,
        form=sheet.form,
        structure=structure,
        language=sheet.language,
    )
    result = take(session, submission, Source(Way.PHONE), now)
    refusal = (409, result.code.value) if result.is_aside else (422, "not_stored")
    status, code = _ANSWERS.get(result.code, refusal)
    is_hashed = status in (200, 201, 409)
    return PutResult(status, code, submission.sha256 if is_hashed else None, result.received_at, result.field or None)


def _in_one_order(answers: Mapping[str, Answer | None]) -> dict[str, str | list[str] | None]:
    """Of the same lines there is one text, however they were tapped; all else is as it was sent."""
    return {item: list(answer) if isinstance(answer, tuple) else answer for item, answer in answers.items()}


_ANSWERS = {
    Code.STORED: (201, "stored"),
    Code.ALREADY: (200, "stored_before"),
    Code.WITHDRAWN: (410, "withdrawn"),
    Code.UNREADABLE: (422, "unreadable"),
}
"""Status and code; what is not here is refused with 409."""


def field_of(fault: ValidationError) -> str:
    """Returns which field of a body is at fault, such as "answers.habit": not which of its kinds it is not either."""
    return ".".join(map(str, fault.errors()[0]["loc"][:2]))


def is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False


def mark_of(reading: Session, learner_id: int) -> str:
    """Returns the 22 characters under which a phone stores what this learner has not sent yet.

    They are the same on every phone and reveal neither code nor handle.
    """
    text = f"phone {learner_id}"
    return hmac.new(instance.pepper_of(reading, "marks").encode(), text.encode(), hashlib.sha256).hexdigest()[:22]


def mark_of_erased(reading: Session, learner_id: int) -> str | None:
    """Returns the mark (see `mark_of`) of a learner who was erased, so that phones delete what they hold; else None."""
    return mark_of(reading, learner_id) if learners.is_erased(reading, learner_id) else None

"""What a phone sends after being offline: once, under its own key, whatever happens on the way."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.services.waves import GRACE, Desk, Span, Wave, beginning, content_sha256, desk_of, ending, given
from app.store import Session, instance
from app.store.answers import attempts, refused, summaries
from app.store.answers.attempts import Beginning, Ending
from app.store.people import learners
from assessments import POINTS

_OUTSIDE_THE_HASH = ("ticket", "sent_at")
"""They differ from one try to the next."""


@dataclass(frozen=True)
class PutResult:
    """The answer to a phone. 201 and 200 are promises: say them after the commit only.

    | status | code         | what the phone does                                       |
    |--------|--------------|-----------------------------------------------------------|
    | 201    | stored       | deletes its copy when key and hash are the ones it sent   |
    | 200    | stored_before| the same                                                  |
    | 401    | bad_ticket   | signs in again and fetches a new ticket                   |
    | 409    | key_conflict, wave_taken, closed | keeps it for the facilitator; set aside here |
    | 410    | withdrawn    | deletes its copy: the learner took everything out         |
    | 422    | unreadable   | a fault of the phone; `field` names it                    |
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
_Point = Annotated[int, Field(ge=POINTS[0], le=POINTS[-1])]
_Seconds = Annotated[int, Field(ge=0, le=1_000_000)]


class Sheet(BaseModel):
    """The body of a PUT, without the ticket."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    wave: Wave = Field(strict=False)
    form: str
    instrument: str
    """the structure digest"""
    language: str | None = None
    """of the words that were read, one that the course has; None: the learner's"""
    answers: dict[_Name, _Name | None] = Field(max_length=200)
    seconds: dict[_Name, _Seconds] = Field(default={}, max_length=200)
    statements: dict[_Name, _Point | None] = Field(default={}, max_length=40)
    """how far one agrees, and how the course was: beside the score; null or absent: rather not said"""
    started_at: _Moment
    finished_at: _Moment
    sent_at: _Moment


def tickets(session: Session, learner_id: int) -> Mapping[Wave, str]:
    """A ticket for each test: it authorises the PUT of that attempt and nothing else, also after sign-out."""
    desk = desk_of(session, learner_id)
    signer = _signer(session)
    return {wave: str(signer.dumps([learner_id, wave, desk.form(wave), desk.structure_digest])) for wave in desk.waves}


def forms_of(session: Session, learner_id: int) -> Mapping[Wave, str]:
    """Which form the learner gets on which test."""
    desk = desk_of(session, learner_id)
    return {wave: desk.form(wave) for wave in desk.waves}


def _signer(session: Session) -> URLSafeSerializer:
    return URLSafeSerializer(instance.secret_of(session), salt="attempt")


def receipts(session: Session, learner_id: int) -> tuple[Receipt, ...]:
    """What the server holds for this learner, the first received first."""
    return tuple(
        Receipt(it.key, it.wave, it.content_sha256, it.received_at)
        for it in attempts.list_attempts(session, learner_id)
        if it.received_at and it.content_sha256
    )


def put_attempt(session: Session, ticket: str, key: str, body: Mapping[str, Any], now: datetime) -> PutResult:
    """Keep an attempt that a phone sends. Commit also what is refused: it is set aside.

    `body`: wave, form, instrument (structure digest), answers {item: option or null}, seconds {item: whole number},
    started_at, finished_at, sent_at (ISO 8601 with zone, by the phone's clock), perhaps language and statements
    {id: 1 to 5 or null}. The hash is of the body without `ticket` and `sent_at`, as JSON with sorted keys, no blanks,
    UTF-8.
    """
    try:
        learner_id, wave, form, structure = _signer(session).loads(ticket)
    except BadSignature:
        return PutResult(401, "bad_ticket")
    if not is_uuid(key):
        return PutResult(422, "unreadable", field="key")
    try:
        sheet = Sheet.model_validate({name: value for name, value in body.items() if name != "ticket"})
    except ValidationError as fault:
        return PutResult(422, "unreadable", field=".".join(map(str, fault.errors()[0]["loc"])))
    for name, ours, theirs in (
        ("wave", wave, sheet.wave),
        ("form", form, sheet.form),
        ("instrument", structure, sheet.instrument),
    ):
        if ours != theirs:
            return PutResult(422, "unreadable", field=name)
    learner = learners.lock(session, learner_id)
    if learner is None:
        return PutResult(410, "withdrawn")
    return _put(session, learner.learner_id, key, sheet, body, now)


def _put(
    session: Session, learner_id: int, key: str, sheet: Sheet, body: Mapping[str, Any], now: datetime
) -> PutResult:
    content = {name: value for name, value in body.items() if name not in _OUTSIDE_THE_HASH}
    sha256 = content_sha256(content)

    def refuse(code: str) -> PutResult:
        attempts.set_aside(session, learner_id, key=key, sha256=sha256, body=content, reason=code, now=now)
        return PutResult(409, code, sha256)

    there = attempts.get_by_key(session, key)
    if there is not None and there.received_at is not None:
        is_same = there.learner_id == learner_id and there.content_sha256 == sha256
        return PutResult(200, "stored_before", sha256, there.received_at) if is_same else refuse("key_conflict")
    desk = desk_of(session, learner_id, sheet.instrument)
    if there is not None and (there.learner_id, there.wave, there.form) != (learner_id, sheet.wave, sheet.form):
        return refuse("key_conflict")
    if sheet.language not in (None, *desk.release.instrument_words):
        return PutResult(422, "unreadable", field="language")
    span = desk.spans.get(sheet.wave)
    started_at, finished_at = _by_our_clock(sheet, span, now)
    if not _is_in_time(span, finished_at, now):
        return refuse("closed")
    before = desk.sent(sheet.wave)
    # One that was flagged takes no place: what was finished offline before the closing still counts.
    if before is not None and before.is_complete and not before.is_after_reveal:
        return refuse("wave_taken")
    strange = _strange(desk, sheet)
    if strange:
        return PutResult(422, "unreadable", field=strange)
    if there is not None:
        sheet = _with_arrived(session, sheet, there)
    try:
        start, end = _worked_out(session, desk, sheet, key, sha256, started_at, finished_at, now)
    except ValueError:
        return PutResult(422, "unreadable", field="answers")
    with summaries.kept(session, learner_id):
        if there is not None:
            is_kept = attempts.close_with(session, there, end, sheet.answers, sheet.seconds, sheet.statements)
        else:
            is_kept = attempts.add_sent(session, start, end, sheet.answers, sheet.seconds, sheet.statements)
    if not is_kept:
        return refuse("wave_taken")
    refused.drop_kept(session, key, sha256)  # it came before the test was open, say
    return PutResult(201, "stored", sha256, now)


def _strange(desk: Desk, sheet: Sheet) -> str | None:
    """The first time or statement of something that the test does not have; of the answers the scoring knows it."""
    items = {item.id for item in desk.release.instrument.items}
    times = (f"seconds.{name}" for name in sheet.seconds if name not in items)
    asked = desk.statements(sheet.wave)
    return next(times, None) or next((f"statements.{name}" for name in sheet.statements if name not in asked), None)


def _with_arrived(session: Session, sheet: Sheet, begun: attempts.Attempt) -> Sheet:
    """A blank takes back no answer that had arrived: it was given on another phone, or this one could not keep it."""
    answers = {**sheet.answers, **given(attempts.responses_of(session, begun.attempt_id)), **given(sheet.answers)}
    statements = {**attempts.statements_of(session, begun.attempt_id), **sheet.statements}
    return sheet.model_copy(update={"answers": answers, "statements": statements})


def _worked_out(
    session: Session,
    desk: Desk,
    sheet: Sheet,
    key: str,
    sha256: str,
    started_at: datetime,
    finished_at: datetime,
    now: datetime,
) -> tuple[Beginning, Ending]:
    """Raises ValueError for answers that the form does not have."""
    language = sheet.language or desk.language
    start = beginning(session, desk, sheet.wave, form=sheet.form, key=key, language=language, started_at=started_at)
    end = ending(
        session,
        desk,
        sheet.wave,
        sheet.answers,
        form=sheet.form,
        started_at=started_at,
        finished_at=finished_at,
        received_at=now,
        sha256=sha256,
        channel="phone",
    )
    return start, end


def _by_our_clock(sheet: Sheet, span: Span | None, now: datetime) -> tuple[datetime, datetime]:
    """When the test was begun and finished: the phone's clock may be years off, but it runs as fast as ours.

    Both lie between the opening of the test and now. Where it was set right or wrong in between, nobody can know: set
    forward it gives the opening, set back the closing, or now. So nothing is lost that may have been finished in time.
    """
    finished_at = now - max(sheet.sent_at - sheet.finished_at, timedelta(0))
    if sheet.sent_at < sheet.finished_at and span and span.closed_at:
        finished_at = min(now, span.closed_at)
    finished_at = max(finished_at, min(span.opened_at, now)) if span else finished_at
    started_at = finished_at - max(sheet.finished_at - sheet.started_at, timedelta(0))
    return (max(started_at, min(span.opened_at, now)) if span else started_at), finished_at


def _is_in_time(span: Span | None, finished_at: datetime, now: datetime) -> bool:
    if span is None or not span.has_opened(now):
        return False
    if span.closed_at is None or not span.has_closed(now):
        return True
    return finished_at <= span.closed_at and now <= span.closed_at + GRACE


def is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False

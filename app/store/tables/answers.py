"""What learners sent: tests, lessons, whom they taught."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.store.encodings import Hex, Moment, UuidBytes
from app.store.tables.programmes import Instrument, Lesson
from app.store.tables.row import Code, Digest, Row

_OF_WAVE = ("learner_id", "instrument_id", "wave")
COUNTED, UNSENT = text("is_counted"), text("received_at IS NULL")


class Attempt(Row):
    """An Attempt row is one learner's sitting of one form of a test; `received_at` is None until it is sent."""

    __tablename__ = "attempt"

    attempt_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(UuidBytes, unique=True)
    """made by the phone or by the server for a form that posts"""
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"), index=True)
    """where it was sat"""
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.instrument_id"))
    wave: Mapped[str] = mapped_column(Code)
    form: Mapped[str] = mapped_column(String(1))
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.wording_id"))
    language: Mapped[str] = mapped_column(String(12))
    seed: Mapped[str | None] = mapped_column(Hex(8))
    """shuffles the options; None once sent"""
    started_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    """when the last new answer came; None: none has come yet, or it is sent"""
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    content_sha256: Mapped[str | None] = mapped_column(Hex(32))
    """of the canonical body: a retry with other content is refused"""
    score: Mapped[int | None]
    answered_count: Mapped[int]
    """so far, while it is not sent"""
    unsure_count: Mapped[int | None]
    is_complete: Mapped[bool | None]
    is_after_lesson: Mapped[bool] = mapped_column(server_default=text("false"))
    """a pre-test or early test taken after a lesson was done: kept, flagged, not a baseline"""
    is_after_reveal: Mapped[bool] = mapped_column(server_default=text("false"))
    """a post-test finished after the first closing, when the right answers could be seen: kept, never paired"""
    channel: Mapped[str | None] = mapped_column(Code)
    """page, phone or paper; None: not sent yet"""
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    """who typed it in from paper; None: it came from a phone"""
    source: Mapped[str | None] = mapped_column(Code)
    """how a sheet of paper came in: typed or file; None: as its channel says"""
    reason: Mapped[str | None] = mapped_column(Code)
    """why a sheet was typed in again: a code of a short list; None: it was the first"""
    bar: Mapped[str | None] = mapped_column(Code)
    """why a sheet does not stand: waiting, replaced, refused, corrected or taken_out; None: it stands"""
    is_confirmed: Mapped[bool] = mapped_column(server_default=text("false"))
    """a second person said yes to a sheet that came in when the right answers could be seen"""
    is_counted: Mapped[bool] = mapped_column(server_default=text("false"))
    """the one that counts of all that were sent on this wave"""
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    """a byte an item, see `app.store.sheets`, and so are the next two"""
    seconds: Mapped[bytes] = mapped_column(LargeBinary)
    points: Mapped[bytes] = mapped_column(LargeBinary)
    """of what is asked beside the items: outside the score"""

    structure_digest: Mapped[str] = column_property(
        select(Instrument.structure_digest).where(Instrument.instrument_id == instrument_id).scalar_subquery()
    )

    __table_args__ = (
        # The first complete attempt of a wave counts, and a wave has one unfinished attempt: these two decide.
        Index("uq_attempt_counted", *_OF_WAVE, unique=True, sqlite_where=COUNTED, postgresql_where=COUNTED),
        Index("uq_attempt_open", *_OF_WAVE, unique=True, sqlite_where=UNSENT, postgresql_where=UNSENT),
    )


class RefusedAttempt(Row):
    """A RefusedAttempt row is a test that was sent, refused and set aside for the facilitator; it never counts."""

    __tablename__ = "refused_attempt"

    refused_attempt_id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(36))
    content_sha256: Mapped[str] = mapped_column(Digest)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Code)
    """key_conflict, wave_taken or closed"""
    received_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("key", "content_sha256"),)


class RefusedCount(Row):
    """A RefusedCount row is how many refused tests of a learner's wave were not stored, since enough were set aside."""

    __tablename__ = "refused_count"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    wave: Mapped[str] = mapped_column(Code, primary_key=True)
    unstored: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class LessonProgress(Row):
    __tablename__ = "lesson_progress"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    lesson_number: Mapped[int] = mapped_column(ForeignKey("lesson.lesson_number"), primary_key=True)
    step: Mapped[int]
    """the furthest step reached, from 1; it only grows"""
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    lesson_id: Mapped[str] = column_property(
        select(Lesson.lesson_id).where(Lesson.lesson_number == lesson_number).scalar_subquery()
    )

    __table_args__ = ({"sqlite_with_rowid": False},)


class PeerReach(Row):
    """A PeerReach row is how many peers a learner last reported that they taught: a number, no names."""

    __tablename__ = "peer_reach"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    peers: Mapped[int]
    reported_at: Mapped[datetime]


class ScorePair(Row):
    """A ScorePair row holds a learner's counting scores on one instrument; None for a test not sat.

    It exists once a score counts, or once the learner's cohort has settled.
    """

    __tablename__ = "score_pair"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.instrument_id"), primary_key=True)
    cohort_id: Mapped[int] = mapped_column(index=True)
    """where the pre-test was sat, or the first of the others"""
    form_order: Mapped[str] = mapped_column(String(2))
    """AB or BA: the form of the pre-test, then of the post-test"""
    sex: Mapped[str] = mapped_column(Code)
    age_band: Mapped[str] = mapped_column(Code)
    language: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(Code)
    """of the post-test, or of the last that was sat before it"""
    lessons: Mapped[int]
    """pieces of lessons had when the post-test was finished, see `app.store.answers.dose`; 0 without one"""
    early: Mapped[int | None]
    pre: Mapped[int | None]
    post: Mapped[int | None]
    follow_up: Mapped[int | None]
    peers: Mapped[int | None]
    """taught, as last reported when the cohort settled; None before, or where nothing was reported"""
    is_late: Mapped[bool] = mapped_column(server_default=text("false"))
    """whether a test that counts came when the right answers could be seen: the second one from a phone, or a sheet of
    paper with a second person's yes; false before it settled"""
    came: Mapped[int] = mapped_column(server_default=text("0"))
    """how both tests came, see `came_code` in analytics; 0 before it settled, and where that is unknown"""
    is_extended: Mapped[bool] = mapped_column(server_default=text("false"))
    """whether the first or the second test was sat when it had closed for others; false before it settled"""
    reason: Mapped[str | None] = mapped_column(Code)
    """why the learner left, as noted when the cohort settled; None before, or where nothing was noted"""

    __table_args__ = ({"sqlite_with_rowid": False},)

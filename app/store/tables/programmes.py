"""Programmes, and what is taught and asked in them."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.row import Code, Digest, Named, Ref, Row, Searched


class Instance(Row):
    """The one Instance row says what kind of instance this is, and holds its pepper, which the secret outside opens."""

    __tablename__ = "instance"

    instance_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    """real, demonstration or test"""
    secret: Mapped[str | None] = mapped_column(String(64))
    """only on the way: of an instance before it is brought over, and of the copy within an encrypted backup"""
    pepper: Mapped[bytes | None] = mapped_column(LargeBinary(160))
    """encrypted by the secret"""
    created_at: Mapped[datetime]


class Pulse(Row):
    """The Pulse row, one at most, is a number that is raised to find out whether answers can be stored."""

    __tablename__ = "pulse"

    pulse_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    beats: Mapped[int] = mapped_column(BigInteger)


class Programme(Named, Row):
    WORDS = ("name",)
    __tablename__ = "programme"

    programme_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    name: Mapped[str] = mapped_column(String(120))
    countries: Mapped[list[str]] = mapped_column(JSON)
    """ISO 3166-1 codes, the main one first"""
    languages: Mapped[list[str]] = mapped_column(JSON)
    """first, second, ...: a lesson without the learner's language is shown in the second"""
    time_zone: Mapped[str] = mapped_column(String(64))
    consent_kept_at: Mapped[str] = mapped_column(String(200))
    """where the guardians' consent is kept on paper"""
    retention_months: Mapped[int | None]
    """so long after a cohort has settled its learners are erased; None: nobody has decided, so nobody is"""
    retention_set_at: Mapped[datetime | None]
    """when that was decided last"""
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Partner(Named, Row):
    WORDS = ("name",)
    __tablename__ = "partner"

    partner_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    contact: Mapped[str] = mapped_column(String(80), server_default="")
    """its own telephone number, or a place: what stands first in a learner's Help; "" for none"""
    contact_hours: Mapped[str] = mapped_column(String(80), server_default="")
    """when somebody answers there"""
    contact_confirmed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("programme_id", "name"),)


class Region(Row):
    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    """ISO 3166-2"""
    country: Mapped[str] = mapped_column(String(2), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(80))
    name_ru: Mapped[str] = mapped_column(String(80))
    name_native: Mapped[str] = mapped_column(String(80))


class CourseRelease(Row):
    """A CourseRelease row is a course as it was when released, whole and frozen.

    Cohorts keep the one they began with.
    """

    __tablename__ = "course_release"

    course_release_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(Digest)
    structure_digest: Mapped[str] = mapped_column(Digest)
    content: Mapped[str] = mapped_column()
    """the release as JSON"""
    released_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    """no new cohort may take it"""

    __table_args__ = (UniqueConstraint("programme_id", "digest"),)


class Instrument(Row):
    """An Instrument row describes the items of a test and their options, so that the bytes of sittings can be read."""

    __tablename__ = "instrument"

    instrument_id: Mapped[int] = mapped_column(primary_key=True)
    structure_digest: Mapped[str] = mapped_column(Digest, unique=True)
    layout: Mapped[str] = mapped_column()
    """as `sheets.layout_text` writes it"""
    out_of: Mapped[int]
    """items"""
    name_for_phones: Mapped[str] = mapped_column(Digest, unique=True, index=True, server_default="")
    """random, since whoever has the digest of a short test can try all keys"""


class Wording(Row):
    """A Wording row gives a number to the digest of the words in which a form was read."""

    __tablename__ = "wording"

    wording_id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Digest, unique=True)


class Statement(Row):
    """A Statement row gives a number to the id of a statement, or of a question about how the course was."""

    __tablename__ = "asked"

    asked_id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(Code, unique=True)


class Lesson(Row):
    """A Lesson row gives a number to the id of a lesson, or of a piece of one."""

    __tablename__ = "lesson"

    lesson_number: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(Code, unique=True)


class Helpline(Searched, Row):
    WORDS = ("service", "number", "audience")
    __tablename__ = "helpline"

    helpline_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    kind: Mapped[str] = mapped_column(Code)
    """emergency (police, fire and doctors, kept by the state for decades) or helpline"""
    service: Mapped[str] = mapped_column(String(160))
    number: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(160))
    hours: Mapped[str] = mapped_column(String(40))
    is_free: Mapped[bool | None]
    source: Mapped[str] = mapped_column(String(300))
    source_url: Mapped[str] = mapped_column(String(500))
    sourced_on: Mapped[date | None]
    is_official: Mapped[bool]
    """the source is the service itself or the state"""
    confirmed_on: Mapped[date | None]
    """the day on which staff called it and it answered as described"""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    hidden_at: Mapped[datetime | None]

"""The rows. They know no behaviour."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column

from app.store.encodings import Fingerprint, Hex, Moment, PinHash, UtcDateTime, UuidBytes


class Row(DeclarativeBase):
    """Names of constraints are given by rule, so that a migration can alter them on SQLite too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime}


Ref = String(16)
"""A random public id, the only one that stands in a URL."""
Digest = String(64)
Code = String(32)


class Instance(Row):
    """One row: what this instance is and the secret that signs its cookies and tickets."""

    __tablename__ = "instance"

    instance_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    """real, demonstration or test"""
    secret: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class Programme(Row):
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
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Partner(Row):
    __tablename__ = "partner"

    partner_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
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


class Staff(Row):
    """A person who works here. Without a passphrase they have not used their one-time link yet."""

    __tablename__ = "staff"

    staff_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    """the name they sign in with, in small letters"""
    passphrase_hash: Mapped[str | None] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class RoleGrant(Row):
    """A role within a scope: the whole instance, a programme, or a partner in it."""

    __tablename__ = "role_grant"

    role_grant_id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    role: Mapped[str] = mapped_column(Code)
    """administrator, me_officer, partner_lead or facilitator"""
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.programme_id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.partner_id"))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OneTimeLink(Row):
    __tablename__ = "one_time_link"

    one_time_link_id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(Digest, unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CourseRelease(Row):
    """A course as it was when released, whole and frozen; cohorts keep the release they began with."""

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
    """What a sitting was about, once: its items and their options, so that its bytes can be read."""

    __tablename__ = "instrument"

    instrument_id: Mapped[int] = mapped_column(primary_key=True)
    structure_digest: Mapped[str] = mapped_column(Digest, unique=True)
    layout: Mapped[str] = mapped_column()
    """as `sheets.layout_text` writes it"""
    out_of: Mapped[int]
    """items"""


class Wording(Row):
    """A number for the words in which a form was read."""

    __tablename__ = "wording"

    wording_id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Digest, unique=True)


class Statement(Row):
    """A number for a statement, or for a question how the course was."""

    __tablename__ = "asked"

    asked_id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(Code, unique=True)


class Lesson(Row):
    """A number for a lesson."""

    __tablename__ = "lesson"

    lesson_number: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(Code, unique=True)


class Cohort(Row):
    __tablename__ = "cohort"

    cohort_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.partner_id"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    course_release_id: Mapped[int] = mapped_column(ForeignKey("course_release.course_release_id"))
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(12))
    way: Mapped[str] = mapped_column(Code)
    """room, remote or mixed"""
    time_zone: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    consent_on: Mapped[date | None]
    """the day on which consent of guardians or institution was in place; nobody joins before"""
    is_waiting: Mapped[bool] = mapped_column(server_default=text("false"))
    """sits an early test and waits some weeks before its course: the comparison group"""
    lottery_ref: Mapped[str | None] = mapped_column(Ref)
    """the draw that this cohort was in, whether it waits by it or not; None: nobody drew"""
    lessons_on: Mapped[date | None]
    """of a waiting cohort: the day on which its first test and lessons are planned to begin"""
    joining_opened_at: Mapped[datetime | None]
    joining_closed_at: Mapped[datetime | None]
    next_handle: Mapped[int] = mapped_column(server_default="1")
    next_first_form: Mapped[str] = mapped_column(String(1), server_default="A")
    """the form that the next learner starts with: half of a cohort starts with A"""
    declined_count: Mapped[int] = mapped_column(server_default="0")
    withdrawn_count: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Window(Row):
    """When a cohort's test of one wave is open. No row: never opened yet, and no time is planned."""

    __tablename__ = "window"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    wave: Mapped[str] = mapped_column(Code, primary_key=True)
    opened_at: Mapped[datetime]
    """to come where the opening is planned"""
    closed_at: Mapped[datetime | None]
    """None: open now. A reopened test has None again."""
    first_closed_at: Mapped[datetime | None]
    """None again where the closing was undone before anything was shown"""


class Learner(Row):
    """A random code and a handle. Never a name, e-mail, phone, birth date or address."""

    __tablename__ = "learner"

    learner_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"))
    handle: Mapped[int] = mapped_column()
    code_hash: Mapped[str] = mapped_column(Hex(16), unique=True)
    """half of the keyed hash of the learner code: the code itself stands on the card only"""
    pin_hash: Mapped[str | None] = mapped_column(PinHash)
    """None: nobody signs in with this card"""
    join_key: Mapped[str] = mapped_column(Fingerprint, unique=True)
    """of what the phone made: joining twice with one key is joining once"""
    sex: Mapped[str] = mapped_column(Code)
    """female, male or unsaid"""
    age_band: Mapped[str] = mapped_column(Code)
    language: Mapped[str] = mapped_column(String(12))
    first_form: Mapped[str] = mapped_column(String(1))
    joined_at: Mapped[datetime] = mapped_column(Moment)

    # An id is never given out again: a ticket on a phone outlives the learner who withdrew.
    __table_args__ = (UniqueConstraint("cohort_id", "handle"), {"sqlite_autoincrement": True})


class FormerLearner(Row):
    """Somebody who had joined twice: what a phone still sends for the id that went belongs to the one that stays."""

    __tablename__ = "former_learner"

    former_learner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)


class PreparedCard(Row):
    """A printed card that nobody has used yet: with it somebody joins in the place that it names."""

    __tablename__ = "prepared_card"

    prepared_card_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"))
    handle: Mapped[int] = mapped_column()
    first_form: Mapped[str] = mapped_column(String(1))
    code_hash: Mapped[str] = mapped_column(Digest, unique=True)
    pin_hash: Mapped[str] = mapped_column(String(160))
    batch: Mapped[str] = mapped_column(String(64), index=True)
    """made by the page that asked for it: asking twice is asking once"""
    made_at: Mapped[datetime]

    # An id is never given out again: a browser that signed in with a used card must not find another's.
    __table_args__ = (UniqueConstraint("cohort_id", "handle"), {"sqlite_autoincrement": True})


class Consent(Row):
    """A learner's assent: which words, in which language, when."""

    __tablename__ = "consent"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    version: Mapped[str] = mapped_column(Code, primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class SignIn(Row):
    """Somebody is signed in as long as this row stands and has not expired."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(Digest, primary_key=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("(learner_id IS NULL) <> (staff_id IS NULL)", name="one_person"),)


class WrongTry(Row):
    """A wrong code, PIN or passphrase, counted against the budgets it touches."""

    __tablename__ = "wrong_try"

    wrong_try_id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(80))
    tried_at: Mapped[datetime]

    __table_args__ = (Index("ix_wrong_try_bucket_tried_at", "bucket", "tried_at"),)


_OF_WAVE = ("learner_id", "instrument_id", "wave")
COUNTED, UNSENT = text("is_counted"), text("received_at IS NULL")


class Attempt(Row):
    """One sitting of one form on one wave. Not sent yet: `received_at` is None."""

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
    """A second, different body under a key or for a wave that was taken: kept aside, never counted."""

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


class Attendance(Row):
    """A learner sat in a session that a facilitator led."""

    __tablename__ = "attendance"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    lesson_number: Mapped[int] = mapped_column(ForeignKey("lesson.lesson_number"), primary_key=True)
    attended_on: Mapped[date]

    lesson_id: Mapped[str] = column_property(
        select(Lesson.lesson_id).where(Lesson.lesson_number == lesson_number).scalar_subquery()
    )

    __table_args__ = ({"sqlite_with_rowid": False},)


class PeerReach(Row):
    """How many peers a learner says that they taught: a number, no names. The last one said stands."""

    __tablename__ = "peer_reach"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    peers: Mapped[int]
    reported_at: Mapped[datetime]


class Helpline(Row):
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


class Audit(Row):
    """What staff did, to what, when. Never an answer, a code or a PIN."""

    __tablename__ = "audit"

    audit_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column("happened_at")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    """None: the command line or a learner's own act"""
    act: Mapped[str] = mapped_column(String(40))
    programme_id: Mapped[int | None]
    cohort_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(80))
    """such as `learner 7` (the handle) or a public id"""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        # A list of fifty, of all acts, of one kind or of one person, costs the same however many there are.
        Index("ix_audit_happened_at", "happened_at"),
        Index("ix_audit_act", "act", "happened_at"),
        Index("ix_audit_staff_id", "staff_id", "happened_at"),
    )


class ScorePair(Row):
    """A learner's scores on one instrument, as soon as one of them counts: a test that was not sat is None."""

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
    """done when the post-test was finished; 0 without one"""
    early: Mapped[int | None]
    pre: Mapped[int | None]
    post: Mapped[int | None]
    follow_up: Mapped[int | None]
    peers: Mapped[int | None]
    """taught, as last reported when the cohort settled; None before, or where nothing was reported"""

    __table_args__ = ({"sqlite_with_rowid": False},)


UNSETTLED = text("NOT is_settled")


class CohortTally(Row):
    """How far a cohort's learners are, so that progress is told without reading one of them."""

    __tablename__ = "cohort_tally"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    enrolled: Mapped[int]
    early: Mapped[int]
    pre: Mapped[int]
    post: Mapped[int]
    paired: Mapped[int]
    follow_up: Mapped[int]
    is_settled: Mapped[bool] = mapped_column(server_default=text("false"))
    """its course has been: what it counts is frozen"""

    __table_args__ = (
        Index("ix_cohort_tally_open", "cohort_id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
        {"sqlite_with_rowid": False},
    )


_OF_STEP = ("cohort_id", "step")
CURRENT = text("is_current")


class Settlement(Row):
    """A step of a cohort, counted once and whole: whatever happens to its people afterwards, this stays.

    Where it counts stays too: programme, partner, region and way are those of the moment when it settled.
    """

    __tablename__ = "settlement"

    settlement_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"))
    step: Mapped[str] = mapped_column(Code)
    """reveal (what its facilitator sees), course or follow_up"""
    number: Mapped[int]
    """from 1; more where it settled anew"""
    is_current: Mapped[bool]
    """of those of one step the last"""
    settled_at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    """None: it was due"""
    month: Mapped[str] = mapped_column(String(7))
    """yyyy-mm in the cohort's time zone: when its course was due, or of the deed; of the follow-up the same"""
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.instrument_id"))
    programme_id: Mapped[int]
    partner_id: Mapped[int]
    region_code: Mapped[str] = mapped_column(String(8))
    way: Mapped[str] = mapped_column(Code)
    standing: Mapped[str] = mapped_column(Code)
    """counted or waiting"""
    learner_count: Mapped[int]
    """whom the ledger counts, with two tests or without"""
    erased_count: Mapped[int] = mapped_column(server_default="0")
    """of these: whose rows are gone since"""
    merged_count: Mapped[int] = mapped_column(server_default="0")
    """of these: second rows of one person, gone since"""
    ledger: Mapped[bytes] = mapped_column(LargeBinary)
    """as `analytics.counts.ledger.Ledger` packs it"""
    seal: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''"))
    """of all that is frozen, see `app.store.seals`"""

    __table_args__ = (
        UniqueConstraint(*_OF_STEP, "number"),
        Index("uq_settlement_current", *_OF_STEP, unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("ix_settlement_month", "programme_id", "month"),
    )


class Cell(Row):
    """What all settled cohorts add up to, by one split and month: the tables of a report read these alone."""

    __tablename__ = "cell"

    cell_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.instrument_id"))
    step: Mapped[str] = mapped_column(Code)
    standing: Mapped[str] = mapped_column(Code)
    """counted, waiting, or typed_late: typed in from paper after the answers could be seen, and never added"""
    split: Mapped[str] = mapped_column(Code)
    value: Mapped[str] = mapped_column(Code)
    month: Mapped[str] = mapped_column(String(7))
    scores: Mapped[bytes] = mapped_column(LargeBinary)
    """a folded tally, as `analytics.counts.tally.Tally` packs it; and so is the next"""
    answers: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint(
            *("programme_id", "instrument_id", "step", "standing", "split", "value", "month"), name="uq_cell_key"
        ),
    )


class CohortSum(Row):
    """Sums over the pairs of one settled cohort, whole and by split: for what is reckoned between cohorts."""

    __tablename__ = "cohort_sum"

    settlement_id: Mapped[int] = mapped_column(
        ForeignKey("settlement.settlement_id", ondelete="CASCADE"), primary_key=True
    )
    split: Mapped[str] = mapped_column(Code, primary_key=True)
    """total, or of what lies within a cohort"""
    value: Mapped[str] = mapped_column(Code, primary_key=True)
    learner_count: Mapped[int]
    d: Mapped[int]
    dd: Mapped[int]
    improved: Mapped[int]
    worse: Mapped[int]
    pre: Mapped[int]
    pre_pre: Mapped[int]
    pre_post: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class Publication(Row):
    """Figures that have left the house: dated, numbered, and never changed again."""

    __tablename__ = "publication"

    publication_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    number: Mapped[int]
    edition: Mapped[int]
    """from 1; more where a number was corrected"""
    until_on: Mapped[date]
    """of cohorts settled until the end of this day, in the programme's time zone"""
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    """None: the command line"""
    learner_count: Mapped[int]
    """with both tests, of all instruments"""
    digest: Mapped[str] = mapped_column(Hex(32))
    """SHA-256 of the content's JSON"""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """all that anybody may be told, as JSON, zlib"""
    ledger: Mapped[bytes] = mapped_column(LargeBinary)
    """exact figures that the next publication is checked against: never told, and not in the digest"""
    seal: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''"))
    """of all that is frozen, and of what entered with it, see `app.store.seals`; never told"""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    reason: Mapped[str] = mapped_column(String(400), server_default="")
    """of the withdrawal"""

    __table_args__ = (UniqueConstraint("programme_id", "number", "edition"),)


class PublicationCohort(Row):
    """The publication with which a step of a cohort first left the house; it is in all later ones."""

    __tablename__ = "publication_cohort"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"), primary_key=True)
    step: Mapped[str] = mapped_column(Code, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.publication_id"))

    __table_args__ = ({"sqlite_with_rowid": False},)


class PublicationFile(Row):
    """A file of a publication as it was first made: what makes files changes, and this does not."""

    __tablename__ = "publication_file"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.publication_id"), primary_key=True)
    format: Mapped[str] = mapped_column(Code, primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    split: Mapped[str] = mapped_column(Code, primary_key=True)
    destination: Mapped[str] = mapped_column(Digest, primary_key=True)
    """of what only its receiver knows, such as an activity of IATI; "" where nothing was said"""
    digest: Mapped[str] = mapped_column(Hex(32))
    """SHA-256 of its name and its bytes"""
    data: Mapped[bytes] = mapped_column(LargeBinary)

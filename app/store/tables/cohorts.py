"""Cohorts, when their tests are open, and how far they are."""

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.store.tables.programmes import Lesson
from app.store.tables.row import Code, Named, Ref, Row


class Cohort(Named, Row):
    WORDS = ("label",)
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
    """room, remote, mixed or paper"""
    time_zone: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    consent_on: Mapped[date | None]
    """the day on which consent of guardians or institution was in place; nobody joins before"""
    is_waiting: Mapped[bool] = mapped_column(server_default=text("false"))
    """sits an early test and waits some weeks before its course: the comparison group"""
    is_pilot: Mapped[bool] = mapped_column(server_default=text("false"))
    """tries course and test out: counted apart, and in no figure of the programme"""
    lottery_ref: Mapped[str | None] = mapped_column(Ref)
    """the draw that this cohort was in, whether it waits by it or not; None: nobody drew"""
    lessons_on: Mapped[date | None]
    """of a waiting cohort: the day on which its first test and lessons are planned to begin"""
    joining_opened_at: Mapped[datetime | None]
    joining_closed_at: Mapped[datetime | None]
    next_handle: Mapped[int] = mapped_column(server_default="1")
    next_first_form: Mapped[str] = mapped_column(String(1), server_default="A")
    """the form that the next learner starts with: half of a cohort starts with A"""
    expected_count: Mapped[int] = mapped_column(server_default="25")
    """so many learners are expected; a fifth more may join"""
    place_limit: Mapped[int | None]
    """so many may join, whatever is expected; None: nobody has set a limit"""
    declined_count: Mapped[int] = mapped_column(server_default="0")
    withdrawn_count: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    """when the programme's clock erased what its learners answered; its counts stay"""
    wall_scene: Mapped[str | None] = mapped_column(Code)
    """what was last chosen for the screen for the room: code, lesson, talk, question, stage; None: nothing ever"""
    wall_number: Mapped[int | None]
    """of the lesson or of the question, from 1; 0: the scene has none"""
    wall_stage: Mapped[str | None] = mapped_column(Code)
    """the stage of the cohort in which it was chosen, and for which alone it holds"""
    wall_since: Mapped[datetime | None]
    """since when this lesson or scene is shown"""
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    """over who is in it, see `app.store.programmes.cohort_seals`"""


class Window(Row):
    """A Window row is when a cohort's test of one wave is open; a test that was never opened or planned has no row."""

    __tablename__ = "window"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    wave: Mapped[str] = mapped_column(Code, primary_key=True)
    opened_at: Mapped[datetime]
    """to come where the opening is planned"""
    closed_at: Mapped[datetime | None]
    """None: open now. A reopened test has None again. To come where the closing is planned."""
    first_closed_at: Mapped[datetime | None]
    """None again where the closing was undone before anything was shown"""
    put_off_from: Mapped[datetime | None]
    """the closing that had been announced; None: the test was not open longer"""
    extended_to: Mapped[datetime | None]
    """the end of the last extension of one learner"""


class Extension(Row):
    """An Extension row lets one learner sit a test of their cohort after its closing, until a moment of their own."""

    __tablename__ = "extension"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    wave: Mapped[str] = mapped_column(Code, primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"))
    """whose test it is: it ends for whoever moves to another"""
    until: Mapped[datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


class Departure(Row):
    """A Departure row is why a learner left, as a code: never a word of what happened."""

    __tablename__ = "departure"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(Code)
    """moved, work, unwilling, unreachable or unknown"""

    __table_args__ = ({"sqlite_with_rowid": False},)


class Attendance(Row):
    """An Attendance row records that a learner attended a lesson that a facilitator led, and on which day."""

    __tablename__ = "attendance"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    lesson_number: Mapped[int] = mapped_column(ForeignKey("lesson.lesson_number"), primary_key=True)
    attended_on: Mapped[date]

    lesson_id: Mapped[str] = column_property(
        select(Lesson.lesson_id).where(Lesson.lesson_number == lesson_number).scalar_subquery()
    )

    __table_args__ = ({"sqlite_with_rowid": False},)


class HeldSession(Row):
    """A HeldSession row records that attendance was noted of a piece of a lesson, if only that nobody came."""

    __tablename__ = "held_session"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    lesson_number: Mapped[int] = mapped_column(ForeignKey("lesson.lesson_number"), primary_key=True)
    held_on: Mapped[date]

    __table_args__ = ({"sqlite_with_rowid": False},)


UNSETTLED = text("NOT is_settled")


class CohortTally(Row):
    """A CohortTally row counts how far a cohort's learners are, so that no learner has to be read for that."""

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

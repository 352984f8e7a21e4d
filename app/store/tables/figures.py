"""What settled cohorts add up to, and what of it was published."""

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.encodings import Hex
from app.store.tables.row import Code, Digest, Row

_OF_STEP = ("cohort_id", "step")
CURRENT = text("is_current")


class Settlement(Row):
    """A Settlement row is the count of one step of a cohort; it stays, whatever happens to the cohort's learners.

    Programme, partner, region and way are those at the moment when it settled, and stay too.
    """

    __tablename__ = "settlement"

    settlement_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"))
    step: Mapped[str] = mapped_column(Code)
    """reveal (what its facilitator sees), course or follow_up"""
    number: Mapped[int]
    """from 1; higher if it settled again"""
    is_current: Mapped[bool]
    """the last of its step"""
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
    """how many of these were erased since; of a reveal: how many learners with both tests, until its course settled"""
    merged_count: Mapped[int] = mapped_column(server_default="0")
    """how many of these were merged into another learner since; of a reveal: how many merges were undone, until then"""
    ledger: Mapped[bytes] = mapped_column(LargeBinary)
    """as `analytics.counts.ledger.Ledger` packs it"""
    seal: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''"))
    """of all that is frozen, see `app.store.figures.seals`"""
    keyed_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    """of the same, see `app.store.figures.frozen_seals`"""

    __table_args__ = (
        UniqueConstraint(*_OF_STEP, "number"),
        Index("uq_settlement_current", *_OF_STEP, unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("ix_settlement_month", "programme_id", "month"),
    )


class Cell(Row):
    """A Cell row holds sums over settled cohorts, for one value of a split and one month; reports read only these."""

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
    """A CohortSum row holds sums over the pairs of one settled cohort, in all or by a split, to compare cohorts."""

    __tablename__ = "cohort_sum"

    settlement_id: Mapped[int] = mapped_column(
        ForeignKey("settlement.settlement_id", ondelete="CASCADE"), primary_key=True
    )
    split: Mapped[str] = mapped_column(Code, primary_key=True)
    """total, or one that divides a cohort, such as sex"""
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
    """A Publication row holds published figures: dated, numbered, and never changed again but for a withdrawal."""

    __tablename__ = "publication"

    publication_id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.programme_id"))
    number: Mapped[int]
    edition: Mapped[int]
    """from 1; higher if a number was corrected"""
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
    """all that anybody may read, as JSON packed by zlib"""
    ledger: Mapped[bytes] = mapped_column(LargeBinary)
    """exact figures that the next publication is checked against: never shown, and not in the digest"""
    seal: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''"))
    """of all that is frozen, and of what entered with it, see `app.store.figures.seals`; never shown"""
    keyed_seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    """of the same, see `app.store.figures.frozen_seals`"""
    acts_count: Mapped[int | None]
    """how many acts the audit held; None: made before the audit was a chain"""
    acts_head: Mapped[str] = mapped_column(String(16), server_default="")
    """the beginning of the last act's digest, as it is printed"""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    reason: Mapped[str] = mapped_column(String(400), server_default="")
    """of the withdrawal"""

    __table_args__ = (UniqueConstraint("programme_id", "number", "edition"),)


class PublicationCohort(Row):
    """A PublicationCohort row says in which publication a step of a cohort was published first.

    The step is in all later ones too.
    """

    __tablename__ = "publication_cohort"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"), primary_key=True)
    step: Mapped[str] = mapped_column(Code, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.publication_id"))

    __table_args__ = ({"sqlite_with_rowid": False},)


class PublicationFile(Row):
    """A PublicationFile row is a file of a publication as first made, whatever later code would make."""

    __tablename__ = "publication_file"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.publication_id"), primary_key=True)
    format: Mapped[str] = mapped_column(Code, primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    split: Mapped[str] = mapped_column(Code, primary_key=True)
    destination: Mapped[str] = mapped_column(Digest, primary_key=True)
    """of what only its receiver knows, such as an activity of IATI; "" if nothing was entered"""
    digest: Mapped[str] = mapped_column(Hex(32))
    """SHA-256 of its name and its bytes"""
    data: Mapped[bytes] = mapped_column(LargeBinary)

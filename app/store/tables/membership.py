"""Who is no longer in the group that they joined, and who leads a group beside its leader."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store.encodings import Moment
from app.store.tables.row import Code, Row


class TakenOut(Row):
    """A TakenOut row says that somebody should not have joined: they are counted apart and nothing of theirs counts.

    It names nobody. It outlives an erasure, so that the count of a cohort stays what it was.
    """

    __tablename__ = "taken_out"

    learner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), index=True)
    taken_out_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Code)
    """None: they had sent no test"""


class LearnerMove(Row):
    """A LearnerMove row records that a learner went from a number of one cohort to a number of another."""

    __tablename__ = "learner_move"

    learner_move_id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)
    from_cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), index=True)
    from_handle: Mapped[int]
    to_cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), index=True)
    to_handle: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(Moment)


class SecondFacilitator(Row):
    """A SecondFacilitator row lets a member of staff lead a cohort beside its leader, for good or for a time."""

    __tablename__ = "second_facilitator"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), primary_key=True, index=True)
    added_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    """the midnight after the last day in the cohort's time zone; None: for good"""

    __table_args__ = ({"sqlite_with_rowid": False},)

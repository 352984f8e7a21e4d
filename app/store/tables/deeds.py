"""Whether the small thing to do at the end of a piece worked out: counts by cohort, in no row of which is a learner."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store.encodings import Hex
from app.store.tables.row import Code, Row


class DeedTally(Row):
    """A DeedTally row counts how often a cohort's learners gave one answer about the deed of one piece."""

    __tablename__ = "deed_tally"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    lesson_number: Mapped[int] = mapped_column(ForeignKey("lesson.lesson_number"), primary_key=True)
    answer: Mapped[str] = mapped_column(Code, primary_key=True)
    """yes, not_yet or not_for_me"""
    count: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class DeedKey(Row):
    """A DeedKey row is a name of an answer that is counted, so that one that comes twice counts once.

    An answer has two: a random one, and one that only the browser of the sign-in can make anew. They tell neither what
    was answered nor about what, nor when: rows lie in the order of their names.
    """

    __tablename__ = "deed_key"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Hex(8), primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)

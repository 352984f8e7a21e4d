"""What was decided about sheets of paper after they had been typed in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store.encodings import Moment
from app.store.tables.row import Code, Row


class SheetDecision(Row):
    """A SheetDecision row is one decision of a member of staff about a sheet that was typed in; it never changes."""

    __tablename__ = "sheet_decision"

    sheet_decision_id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.attempt_id", ondelete="CASCADE"), index=True)
    decision: Mapped[str] = mapped_column(Code)
    """yes, no, take_out, put_back or yes_back"""
    reason: Mapped[str | None] = mapped_column(Code)
    """of a sheet that is taken out: a code of a short list"""
    decided_by: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)

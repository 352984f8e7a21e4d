"""Who was erased, so that no older copy brings them back; and who will be, once a second person agrees."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store.encodings import Hex
from app.store.tables.row import Code, Row


class Erasure(Row):
    """An Erasure row records that a learner, or a whole cohort, was erased; in an older copy its digest finds them."""

    __tablename__ = "erasure"

    digest: Mapped[str] = mapped_column(Hex(16), primary_key=True)
    """keyed, of what only the erased had; see `app.store.people.erasures`"""
    kind: Mapped[str] = mapped_column(Code)
    """learner or cohort"""
    key_mark: Mapped[str] = mapped_column(Hex(4))
    """which key it was made with: another one after a secret was lost"""

    __table_args__ = ({"sqlite_with_rowid": False},)


class ErasureRequest(Row):
    """An ErasureRequest row records that a member of staff asks for a learner to be erased; another must agree."""

    __tablename__ = "erasure_request"

    learner_id: Mapped[int] = mapped_column(
        ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"))
    asked_at: Mapped[datetime]

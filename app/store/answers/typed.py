"""Sheets of paper that were typed in: none is ever deleted, and what was decided about one lies beside it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers.attempt import Attempt, Bar
from app.store.tables import SheetDecision, Staff
from app.store.values import values_of

ROW = tables.Attempt
YES, NO, TAKE_OUT, PUT_BACK, YES_BACK = "yes", "no", "take_out", "put_back", "yes_back"
"""What can be decided about a sheet."""


def set_bar(session: Session, attempt: Attempt, bar: Bar | None) -> None:
    """Stores why a sheet does not stand, or with None that it stands again; with a bar it no longer counts.

    The caller sees to it that a sheet that counts in a settled cohort goes on counting there.
    """
    session.execute(update(ROW).where(ROW.attempt_id == attempt.attempt_id).values(bar=bar))


def uncount(session: Session, attempt: Attempt) -> None:
    """Marks one attempt as not counting, so that another of its test may."""
    session.execute(update(ROW).where(ROW.attempt_id == attempt.attempt_id).values(is_counted=False))


def confirm(session: Session, attempt: Attempt) -> None:
    """Lets a sheet stand that waited, and marks it as one to which a second person said yes."""
    is_it = ROW.attempt_id == attempt.attempt_id
    session.execute(update(ROW).where(is_it).values(bar=None, is_confirmed=True))


def doubt(session: Session, attempt: Attempt, bar: Bar) -> None:
    """Undoes `confirm`, and stores why the sheet does not stand."""
    is_it = ROW.attempt_id == attempt.attempt_id
    session.execute(update(ROW).where(is_it).values(bar=bar, is_confirmed=False))


def decide(
    session: Session, attempt: Attempt, decision: str, *, reason: str | None = None, by: int, now: datetime
) -> None:
    """Stores a decision about a sheet beside it: YES, NO, TAKE_OUT, PUT_BACK or YES_BACK, by whom and when."""
    session.add(
        SheetDecision(attempt_id=attempt.attempt_id, decision=decision, reason=reason, decided_by=by, decided_at=now)
    )
    session.flush()


def list_who(session: Session, attempt: Attempt, decision: str) -> list[int]:
    """Lists the ids of the staff who decided so about a sheet."""
    of = SheetDecision
    query = select(of.decided_by).where(of.attempt_id == attempt.attempt_id, of.decision == decision)
    return list(session.scalars(query))


@dataclass(frozen=True)
class Decision:
    """A Decision is what a member of staff decided about a sheet; reason: a code, of one that was taken out."""

    attempt_id: int
    decision: str
    reason: str | None
    by: str
    """name"""
    decided_at: datetime


@dataclass(frozen=True)
class Version:
    """A Version is one test of a learner as it was received, without anything that was answered.

    typed_by: name of who typed it in or uploaded it; None: the learner sent it. finished_at: when it was sat, of a
    sheet of paper on its day.
    """

    attempt_id: int
    wave: str
    channel: str
    source: str | None
    typed_by: str | None
    reason: str | None
    received_at: datetime
    bar: str | None
    is_confirmed: bool
    is_counted: bool
    finished_at: datetime | None
    decisions: tuple[Decision, ...] = ()

    @property
    def way(self) -> str:
        """How it came: page, phone, typed, file, or paper where it is not known which of the last two."""
        return self.source or self.channel


def list_versions(session: Session, learner_id: int) -> list[Version]:
    """Lists every test that was received of a learner, the first received first, those that do not stand too."""
    query: Any = (
        select(
            *(ROW.attempt_id, ROW.wave, ROW.channel, ROW.source, Staff.name, ROW.reason, ROW.received_at),
            *(ROW.bar, ROW.is_confirmed, ROW.is_counted, ROW.finished_at),
        )
        .outerjoin(Staff, Staff.staff_id == ROW.typed_by)
        .where(ROW.learner_id == learner_id, ROW.received_at.is_not(None))
        .order_by(ROW.received_at, ROW.attempt_id)
    )
    of = SheetDecision
    decided: Any = (
        select(of.attempt_id, of.decision, of.reason, Staff.name, of.decided_at)
        .join(Staff, Staff.staff_id == of.decided_by)
        .join(ROW, ROW.attempt_id == of.attempt_id)
        .where(ROW.learner_id == learner_id)
        .order_by(of.sheet_decision_id)
    )
    decisions = list(values_of(session, decided, Decision))
    rows: Any = session.execute(query)
    versions = [Version(*row) for row in rows]
    return [
        replace(one, decisions=tuple(it for it in decisions if it.attempt_id == one.attempt_id)) for one in versions
    ]

"""How far each learner of a cohort is, by handle: what a board shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from app.store.answers import dose, taken_out
from app.store.answers.attempt import Bar
from app.store.answers.frozen import is_sound
from app.store.answers.taken_out import IS_MEMBER
from app.store.memory import asked_once
from app.store.tables import Attempt, Departure, Learner
from courses import Wave


@dataclass(frozen=True)
class Seat:
    """A Seat says how far one learner is with one test."""

    learner_id: int
    handle: int
    answered_count: int
    """items answered in an attempt that was begun and not sent"""
    has_begun: bool
    has_counted: bool
    """a complete attempt has arrived"""
    has_sent: bool
    """some attempt has arrived, also one that does not count"""
    is_after_lesson: bool
    is_after_reveal: bool
    is_complete: bool
    """one that arrived had few enough blanks to count"""
    counted_at: datetime | None
    """when the one that counts arrived; None if it was typed in from paper"""
    is_typed: bool
    """the one that counts was typed in from paper; if none counts, some attempt that arrived was"""
    last_at: datetime | None
    """when the last new answer of one that was begun and not sent came, or it was begun; None: there is none"""
    is_waiting: bool = False
    """a sheet typed in waits for a second person's yes"""


Sheet = tuple[bool, datetime]
"""Whether it was typed in and no second person said yes to it, and when it arrived."""


@dataclass(frozen=True)
class PairSeat:
    """A PairSeat is a learner who has sent a sound pre-test and a sound post-test.

    pre_at, post_at: when the first sound one of each arrived. sheets: the two that count; () if they do not count as a
    pair.
    """

    pre_at: datetime
    post_at: datetime
    sheets: tuple[Sheet, ...]


def list_seats(session: Session, cohort_id: int, wave: str) -> list[Seat]:
    """Lists how far every learner of the cohort is with this test, in the order of handles."""
    rows = _count_attempts(session, cohort_id)
    of_wave = {learner_id: counts for learner_id, _, at, _had, *counts, _ in rows if at == wave}
    handles = list_handles(session, cohort_id)
    return [_seat(learner_id, handle, *of_wave.get(learner_id, NOTHING)) for learner_id, handle in handles.items()]


def has_begun(session: Session, cohort_id: int, wave: str) -> bool:
    """Returns whether any learner of the cohort has begun this test, sent or not."""
    return any(at == wave for _, _, at, *_ in _count_attempts(session, cohort_id))


def has_sent(session: Session, cohort_id: int, wave: str) -> bool:
    """Returns whether any learner of the cohort has sent this test, whether it counts or not."""
    return any(seat.has_sent for seat in list_seats(session, cohort_id, wave))


def list_departures(session: Session, cohort_id: int) -> dict[int, str]:
    """Returns why learners of the cohort left, by handle in rising order; one of whom nothing is noted is absent."""
    return {handle: reason for _, handle, *_, reason in _count_attempts(session, cohort_id) if reason is not None}


def list_handles(session: Session, cohort_id: int) -> dict[int, int]:
    """Returns the handle of every learner of the cohort by learner id, in the order of handles."""
    return {learner_id: handle for learner_id, handle, *_ in _count_attempts(session, cohort_id)}


NOTHING = (0, 0, 0, 0, 0, 0, 0, None, 0, 0, None)
"""What is counted of somebody who never began."""


@asked_once
def _count_attempts(session: Session, cohort_id: int) -> Sequence[Any]:
    """A row for each learner and wave, by handle, with their dose; a learner who has begun none has one row."""
    is_open, stands = Attempt.received_at.is_(None), Attempt.bar.is_(None)
    query = (
        select(
            Learner.learner_id,
            Learner.handle,
            Attempt.wave,
            dose.HAD,
            func.coalesce(func.max(case((is_open, Attempt.answered_count))), 0),
            func.count(case((is_open, Attempt.attempt_id))),
            func.count(case((Attempt.is_counted, Attempt.attempt_id))),
            func.count(case((stands, Attempt.received_at))),
            func.count(case((Attempt.is_after_lesson & stands, Attempt.attempt_id))),
            func.count(case((Attempt.is_after_reveal & stands, Attempt.attempt_id))),
            func.count(case((Attempt.is_complete & Attempt.received_at.is_not(None) & stands, Attempt.attempt_id))),
            func.max(case((Attempt.is_counted & Attempt.typed_by.is_(None), Attempt.received_at))),
            func.count(case((stands, Attempt.typed_by))),
            func.count(case((Attempt.bar == Bar.WAITING, Attempt.attempt_id))),
            func.max(case((is_open, func.coalesce(Attempt.answered_at, Attempt.started_at)))),
            func.max(Departure.reason),
        )
        .outerjoin(Attempt, Attempt.learner_id == Learner.learner_id)
        .outerjoin(Departure, Departure.learner_id == Learner.learner_id)
        .where(Learner.cohort_id == cohort_id, IS_MEMBER)
        .group_by(Learner.learner_id, Learner.handle, Attempt.wave)
        .order_by(Learner.handle)
    )
    return session.execute(query).all()


def _seat(
    learner_id: int,
    handle: int,
    answered_count: int,
    begun: int,
    counted: int,
    sent: int,
    after_lesson: int,
    after_reveal: int,
    complete: int,
    counted_at: datetime | None,
    typed: int,
    waiting: int,
    last_at: datetime | None,
) -> Seat:
    return Seat(
        learner_id,
        handle,
        answered_count,
        has_begun=begun > 0,
        has_counted=counted > 0,
        has_sent=sent > 0,
        is_after_lesson=after_lesson > 0,
        is_after_reveal=after_reveal > 0,
        is_complete=complete > 0,
        counted_at=counted_at,
        is_typed=counted_at is None if counted else typed > 0,
        is_waiting=waiting > 0,
        last_at=last_at,
    )


def list_lessons_done(session: Session, cohort_id: int) -> dict[int, int]:
    """Returns how many pieces of lessons each learner of a cohort has had, by learner id; 0 for none."""
    return {learner_id: had for learner_id, _, _, had, *_ in _count_attempts(session, cohort_id)}


def _is_unconfirmed(attempt: Any) -> ColumnElement[bool]:
    of: type[Attempt] = attempt
    return of.typed_by.is_not(None) & ~of.is_confirmed


@asked_once
def list_pairs(session: Session, cohort_id: int) -> list[PairSeat]:
    """Lists everyone with a sound pre-test in this cohort and a sound post-test, even if these do not count."""
    pre, post = aliased(Attempt), aliased(Attempt)
    query = (
        select(
            *(pre.learner_id, pre.instrument_id, pre.is_counted & post.is_counted),
            *(_is_unconfirmed(pre), pre.received_at, _is_unconfirmed(post), post.received_at),
        )
        .join(post, (post.learner_id == pre.learner_id) & (post.instrument_id == pre.instrument_id))
        .where(pre.cohort_id == cohort_id, pre.wave == Wave.PRE, is_sound(pre), post.wave == Wave.POST, is_sound(post))
        .where(pre.learner_id.not_in(taken_out.ids()))
    )
    by_learner: dict[tuple[int, int], list[tuple[bool, Sheet, Sheet]]] = defaultdict(list)
    rows: Any = session.execute(query)
    for learner_id, instrument_id, is_counted, is_pre_typed, pre_at, is_post_typed, post_at in rows:
        by_learner[learner_id, instrument_id].append((is_counted, (is_pre_typed, pre_at), (is_post_typed, post_at)))
    return [
        PairSeat(
            min(first[1] for _, first, _ in pairs),
            min(second[1] for _, _, second in pairs),
            next((tuple(sheets) for is_counted, *sheets in pairs if is_counted), ()),
        )
        for pairs in by_learner.values()
    ]

"""Whom the closing of a test cuts off at another one: the first test closes with the second."""

from datetime import datetime

from app.services.facilitator.board import Seat, board
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.programmes import cohorts


def cut_off_with(session: Session, cohort: cohorts.Cohort, wave: Wave, now: datetime) -> tuple[Seat, ...]:
    """Returns those who sit the first test now and could not go on if this test closed: it closes with the second.

    Nobody if `wave` is another than the second test.
    """
    if wave is not Wave.POST:
        return ()
    is_open = schedule_of(session, cohort)[Wave.PRE].is_open(now)
    answering = board(session, cohort, Wave.PRE).answering
    return tuple(seat for seat in answering if not seat.has_left and (is_open or seat.has_extra_time(now)))

"""Takes out somebody who should not have joined, such as a colleague: counted apart, and nothing of theirs counts.

Nobody bends figures by it unseen. Before somebody has sent a test it needs no word. Afterwards it needs a reason, and
the group's page says how many there were and why. Once the group's result is made it is refused: from then on whoever
takes out the worst would know who that is. For ten minutes it can be undone.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from app.services import extensions
from app.services.cohorts import note
from app.services.revealed import has_result
from app.store import Session
from app.store.answers import attempts, summaries, taken_out
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes import cohorts

UNDONE_WITHIN = timedelta(minutes=10)


class Reason(StrEnum):
    """A Reason says why somebody is taken out who has sent a test."""

    TRIAL = "trial"
    """a facilitator or colleague who tried it"""
    PRANK = "prank"
    MISTAKE = "mistake"
    """somebody who belongs to no group and came by mistake"""


class ReasonMissing(ValueError):
    """Raised if somebody would be taken out without a reason who has sent a test."""


class ResultMade(ValueError):
    """Raised if somebody's group has its result, so that nobody can be taken out or put back any more."""


class TooLate(ValueError):
    """Raised if somebody would be put back more than ten minutes after they were taken out."""


def has_sent(session: Session, learner: Learner) -> bool:
    """Returns whether a learner has sent any test, by phone or on paper."""
    return any(it.received_at is not None for it in attempts.list_attempts(session, learner.learner_id))


def may_remove(session: Session, cohort: cohorts.Cohort, learner: Learner, now: datetime) -> bool:
    """Returns whether nothing of a learner has entered a result: neither in their cohort nor where they sat a test."""
    elsewhere = {it.cohort_id for it in attempts.list_attempts(session, learner.learner_id)} - {cohort.cohort_id}
    others = (cohorts.get_by_id(session, cohort_id) for cohort_id in elsewhere)
    return not any(has_result(session, it, now) for it in (cohort, *others) if it is not None)


def remove(
    session: Session, cohort: cohorts.Cohort, learner: Learner, *, reason: Reason | None, by: int, now: datetime
) -> None:
    """Takes a learner out of a cohort, whatever they have sent, and writes an audit entry.

    Their card opens nothing from then on. Raises ResultMade, and ReasonMissing if they have sent a test.
    """
    if not may_remove(session, cohort, learner, now):
        raise ResultMade
    is_sent = has_sent(session, learner)
    if is_sent and reason is None:
        raise ReasonMissing
    why = reason.value if is_sent and reason is not None else None
    with summaries.maintained(session, learner.learner_id):
        taken_out.add(session, learner.learner_id, cohort.cohort_id, why, now)
    extensions.follow(session, cohort.cohort_id, now)
    subject = f"learner {learner.handle}"
    note(session, "learner.take_out", cohort, by=by, now=now, subject=subject, reason=why or "")


def may_put_back(taken_out_at: datetime, now: datetime) -> bool:
    return now < taken_out_at + UNDONE_WITHIN


def put_back(session: Session, cohort: cohorts.Cohort, handle: int, *, by: int, now: datetime) -> bool:
    """Undoes `remove`: card, tests and lessons are as before; writes an audit entry.

    Returns False if nobody with this number is taken out. Raises TooLate after ten minutes, and ResultMade.
    """
    former = taken_out.get(session, cohort.cohort_id, handle)
    learner = learners.ever_by_handle(session, cohort.cohort_id, handle)
    if former is None or learner is None:
        return False
    if not may_put_back(former.taken_out_at, now):
        raise TooLate
    if not may_remove(session, cohort, learner, now):
        raise ResultMade
    with summaries.maintained(session, learner.learner_id):
        taken_out.drop(session, learner.learner_id)
    extensions.follow(session, cohort.cohort_id, now)
    note(session, "learner.put_back", cohort, by=by, now=now, subject=f"learner {handle}")
    return True

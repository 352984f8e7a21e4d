"""Erasing a learner on a guardian's word: one of the staff asks, and another one has to agree.

Whoever may see the group's page may do either, nobody both. The guardian shows the card, or the number on the
facilitator's paper list; a name is never asked for. The audit names both of the staff, and of the learner the number.
"""

from datetime import datetime

from app.services import erasing
from app.services.cohorts import note
from app.services.people import SignedInStaff, code_hash
from app.services.scopes import scope_to_lead, scope_to_see
from app.store import Session, instance
from app.store.people import erasure_requests, learners, sign_ins
from app.store.people.learner import Learner
from app.store.programmes import cohorts


class SamePerson(ValueError):
    """Raised if somebody agrees to an erasure that they asked for themselves."""


def cohort_seen(reading: Session, person: SignedInStaff, ref: str) -> cohorts.Cohort | None:
    """Returns the cohort with this public id if this person leads it, or may read it as partner lead or M&E officer.

    Returns None otherwise.
    """
    scopes = (scope_to_lead(person), scope_to_see(person))
    return next((it for it in (cohorts.get(reading, ref, scope) for scope in scopes) if it is not None), None)


def learner_of(reading: Session, cohort: cohorts.Cohort, typed: str) -> Learner | None:
    """Returns the learner of this cohort whose card code or handle was typed; None if there is no such learner."""
    if typed.strip().isdecimal() and len(typed.strip()) <= 4:
        return learners.ever_by_handle(reading, cohort.cohort_id, int(typed))
    card = sign_ins.learner_secret(reading, code_hash(instance.pepper_of(reading, "codes"), typed))
    return learners.get(reading, card.person_id) if card and card.cohort_id == cohort.cohort_id else None


def ask(session: Session, cohort: cohorts.Cohort, learner: Learner, *, by: int, now: datetime) -> None:
    """Records a request to erase a learner, to which a second member of staff has to agree, and writes an audit entry.

    Asking again changes nothing. If the learner was merged into another, the request is about that one; if they are
    gone, nothing happens.
    """
    current = learners.lock(session, learner.learner_id)
    if current is not None and erasure_requests.add(session, current.learner_id, by=by, now=now):
        note(session, "learner.erase_ask", cohort, by=by, now=now, subject=f"learner {current.handle}")


def agree(session: Session, learner: Learner, *, by: int, now: datetime) -> bool:
    """Erases a learner whom another member of staff asked to erase, and writes an audit entry; returns True.

    Returns False if the learner is gone or nobody asks, also if the request was withdrawn. Raises SamePerson if `by` is
    the one who asked.
    """
    current = learners.lock_to_erase(session, learner.learner_id)
    request = erasure_requests.get(session, learner.learner_id)
    if current is None or request is None:
        return False
    if request.asked_by == by:
        raise SamePerson
    subject = f"learner {current.handle}"
    erasing.erase(session, current, "learner.erase", by=by, now=now, subject=subject, asked_by=request.asked_by)
    return True


def drop(session: Session, cohort: cohorts.Cohort, learner: Learner, *, by: int, now: datetime) -> None:
    """Withdraws or refuses a request to erase a learner, who stays; writes an audit entry.

    Does nothing if there is no request.
    """
    if erasure_requests.get(session, learner.learner_id) is not None:
        erasure_requests.drop(session, learner.learner_id)
        note(session, "learner.erase_drop", cohort, by=by, now=now, subject=f"learner {learner.handle}")

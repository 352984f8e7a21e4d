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
    """Raised where somebody agrees to what they asked for."""


def cohort_seen(reading: Session, person: SignedInStaff, ref: str) -> cohorts.Cohort | None:
    """The cohort with this public id, where this person leads it or answers for it."""
    scopes = (scope_to_lead(person), scope_to_see(person))
    return next((it for it in (cohorts.get(reading, ref, scope) for scope in scopes) if it is not None), None)


def learner_of(reading: Session, cohort: cohorts.Cohort, typed: str) -> Learner | None:
    """The learner of a cohort by the code of their card or their number in the group; None for nobody of it."""
    if typed.strip().isdecimal() and len(typed.strip()) <= 4:
        return learners.by_handle(reading, cohort.cohort_id, int(typed))
    card = sign_ins.learner_secret(reading, code_hash(instance.pepper_of(reading, "codes"), typed))
    return learners.get(reading, card.person_id) if card and card.cohort_id == cohort.cohort_id else None


def ask(session: Session, cohort: cohorts.Cohort, learner: Learner, *, by: int, now: datetime) -> None:
    """Asks for a learner to be erased; from then on a second person may agree. Twice is once.

    Of somebody who was merged meanwhile, the one they became; where nobody is there any more nothing happens.
    """
    current = learners.lock(session, learner.learner_id)
    if current is not None and erasure_requests.add(session, current.learner_id, by=by, now=now):
        note(session, "learner.erase_ask", cohort, by=by, now=now, subject=f"learner {current.handle}")


def agree(session: Session, learner: Learner, *, by: int, now: datetime) -> bool:
    """Erases the learner, whom somebody else has asked to be erased; False where nobody asks (any more).

    Raises SamePerson for whoever asked.
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
    """Takes the request back, or refuses it: the learner stays. Where nobody asks nothing happens."""
    if erasure_requests.get(session, learner.learner_id) is not None:
        erasure_requests.drop(session, learner.learner_id)
        note(session, "learner.erase_drop", cohort, by=by, now=now, subject=f"learner {learner.handle}")

"""Erasing learners for good: at their word or a guardian's, when their time is over, and again in a restored backup.

What a cohort counted when it settled stays; whatever a phone still sends of an erased learner is refused (410).
Everybody who is erased is in the list beside the database, by which `erasing_anew` finds them in an older backup.
"""

from datetime import datetime
from typing import Any

from app.services import extensions
from app.services.card_tries import forget_tries
from app.store import Session, audit
from app.store.figures import erased_pairs
from app.store.people import enrolment, erasures, learners
from app.store.people.learner import Learner


def erase(
    session: Session,
    learner: Learner,
    act: str,
    *,
    by: int | None = None,
    now: datetime,
    subject: str = "",
    **more: Any,
) -> None:
    """Erases one learner with every answer, counts them as withdrawn and writes an audit entry.

    The learner is also listed beside the database, so that a restored backup can erase them again. Call it with the
    learner locked.

    act: name of the audit entry. subject: whom the entry names; "" for nobody. more: what else it says.
    """
    home = enrolment.home_of(session, learner.learner_id)
    programme_id = home.programme.programme_id if home else None
    enrolment.count_withdrawn(session, learner.cohort_id)
    erasures.note_learner(session, learner.learner_id)
    drop(session, [learner.learner_id])
    extensions.follow(session, learner.cohort_id, now)
    audit.add(
        session, act, by=by, at=now, subject=subject, programme_id=programme_id, cohort_id=learner.cohort_id, **more
    )


def drop(session: Session, learner_ids: list[int]) -> None:
    """Removes everything that is stored about these learners, also their wrong PINs. Writes no audit entry.

    A pair that goes after its group's result was made, and before that has settled, is counted beside the result.
    """
    erased_pairs.count_erased(session, learner_ids)
    learners.erase(session, *learner_ids)
    for learner_id in learner_ids:
        forget_tries(session, learner_id)

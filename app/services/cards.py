"""A learner's card: another one for a lost one, and two cards of one learner made one."""

from datetime import datetime

from app.services import signing
from app.services.cohorts import note
from app.services.people import Card
from app.store import Session, cohorts, learners, seats


class SamePerson(ValueError):
    """A learner cannot be merged with themselves."""


def replace(
    session: Session,
    cohort: cohorts.Cohort,
    learner: seats.Learner,
    *,
    card: Card,
    pin_hash: str,
    by: int | None = None,
    now: datetime,
) -> None:
    """Another code and PIN, shown once; the old card is dead and every phone of the learner is signed out.

    `pin_hash`: `hash_secret(card.pin)`, made before the transaction began.
    """
    signing.replace_card(session, learner.learner_id, card, pin_hash)
    note(session, "learner.card", cohort, by=by, now=now, subject=f"learner {learner.handle}")


def merge(
    session: Session,
    cohort: cohorts.Cohort,
    *,
    keep: seats.Learner,
    drop: seats.Learner,
    by: int | None = None,
    now: datetime,
) -> None:
    """Somebody who joined twice is one again, with the card of the handle that stays. Nothing that was sent is lost.

    Raises SamePerson, and ValueError for learners of two cohorts. It cannot be undone.
    """
    if keep.learner_id == drop.learner_id:
        raise SamePerson
    if {keep.cohort_id, drop.cohort_id} != {cohort.cohort_id}:
        raise ValueError("both learners are of this cohort")
    learners.merge(session, keep.learner_id, drop.learner_id)
    note(
        session,
        "learner.merge",
        cohort,
        by=by,
        now=now,
        subject=f"learner {keep.handle}",
        merged_handle=drop.handle,
    )

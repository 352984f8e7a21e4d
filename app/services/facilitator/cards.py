"""A learner's card: another one for a lost one, two cards of one learner made one, and what lies aside removed."""

from collections.abc import Sequence
from datetime import datetime

from app.services import signing
from app.services.admission import GroupFull, places_of
from app.services.cohorts import note
from app.services.people import Card, code_hash
from app.store import Session, instance
from app.store.answers import refused
from app.store.people import learners, prepared, wrong_tries
from app.store.people.learner import Learner
from app.store.programmes import cohorts


class MadeBefore(ValueError):
    """Raised for cards that were made already: codes are never shown twice."""


class SamePerson(ValueError):
    """Raised where a learner would be merged with themselves."""


def prepare(
    session: Session,
    cohort: cohorts.Cohort,
    fresh: Sequence[tuple[Card, str]],
    *,
    batch: str,
    by: int | None = None,
    now: datetime,
) -> list[tuple[int, Card]]:
    """Stores new cards with the hashes of their PINs, and returns each with its handle, to be printed at once.

    fresh: each card with `hash_secret` of its PIN; the store keeps hashes alone. Raises MadeBefore for a batch that was
    made already, and GroupFull where there are fewer places.
    """
    if prepared.has_batch(session, cohort.cohort_id, batch):
        raise MadeBefore
    if places_of(session, cohort).room < len(fresh):
        raise GroupFull
    key = instance.pepper_of(session, "codes")
    made = [
        prepared.add(
            session,
            cohort.cohort_id,
            code_hash=code_hash(key, card.learner_code),
            pin_hash=pin_hash,
            batch=batch,
            now=now,
        )
        for card, pin_hash in fresh
    ]
    note(session, "cards.prepare", cohort, by=by, now=now, count=len(made))
    return list(zip(made, (card for card, _ in fresh), strict=True))


def drop_prepared(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> int:
    """Makes printed cards worthless that nobody has used; returns how many. Who joined with one keeps it."""
    dropped = prepared.drop_all(session, cohort.cohort_id)
    note(session, "cards.drop", cohort, by=by, now=now, count=dropped)
    return dropped


def replace(
    session: Session,
    cohort: cohorts.Cohort,
    learner: Learner,
    *,
    card: Card,
    pin_hash: str,
    by: int | None = None,
    now: datetime,
) -> None:
    """Gives a learner another card: the old code and PIN end, and every phone of theirs is signed out.

    Wrong tries of before keep nobody out any more, neither at this card nor in its cohort.

    `pin_hash`: `hash_secret(card.pin)`, made before the transaction began.
    """
    signing.replace_card(session, learner.learner_id, card, pin_hash)
    wrong_tries.forget(session, signing.budget_of_cohort(cohort.cohort_id).bucket)
    note(session, "learner.card", cohort, by=by, now=now, subject=f"learner {learner.handle}")


def merge(
    session: Session,
    cohort: cohorts.Cohort,
    *,
    keep: Learner,
    drop: Learner,
    by: int | None = None,
    now: datetime,
) -> None:
    """Makes one learner of two who are the same person, with the card of the handle that stays. Nothing sent is lost.

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


def remove_aside(
    session: Session, cohort: cohorts.Cohort, learner: Learner, refused_id: int, *, by: int, now: datetime
) -> bool:
    """Deletes for good one test of a learner that was set aside; returns False where it is gone already.

    The attempt that came first counts, whatever is done here.
    """
    if not refused.drop(session, learner.learner_id, refused_id):
        return False
    note(session, "learner.remove_aside", cohort, by=by, now=now, subject=f"learner {learner.handle}")
    return True

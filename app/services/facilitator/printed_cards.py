"""Printed cards that nobody has used yet: one of them revoked, or printed anew under its number."""

from datetime import datetime

from app.services.cohorts import note
from app.services.facilitator.cards import MadeBefore
from app.services.people import Card, code_hash
from app.store import Session, instance
from app.store.people import prepared
from app.store.people.enrolment import Place
from app.store.programmes import cohorts


class CardInUse(LookupError):
    """Raised if no unused card has this number: somebody has joined with it, or it was revoked."""


def revoke(session: Session, cohort: cohorts.Cohort, handle: int, *, by: int | None = None, now: datetime) -> None:
    """Makes one unused printed card worthless, for good, and writes an audit entry. Raises CardInUse."""
    _take_back(session, cohort, handle)
    note(session, "cards.revoke", cohort, by=by, now=now, subject=f"card {handle}")


def renew(
    session: Session,
    cohort: cohorts.Cohort,
    handle: int,
    *,
    card: Card,
    pin_hash: str,
    batch: str,
    by: int | None = None,
    now: datetime,
) -> None:
    """Gives the place of an unused printed card another code and PIN; the former ones open nothing any more.

    pin_hash: `hash_secret(card.pin)`. batch: names this printing. Writes an audit entry. Raises MadeBefore if the batch
    exists, and CardInUse.
    """
    if prepared.has_batch(session, cohort.cohort_id, batch):
        raise MadeBefore
    place = _take_back(session, cohort, handle)
    hashed = code_hash(instance.pepper_of(session, "codes"), card.learner_code)
    prepared.add(session, cohort.cohort_id, code_hash=hashed, pin_hash=pin_hash, batch=batch, now=now, place=place)
    note(session, "cards.renew", cohort, by=by, now=now, subject=f"card {handle}")


def _take_back(session: Session, cohort: cohorts.Cohort, handle: int) -> Place:
    former = prepared.drop(session, cohort.cohort_id, handle)
    if former is None:
        raise CardInUse
    return Place(former.handle, former.first_form)

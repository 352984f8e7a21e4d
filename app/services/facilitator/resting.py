"""Cards that rest after wrong PINs: which, until when, and letting everybody try again."""

from dataclasses import dataclass
from datetime import datetime

from app.services import card_tries
from app.services.budgets import FOR_GOOD, spent_until
from app.services.cohorts import note
from app.store import Session
from app.store.people import wrong_tries
from app.store.programmes import cohorts


@dataclass(frozen=True)
class Rest:
    """A Rest is a card whose PIN nobody may try for now, after too many wrong ones."""

    handle: int
    until: datetime | None
    """None: until the facilitator unlocks or replaces the card"""


@dataclass(frozen=True)
class Resting:
    """A Resting lists a cohort's cards that rest after wrong PINs: single ones, or all until a moment."""

    everybody_until: datetime | None
    """no card of the cohort can be tried until then; None: only `cards` rest"""
    cards: tuple[Rest, ...]
    """by handle"""

    @property
    def is_any(self) -> bool:
        return self.everybody_until is not None or bool(self.cards)


def resting(reading: Session, cohort: cohorts.Cohort, now: datetime) -> Resting:
    """Returns which cards of a cohort rest now after wrong PINs, also printed ones that nobody has used."""
    tries = _tries(reading, cohort)

    def nth_last(bucket: str, n: int) -> datetime | None:
        return next(iter(tries[bucket].moments[n - 1 : n]), None) if bucket in tries else None

    rests = []
    for bucket, of in tries.items():
        until = spent_until(nth_last, card_tries.budgets_of_card(bucket), now) if of.handle is not None else None
        if of.handle is not None and until is not None:
            rests.append(Rest(of.handle, None if until == FOR_GOOD else until))
    return Resting(
        everybody_until=card_tries.budget_of_cohort(cohort.cohort_id).spent_until(nth_last, now),
        cards=tuple(sorted(rests, key=lambda rest: rest.handle)),
    )


def unlock(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Forgets all wrong PINs of this cohort, so that none of its cards rests, and writes an audit entry."""
    wrong_tries.forget(session, *_tries(session, cohort))
    note(session, "cards.unlock", cohort, by=by, now=now)


def _tries(session: Session, cohort: cohorts.Cohort) -> dict[str, wrong_tries.Tries]:
    own = card_tries.budget_of_cohort(cohort.cohort_id).bucket
    return wrong_tries.of_cohort(session, cohort.cohort_id, own, card=card_tries.CARD, printed=card_tries.PRINTED)

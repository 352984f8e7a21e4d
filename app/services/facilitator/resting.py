"""Cards that rest after wrong PINs: which, until when, and letting everybody try again."""

from dataclasses import dataclass
from datetime import datetime

from app.services import signing
from app.services.budgets import FOR_GOOD, spent_until
from app.services.cohorts import note
from app.store import Session
from app.store.answers import seats
from app.store.people import prepared, wrong_tries
from app.store.programmes import cohorts


@dataclass(frozen=True)
class Rest:
    """A card at which no PIN is looked at."""

    handle: int
    until: datetime | None
    """None: until it is unlocked, or replaced"""


@dataclass(frozen=True)
class Resting:
    """What of a cohort rests now."""

    everybody_until: datetime | None
    """no card of the cohort is looked at until then; None: those are that do not rest by themselves"""
    cards: tuple[Rest, ...]
    """by handle"""

    @property
    def is_any(self) -> bool:
        return self.everybody_until is not None or bool(self.cards)


def resting(reading: Session, cohort: cohorts.Cohort, now: datetime) -> Resting:
    """Which cards rest now, also printed ones that nobody has used."""
    handles = _handles_by_bucket(reading, cohort.cohort_id)
    of_cohort = signing.budget_of_cohort(cohort.cohort_id)
    moments = wrong_tries.moments_of(reading, [*handles, of_cohort.bucket])

    def nth_last(bucket: str, n: int) -> datetime | None:
        return next(iter(moments.get(bucket, ())[n - 1 : n]), None)

    rests = []
    for bucket, handle in handles.items():
        until = spent_until(nth_last, signing.budgets_of_card(bucket), now)
        if until is not None:
            rests.append(Rest(handle, None if until == FOR_GOOD else until))
    return Resting(
        everybody_until=of_cohort.spent_until(nth_last, now),
        cards=tuple(sorted(rests, key=lambda rest: rest.handle)),
    )


def unlock(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Wrong tries of before keep nobody of this cohort out any more."""
    buckets = _handles_by_bucket(session, cohort.cohort_id)
    wrong_tries.forget(session, *buckets, signing.budget_of_cohort(cohort.cohort_id).bucket)
    note(session, "cards.unlock", cohort, by=by, now=now)


def _handles_by_bucket(session: Session, cohort_id: int) -> dict[str, int]:
    joined = seats.list_handles(session, cohort_id)
    printed = prepared.handles_of(session, cohort_id)
    return {signing.card_bucket(it): handle for it, handle in joined.items()} | {
        signing.printed_bucket(it): handle for it, handle in printed.items()
    }

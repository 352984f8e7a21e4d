"""Cards that rest after wrong PINs: which, until when, and letting everybody try again."""

from dataclasses import dataclass
from datetime import datetime

from app.services import signing
from app.services.budgets import FOR_GOOD
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
    rests = []
    for bucket in handles.keys() & moments.keys():
        until = [budget.spent_until(moments[bucket], now) for budget in signing.budgets_of_card(bucket)]
        last = max((it for it in until if it is not None), default=None)
        if last is not None:
            rests.append(Rest(handles[bucket], None if last == FOR_GOOD else last))
    return Resting(
        everybody_until=of_cohort.spent_until(moments.get(of_cohort.bucket, ()), now),
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

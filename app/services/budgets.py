"""Budgets of wrong tries: so many within a time, then none is looked at until it is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.store import Session
from app.store.people import wrong_tries

FOR_GOOD = datetime.max.replace(tzinfo=UTC)
"""Until when a budget is spent that does not come back by itself."""

NthLast = Callable[[str, int], datetime | None]
"""Gives the moment of the n-th last wrong try of a bucket; None where there were fewer."""


@dataclass(frozen=True)
class Budget:
    """A Budget limits how many tries may be wrong within a time before further ones are refused unseen.

    bucket: the name under which tries are counted. within: None counts tries in a row, however long they take.
    """

    bucket: str
    tries: int
    within: timedelta | None

    def spent_until(self, nth_last: NthLast, now: datetime) -> datetime | None:
        """Returns until when the budget is spent, FOR_GOOD if it never recovers by itself; None if there is room."""
        first = nth_last(self.bucket, self.tries)
        if first is None:
            return None
        until = first + self.within if self.within else FOR_GOOD
        return until if until > now else None


def spent_until(nth_last: NthLast, budgets: Iterable[Budget], now: datetime) -> datetime | None:
    """Returns the latest moment until which one of these budgets is spent; None if all have room."""
    moments = [budget.spent_until(nth_last, now) for budget in budgets]
    return max((it for it in moments if it is not None), default=None)


def counted_in(reading: Session) -> NthLast:
    """Returns a function that looks up in the database when the n-th last wrong try of a bucket was."""
    return lambda bucket, n: wrong_tries.nth_last(reading, bucket, n)

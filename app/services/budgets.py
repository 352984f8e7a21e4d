"""Budgets of wrong tries: so many within a time, then none is looked at until it is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.store import Session
from app.store.people import wrong_tries

FOR_GOOD = datetime.max.replace(tzinfo=UTC)
"""Until when a budget is spent that does not come back by itself."""


@dataclass(frozen=True)
class Budget:
    """So many wrong tries within this time (None: in a row, however long it takes), then none is looked at."""

    bucket: str
    tries: int
    within: timedelta | None

    def spent_until(self, moments: Sequence[datetime], now: datetime) -> datetime | None:
        """Until when it is spent, by the moments of its wrong tries, the last one first. None: there is room."""
        if len(moments) < self.tries:
            return None
        until = moments[self.tries - 1] + self.within if self.within else FOR_GOOD
        return until if until > now else None


def spent_until(reading: Session, budgets: Iterable[Budget], now: datetime) -> datetime | None:
    """Until when one of them is spent, the longest; None: all have room."""
    moments = [
        budget.spent_until(wrong_tries.last_moments(reading, budget.bucket, budget.tries), now) for budget in budgets
    ]
    return max((it for it in moments if it is not None), default=None)

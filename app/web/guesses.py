"""Wrong codes in the address of a poster's page, counted in the memory of this process.

A GET never writes, so `/j/<code>` cannot use the counts that outlive a restart (`joining.knock`, for codes that are
typed). The budgets are the same, see `knocking`; several processes give a guesser as many. Addresses are forgotten
after a quarter of an hour and never leave the memory.
"""

from collections import deque
from datetime import datetime
from threading import Lock

from flask import Flask

from app.services.learner.knocking import WITHIN, Visitor

BUCKETS = 10_000
"""So many are remembered; the ones that guessed longest ago go first."""


class Guesses:
    """A Guesses holds the moments of wrong poster codes in the last quarter of an hour, by browser and address."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def shut_until(self, visitor: Visitor, now: datetime) -> datetime | None:
        """Returns the moment until which this visitor may try no code; None if they may."""
        with self._lock:
            return visitor.shut_until(self._nth_last, now)

    def _nth_last(self, bucket: str, n: int) -> datetime | None:
        wrong = self._wrong.get(bucket, ())
        return wrong[-n] if len(wrong) >= n else None

    def add(self, visitor: Visitor, now: datetime) -> None:
        """Counts one more wrong code of this visitor."""
        with self._lock:
            for bucket, most in visitor.buckets.items():
                # Taken out and put back at the end, so that the first ones are those that guessed longest ago.
                wrong = self._wrong.pop(bucket, None) or deque(maxlen=most)
                wrong.append(now)
                self._wrong[bucket] = wrong
            while self._is_first_to_go(now):
                self._wrong.pop(next(iter(self._wrong)))

    def _is_first_to_go(self, now: datetime) -> bool:
        first = next(iter(self._wrong.values()))
        return len(self._wrong) > BUCKETS or first[-1] <= now - WITHIN


def register(app: Flask) -> None:
    app.extensions["guesses"] = Guesses()

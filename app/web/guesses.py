"""Wrong codes in the address of a poster's page, counted in the memory of this process.

A GET never writes, so `/j/<code>` cannot use the counts that outlive a restart (`joining.knock`, for codes that are
typed). It need not: there are 31 ** 8 codes, and the budget only keeps a browser from trying them as fast as the
server answers. Where it is spent a right code is answered like a wrong one, for an hour; several processes give a
guesser as many budgets. Only wrong codes count, since a whole school shares one address. Addresses are forgotten
after the hour and never leave the memory.
"""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask

WRONG_CODES = 300
"""An hour and an address, as for codes that are typed."""
HOUR = timedelta(hours=1)
ADDRESSES = 10_000
"""So many are remembered; the ones that guessed longest ago go first."""


class Guesses:
    """Moments of wrong codes by address, the last hour's."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def are_spent(self, address: str, now: datetime) -> bool:
        with self._lock:
            wrong = self._wrong.get(address)
            while wrong and wrong[0] <= now - HOUR:
                wrong.popleft()
            return wrong is not None and len(wrong) >= WRONG_CODES

    def add(self, address: str, now: datetime) -> None:
        with self._lock:
            # Taken out and put back at the end, so that the first ones are those that guessed longest ago.
            wrong = self._wrong.pop(address, None) or deque(maxlen=WRONG_CODES)
            wrong.append(now)
            self._wrong[address] = wrong
            while len(self._wrong) > ADDRESSES:
                self._wrong.pop(next(iter(self._wrong)))


def register(app: Flask) -> None:
    app.extensions["guesses"] = Guesses()

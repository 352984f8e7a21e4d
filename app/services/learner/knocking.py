"""Who may try another code of a poster, so that guessing is slow and nobody shuts a school's door to the others.

Wrong codes are counted within a quarter of an hour. Where too many were wrong nothing is looked at, neither a wrong
code nor a right one, and whoever tries is told when to come again.

| counted by                | so many | who then waits                                                       |
|---------------------------|---------|----------------------------------------------------------------------|
| the browser, by a sign of ours in its cookie | 20    | it                                                  |
| the address               | 300     | there, who has no such sign or was wrong more than twice             |
| an IPv4 address, or a /64 | 3,000   | everybody in it                                                      |
| a /48                     | 10,000  | everybody in it                                                      |

A browser that comes to the page of a poster gets a sign. Nothing is counted for all of an instance: among 31 ** 8 codes
a guesser who tries 10,000 in a quarter of an hour looks for one of a thousand open groups for two years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services.budgets import Budget, NthLast, spent_until
from app.services.networks import SITE, network_of

WITHIN = timedelta(minutes=15)
OF_DEVICE, OF_ADDRESS, OF_NETWORK, OF_SITE = 20, 300, 3_000, 10_000
JOINED_ON_DEVICE, JOINED_AT_ADDRESS = 40, 200
"""So many may join in the same time on one phone that is handed on, and at one address, as five classes do at once."""
SLIPS = 2
"""So often a browser may be wrong without being taken for a guesser."""


class TooManyTries(Exception):
    """Raised if a visitor typed too many wrong join codes: none is looked at before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class TooManyJoined(TooManyTries):
    """Raised if too many have joined from one phone or one address: nobody else may before `until`."""


@dataclass(frozen=True)
class Visitor:
    """A Visitor is somebody who tries a join code.

    device: the mark that our cookie gave to their browser; None if it has none. address: IP address.
    """

    device: str | None
    address: str

    @property
    def buckets(self) -> Mapping[str, int]:
        """Returns each name under which this visitor's wrong codes are counted, with the number at which it shuts."""
        own = {self._device: OF_DEVICE} if self.device else {}
        return {**own, self._address: OF_ADDRESS, **self._networks}

    @property
    def most_joined(self) -> Mapping[str, int]:
        """Returns how many may join within 15 minutes, by the name that is counted: one phone, one address."""
        own = {self._device: JOINED_ON_DEVICE} if self.device else {}
        return {**own, self._address: JOINED_AT_ADDRESS}

    @property
    def _device(self) -> str:
        return f"device {self.device}"

    @property
    def _address(self) -> str:
        return f"address {self.address}"

    @property
    def _networks(self) -> Mapping[str, int]:
        network, site = network_of(self.address), network_of(self.address, SITE)
        of_network = {f"network {network}": OF_NETWORK}
        return of_network if site == network else {**of_network, f"site {site}": OF_SITE}

    def shut_until(self, nth_last: NthLast, now: datetime) -> datetime | None:
        """Returns until when no join code of this visitor is looked at; None if they may try."""
        budgets = [Budget(bucket, tries, WITHIN) for bucket, tries in self._networks.items()]
        if self.device:
            budgets.append(Budget(self._device, OF_DEVICE, WITHIN))
        if not self.device or Budget(self._device, SLIPS + 1, WITHIN).spent_until(nth_last, now):
            budgets.append(Budget(self._address, OF_ADDRESS, WITHIN))
        return spent_until(nth_last, budgets, now)

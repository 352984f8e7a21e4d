"""The order in which a learner sees an item's options."""

import hashlib
from collections.abc import Iterable

from assessments.instrument import UNSURE


def shuffled(options: Iterable[str], *, seed: str, item_id: str) -> tuple[str, ...]:
    """Returns the options in an order fixed by seed and item, with "I am not sure" last.

    The same for ever: a page that is loaded again, another Python, another machine and a phone all agree, since the
    order is that of the options' SHA-256 and not that of a random generator.
    """

    def rank(option: str) -> str:
        return hashlib.sha256(f"{seed}/{item_id}/{option}".encode()).hexdigest()

    return (*sorted(set(options) - {UNSURE}, key=rank), UNSURE)

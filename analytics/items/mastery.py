"""The one word that may be shown of an item in a group too small for figures: which way most of them answered."""

from enum import StrEnum

LEAST_ANSWERED = 3
"""From so many answers on, right or wrong, a word may stand: of fewer it would tell of somebody in particular."""


class Mastery(StrEnum):
    """A Mastery says in words how many of those who answered an item had it right."""

    MOST = "most"
    MIXED = "mixed"
    FEW = "few"


def mastery_of(right: int, answered: int) -> Mastery | None:
    """Returns the word for `right` of `answered` learners; None for fewer than LEAST_ANSWERED.

    MOST if two thirds or more had it right, FEW if one third or fewer had, else MIXED: no word says that all or none
    did. Source: design.md section 5, Disclosure.
    """
    if answered < LEAST_ANSWERED:
        return None
    return Mastery.MOST if 3 * right >= 2 * answered else Mastery.FEW if 3 * right <= answered else Mastery.MIXED

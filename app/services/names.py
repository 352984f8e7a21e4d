"""Names that people give to programmes, partners, groups and themselves: how long they may be."""

from typing import NamedTuple


class Letters(NamedTuple):
    """A Letters is the fewest and the most characters that a name may have."""

    least: int
    most: int


OF_PROGRAMME = OF_PARTNER = Letters(1, 120)
OF_COHORT = Letters(1, 80)
OF_STAFF = Letters(2, 60)


class UnusableName(ValueError):
    """Raised for a name that is too short or too long, or has spaces around it."""

    def __init__(self, letters: Letters) -> None:
        super().__init__(f"a name has {letters.least} to {letters.most} letters, and no blanks around it")


def checked_name(name: str, letters: Letters) -> str:
    """Returns the name unchanged; raises UnusableName if its length is out of bounds or it has spaces around it."""
    if name != name.strip() or not letters.least <= len(name) <= letters.most:
        raise UnusableName(letters)
    return name

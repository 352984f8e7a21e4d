"""How the course was received, as sections of the page of figures."""

from analytics import GainReport
from app.exports import Cover, Section, reception_grids, sections
from app.wording import Words, reception_findings


def reception_cards(gains: GainReport, cover: Cover, words: Words) -> tuple[Section, ...]:
    """Under the figures that the tests gave."""
    return sections(reception_findings(words, cover.reception), reception_grids(gains, cover, words))

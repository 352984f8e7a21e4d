"""How the course was received, as sections of the page of figures."""

from analytics import GainReport
from app.exports import Cover, reception_grids
from app.web.results.shown import Card
from app.wording import Words, reception_findings


def reception_cards(gains: GainReport, cover: Cover, words: Words) -> tuple[Card, ...]:
    """Under the figures that the tests gave."""
    grids = reception_grids(gains, cover, words)
    return tuple(
        Card(finding, tuple(grid for grid in grids if grid.section == finding.name))
        for finding in reception_findings(words, cover.reception)
    )

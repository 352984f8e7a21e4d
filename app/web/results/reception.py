"""How the course was received, as sections of the page of figures."""

from app.exports import reception_grids
from app.web.results.shown import Card
from app.wording import Reception, Words, reception_findings


def reception_cards(reception: Reception, words: Words) -> tuple[Card, ...]:
    """Under the figures that the tests gave."""
    grids = {grid.section: grid for grid in reception_grids(reception, words)}
    return tuple(
        Card(finding, (grids[finding.name],) if finding.name in grids else ())
        for finding in reception_findings(words, reception)
    )

"""The months that a report's figures are of."""

from app.store import Session, figures
from app.store.figures import Filters


def months_of(session: Session, filters: Filters, structure: str) -> tuple[str, str] | None:
    """First and last month (yyyy-mm) that was asked for, else of the learners with both tests; None for nobody."""
    if filters.from_month and filters.to_month:
        return filters.from_month, filters.to_month
    months = sorted(
        month for (month,) in figures.count_pairs(session, figures.of_structure(filters, structure), ("month",))
    )
    return (months[0], months[-1]) if months else None

"""Whom a report is of: programmes, partners, places and months, by name, as its first page says them."""

from dataclasses import dataclass

from app.services import reporting
from app.store import Session, choices, figures
from app.store.figures import Filters
from app.wording import Words


@dataclass(frozen=True)
class Coverage:
    """Names in the reader's language, each list in the order of its names. months: first and last, yyyy-mm."""

    programmes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    months: tuple[str, str] | None = None


def coverage_of(session: Session, filters: Filters, structure: str, words: Words) -> Coverage:
    """Of everybody who joined, whether or not their figures may be shown: names of places are no figures. The months
    are those that were asked for, else of the first tests of everybody who is counted, with a second test or
    without."""
    found = choices.list_covered(session, figures.of_structure(filters, structure))
    regions = reporting.region_names(session, words)
    months = sorted(month for *_names, month, is_tested in found if is_tested)
    return Coverage(
        tuple(sorted({programme for programme, *_ in found})),
        tuple(sorted({partner for _, partner, *_ in found})),
        tuple(sorted({regions.get(region, region) for _, _, region, *_ in found})),
        (filters.from_month, filters.to_month)
        if filters.from_month and filters.to_month
        else (months[0], months[-1])
        if months
        else None,
    )

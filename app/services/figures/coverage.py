"""Whom a report is of: programmes, partners, places and months, by name, as its first page says them."""

from dataclasses import dataclass

from app.services.figures import reporting
from app.store import Session
from app.store.figures import selection
from app.store.figures.selection import Filters
from app.wording import Words


@dataclass(frozen=True)
class Coverage:
    """A Coverage names what a report is about, in the reader's language; each list is in alphabetical order.

    months: first and last, yyyy-mm; None if the report has no cohort and no months were chosen.
    """

    programmes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    months: tuple[str, str] | None = None


def coverage_of(session: Session, filters: Filters, structure: str, words: Words) -> Coverage:
    """Returns what a report of settled cohorts covers: programmes, partners, regions and months.

    The months are those of the filters if both are set, else the first and last in which the cohorts settled.
    structure: digest of the instrument.
    """
    cohorts = selection.list_covered(session, selection.of_structure(filters, structure))
    regions = reporting.region_names(session, words)
    months = sorted(month for *_names, month in cohorts)
    return Coverage(
        tuple(sorted({programme for programme, *_ in cohorts})),
        tuple(sorted({partner for _, partner, *_ in cohorts})),
        tuple(sorted({regions.get(region, region) for _, _, region, _ in cohorts})),
        (filters.from_month, filters.to_month)
        if filters.from_month and filters.to_month
        else (months[0], months[-1])
        if months
        else None,
    )

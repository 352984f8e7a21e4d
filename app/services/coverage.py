"""Whom a report is of: programmes, partners, places and months, by name, as its first page says them."""

from dataclasses import dataclass

from app.services import periods, reporting
from app.store import Session, choices, figures
from app.store.figures import Filters
from app.wording import Words

WHERE_FROM = ("programme", "partner", "region")


@dataclass(frozen=True)
class Coverage:
    """Names in the reader's language, each list in the order of its names. months: first and last, yyyy-mm."""

    programmes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    months: tuple[str, str] | None = None


def coverage_of(session: Session, filters: Filters, structure: str, words: Words) -> Coverage:
    """Of everybody who joined, whether or not their figures may be shown: names of places are no figures."""
    of_it = figures.of_structure(filters, structure)
    keys = {key for key, _state, _count in figures.list_flow(session, of_it, WHERE_FROM)}
    known = (choices.programme_names(session), choices.partner_names(session), reporting.region_names(session, words))
    programmes, partners, regions = (
        tuple(sorted({names.get(key[place], key[place]) for key in keys})) for place, names in enumerate(known)
    )
    return Coverage(programmes, partners, regions, periods.months_of(session, filters, structure))

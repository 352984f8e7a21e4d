"""What a report is narrowed to, as codes: its filters, its period, and what its reader may see."""

from app.services.reporting import region_names
from app.store import Session, choices, figures
from app.store.figures import Filters, Scope
from app.wording import Selection, Words

FILTERS = ("region", "country", "programme", "partner", "sex", "age_band", "language", "way", "channel")


def selection_of(session: Session, filters: Filters, structure: str, words: Words) -> Selection:
    """Of the report on one instrument. Where no period is chosen, the months are those of everybody there is, so that
    a figure has the same period in a narrower report."""
    chosen = {name: value for name in FILTERS if (value := getattr(filters, name)) is not None}
    seen, is_some_of_many = _scope(session, filters)
    period = (filters.from_month, filters.to_month) if filters.from_month and filters.to_month else None
    partners, programmes = choices.partner_names(session), choices.programme_names(session)
    return Selection(
        filters={**seen, **chosen},
        months=period or figures.months(session, Filters(Scope(is_whole=True), structure=structure)),
        is_period_chosen=period is not None,
        countries=figures.countries(session, figures.of_structure(filters, structure)),
        names={**region_names(session, words), **programmes, **partners},
        is_some_of_many=is_some_of_many,
    )


def _scope(session: Session, filters: Filters) -> tuple[dict[str, str], bool]:
    """The one programme or partner that this reader sees of several; whether they see some and not all."""
    if filters.partner is not None or not figures.is_anybody_outside(session, filters.scope):
        return {}, False
    programmes, partners = choices.refs_of_scope(session, filters.scope)
    if len(programmes) + len(partners) == 1:
        return ({"programme": programmes[0]} if programmes else {"partner": partners[0]}), False
    return {}, filters.programme not in programmes

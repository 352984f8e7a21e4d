"""The values that the filters of a report may be set to, and the names of partners and programmes."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.store.figures.selection import WITHIN, Filters, Scope, settled, wide_column
from app.store.tables import CohortSum, Partner, Programme, Settlement

WIDE = ("month", "region", "way")
"""Of a settlement itself."""


@dataclass(frozen=True)
class Choices:
    """A Choices lists the values that each filter may take within a scope.

    programmes, partners: (public id, name).
    """

    months: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    sexes: tuple[str, ...]
    age_bands: tuple[str, ...]
    languages: tuple[str, ...]
    ways: tuple[str, ...]
    channels: tuple[str, ...]
    programmes: tuple[tuple[str, str], ...]
    partners: tuple[tuple[str, str], ...]


def list_choices(session: Session, scope: Scope) -> Choices:
    """Lists the values that settled cohorts within this scope have.

    So no single filter leads to an empty result.
    """
    everybody = Filters(scope)
    parts = [
        *(settled(select(literal(name), wide_column(name), literal("")).distinct(), everybody) for name in WIDE),
        settled(select(literal("programme"), Programme.ref, Programme.name).distinct(), everybody),
        settled(select(literal("partner"), Partner.ref, Partner.name).distinct(), everybody),
        settled(select(CohortSum.split, CohortSum.value, literal("")).distinct(), everybody).join(
            CohortSum, CohortSum.settlement_id == Settlement.settlement_id
        ),
    ]
    values: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in session.execute(union_all(*parts)):
        values[row[0]].append((row[2], row[1]))
    named = {name: tuple(value for _, value in sorted(values[name])) for name in (*WIDE, *WITHIN)}
    return Choices(
        months=named["month"],
        countries=tuple(sorted({region[:2] for region in named["region"]})),
        regions=named["region"],
        sexes=named["sex"],
        age_bands=named["age_band"],
        languages=named["language"],
        ways=named["way"],
        channels=named["channel"],
        programmes=tuple((ref, name) for name, ref in sorted(values["programme"])),
        partners=tuple((ref, name) for name, ref in sorted(values["partner"])),
    )


def partner_names(session: Session) -> dict[str, str]:
    """Returns the names of all partners by public id."""
    return dict(session.execute(select(Partner.ref, Partner.name)).all())


def programme_names(session: Session) -> dict[str, str]:
    """Returns the names of all programmes by public id."""
    return dict(session.execute(select(Programme.ref, Programme.name)).all())


def refs_of_scope(session: Session, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the public ids of the programmes and of the partners that a scope names."""
    programmes = select(Programme.ref).where(Programme.programme_id.in_(scope.programme_ids))
    partners = select(Partner.ref).where(Partner.partner_id.in_(scope.partner_ids))
    return tuple(session.scalars(programmes)), tuple(session.scalars(partners))

"""What the filters of a report may be set to within a scope, and the names of places, partners and programmes."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.store.figures import PRE_POST, Filters, Scope, column, conditions, in_scope
from app.store.tables import FlowCell, Partner, Programme, Region

REGIONS = "regions"
"""Under this name a session keeps them."""


@dataclass(frozen=True)
class Choices:
    """What there is to choose from within a scope; partners and programmes as (public id, name)."""

    months: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    sexes: tuple[str, ...]
    age_bands: tuple[str, ...]
    languages: tuple[str, ...]
    ways: tuple[str, ...]
    programmes: tuple[tuple[str, str], ...]
    partners: tuple[tuple[str, str], ...]


def list_choices(session: Session, scope: Scope) -> Choices:
    """Every value that occurs in this scope, so that no filter leads to nothing by itself."""
    there = [*in_scope(FlowCell, scope), FlowCell.wave_pair == PRE_POST, FlowCell.learner_count > 0]

    def distinct(column: ColumnElement[str]) -> tuple[str, ...]:
        return tuple(session.scalars(select(column).where(*there).distinct().order_by(column)))

    regions = distinct(column(FlowCell, "region"))
    programmes = select(Programme.ref, Programme.name).where(
        Programme.programme_id.in_(select(FlowCell.programme_id).where(*there))
    )
    partners = select(Partner.ref, Partner.name).where(
        Partner.partner_id.in_(select(FlowCell.partner_id).where(*there))
    )
    return Choices(
        months=distinct(column(FlowCell, "month")),
        countries=tuple(sorted({region[:2] for region in regions})),
        regions=regions,
        sexes=distinct(column(FlowCell, "sex")),
        age_bands=distinct(column(FlowCell, "age_band")),
        languages=distinct(column(FlowCell, "language")),
        ways=distinct(column(FlowCell, "way")),
        programmes=tuple((ref, name) for ref, name in session.execute(programmes.order_by(Programme.name))),
        partners=tuple((ref, name) for ref, name in session.execute(partners.order_by(Partner.name))),
    )


def region_names(session: Session) -> dict[str, Region]:
    """All regions by code; asked for once in a session, since they come with the code."""
    if REGIONS not in session.info:
        session.info[REGIONS] = {region.code: region for region in session.scalars(select(Region))}
    known: dict[str, Region] = session.info[REGIONS]
    return known


def partner_names(session: Session) -> dict[str, str]:
    """Names by public id."""
    return {partner.ref: partner.name for partner in session.scalars(select(Partner))}


def programme_names(session: Session) -> dict[str, str]:
    """Names by public id."""
    return {programme.ref: programme.name for programme in session.scalars(select(Programme))}


def refs_of_scope(session: Session, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Public ids of the programmes and of the partners that a scope names."""
    programmes = select(Programme.ref).where(Programme.programme_id.in_(scope.programme_ids))
    partners = select(Partner.ref).where(Partner.partner_id.in_(scope.partner_ids))
    return tuple(session.scalars(programmes)), tuple(session.scalars(partners))


def list_covered(session: Session, filters: Filters) -> list[tuple[str, str, str, str, bool]]:
    """Whom a report is of: (programme's name, partner's name, region, month, whether anybody there has both tests)."""
    names = (Programme.name, Partner.name, FlowCell.region_code, FlowCell.month)
    paired = func.max(case((FlowCell.state == "paired", 1), else_=0))
    query = (
        select(*names, paired)
        .join(Programme, Programme.programme_id == FlowCell.programme_id)
        .join(Partner, Partner.partner_id == FlowCell.partner_id)
        .where(*conditions(FlowCell, filters), FlowCell.learner_count > 0)
        .group_by(*names)
        .order_by(*names)
    )
    return [(*row[:4], bool(row[4])) for row in session.execute(query)]

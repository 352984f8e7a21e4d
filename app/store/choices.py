"""What the filters of a report may be set to within a scope, and the names of places, partners and programmes."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.store.figures import PRE_POST, Filters, Scope, column, conditions, in_scope
from app.store.tables import FlowCell, Partner, Programme, Region

REGIONS = "regions"
"""Under this name a session keeps them."""

VALUES = ("month", "region", "sex", "age_band", "language", "way")
"""Filters whose values stand in the cells themselves."""


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
    """Every value that occurs in this scope, so that no filter leads to nothing by itself; read in one statement."""
    there = [*in_scope(FlowCell, scope), FlowCell.wave_pair == PRE_POST, FlowCell.learner_count > 0]
    programmes, partners = (select(key).where(*there) for key in (FlowCell.programme_id, FlowCell.partner_id))
    parts: list[Select[str, str, str]] = [
        *(select(literal(name), column(FlowCell, name), literal("")).where(*there).distinct() for name in VALUES),
        select(literal("programme"), Programme.ref, Programme.name).where(Programme.programme_id.in_(programmes)),
        select(literal("partner"), Partner.ref, Partner.name).where(Partner.partner_id.in_(partners)),
    ]
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, value, label in session.execute(union_all(*parts)):
        found[name].append((label, value))
    values = {name: tuple(value for _, value in sorted(found[name])) for name in VALUES}
    return Choices(
        months=values["month"],
        countries=tuple(sorted({region[:2] for region in values["region"]})),
        regions=values["region"],
        sexes=values["sex"],
        age_bands=values["age_band"],
        languages=values["language"],
        ways=values["way"],
        programmes=tuple((ref, name) for name, ref in sorted(found["programme"])),
        partners=tuple((ref, name) for name, ref in sorted(found["partner"])),
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
    """Whom a report is of: (programme's name, partner's name, region, month, whether anybody there has a test)."""
    names = (Programme.name, Partner.name, FlowCell.region_code, FlowCell.month)
    tested = func.max(case((FlowCell.state == "neither", 0), else_=1))
    query = (
        select(*names, tested)
        .join(Programme, Programme.programme_id == FlowCell.programme_id)
        .join(Partner, Partner.partner_id == FlowCell.partner_id)
        .where(*conditions(FlowCell, filters), FlowCell.learner_count > 0)
        .group_by(*names)
        .order_by(*names)
    )
    return [(*row[:4], bool(row[4])) for row in session.execute(query)]

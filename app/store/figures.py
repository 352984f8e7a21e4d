"""Counts for reports, out of the derived tables: what is asked for is one GROUP BY, whatever the number of learners."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.store.tables import Cohort, CohortSum, CourseRelease, FlowCell, GainCell, Partner, Programme, Region, ScorePair

PRE_POST = "pre-post"
DISAGGREGATES = (
    "region",
    "country",
    "programme",
    "partner",
    "sex",
    "age_band",
    "language",
    "way",
    "month",
    "form_order",
)

Table = type[GainCell] | type[FlowCell] | type[CohortSum]
Key = tuple[str, ...]
CohortRow = tuple[int, int, int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Scope:
    """Whose figures somebody may see: those of these programmes and of these partners, or of the whole instance."""

    programme_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True)
class Filters:
    """Which learners a report is about. None: all that the scope holds.

    from_month, to_month: yyyy-mm, both included. country: ISO 3166-1. region: ISO 3166-2. programme, partner: public
    ids. structure: digest.
    """

    scope: Scope
    from_month: str | None = None
    to_month: str | None = None
    programme: str | None = None
    country: str | None = None
    region: str | None = None
    partner: str | None = None
    sex: str | None = None
    age_band: str | None = None
    language: str | None = None
    way: str | None = None
    structure: str | None = None


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


def list_structures(session: Session, filters: Filters) -> list[str]:
    """Digests of the instruments that learners of these filters have met, the newest first."""
    released = func.max(CourseRelease.course_release_id)
    query = (
        select(FlowCell.structure_digest)
        .outerjoin(CourseRelease, CourseRelease.structure_digest == FlowCell.structure_digest)
        .where(*_conditions(FlowCell, filters), FlowCell.learner_count > 0)
        .group_by(FlowCell.structure_digest)
        .order_by(released.desc(), FlowCell.structure_digest)
    )
    return list(session.scalars(query))


def list_gain_cells(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[tuple[Key, int, int, int]]:
    """(key, pre, post, learners) of one structure's joint tables."""
    rows = _grouped(session, GainCell, filters, by, of=(GainCell.pre, GainCell.post), sums=(GainCell.learner_count,))
    return [(key, pre, post, int(count)) for key, (pre, post, count) in rows]


def count_pairs(session: Session, filters: Filters, by: Sequence[str]) -> dict[Key, int]:
    """Learners with both tests by key."""
    rows = _grouped(session, GainCell, filters, by, of=(), sums=(GainCell.learner_count,))
    return {key: int(count) for key, (count,) in rows if count}


def list_flow(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[tuple[Key, str, int]]:
    """(key, state, learners) where there are any."""
    rows = _grouped(session, FlowCell, filters, by, of=(FlowCell.state,), sums=(FlowCell.learner_count,))
    return [(key, state, int(count)) for key, (state, count) in rows if count]


def list_cohort_sums(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[tuple[Key, CohortRow]]:
    """(key, (cohort, n, Σd, Σd², improved, worse, Σpre, Σpre², Σpre·post))."""
    sums = (
        *(CohortSum.learner_count, CohortSum.d, CohortSum.dd, CohortSum.improved, CohortSum.worse),
        *(CohortSum.pre, CohortSum.pre_pre, CohortSum.pre_post),
    )
    rows = _grouped(session, CohortSum, filters, by, of=(CohortSum.cohort_id,), sums=sums)
    found = []
    for key, row in rows:
        cohort, n, d, dd, improved, worse, pre, pre_pre, pre_post = map(int, row)  # PostgreSQL adds bigints to decimals
        found.append((key, (cohort, n, d, dd, improved, worse, pre, pre_pre, pre_post)))
    return found


def list_choices(session: Session, scope: Scope) -> Choices:
    """Every value that occurs in this scope, so that no filter leads to nothing by itself."""
    conditions = [*_in_scope(FlowCell, scope), FlowCell.wave_pair == PRE_POST, FlowCell.learner_count > 0]

    def distinct(column: ColumnElement[str]) -> tuple[str, ...]:
        return tuple(session.scalars(select(column).where(*conditions).distinct().order_by(column)))

    regions = distinct(_column(FlowCell, "region"))
    programmes = select(Programme.ref, Programme.name).where(
        Programme.programme_id.in_(select(FlowCell.programme_id).where(*conditions))
    )
    partners = select(Partner.ref, Partner.name).where(
        Partner.partner_id.in_(select(FlowCell.partner_id).where(*conditions))
    )
    return Choices(
        months=distinct(_column(FlowCell, "month")),
        countries=tuple(sorted({region[:2] for region in regions})),
        regions=regions,
        sexes=distinct(_column(FlowCell, "sex")),
        age_bands=distinct(_column(FlowCell, "age_band")),
        languages=distinct(_column(FlowCell, "language")),
        ways=distinct(_column(FlowCell, "way")),
        programmes=tuple((ref, name) for ref, name in session.execute(programmes.order_by(Programme.name))),
        partners=tuple((ref, name) for ref, name in session.execute(partners.order_by(Partner.name))),
    )


def region_names(session: Session) -> dict[str, Region]:
    """All regions by code."""
    return {region.code: region for region in session.scalars(select(Region))}


def partner_names(session: Session) -> dict[str, str]:
    """Names by public id."""
    return {partner.ref: partner.name for partner in session.scalars(select(Partner))}


def programme_names(session: Session) -> dict[str, str]:
    """Names by public id."""
    return {programme.ref: programme.name for programme in session.scalars(select(Programme))}


def structure_of_cohort(session: Session, cohort_id: int) -> str | None:
    """The digest of the instrument that this cohort sits."""
    return session.scalar(
        select(CourseRelease.structure_digest)
        .join(Cohort, Cohort.course_release_id == CourseRelease.course_release_id)
        .where(Cohort.cohort_id == cohort_id)
    )


def list_cohort_cells(session: Session, cohort_id: int, structure: str) -> list[tuple[int, int, int, int]]:
    """(out_of, pre, post, learners) of one cohort."""
    query = (
        select(ScorePair.out_of, ScorePair.pre, ScorePair.post, func.count())
        .where(
            ScorePair.cohort_id == cohort_id,
            ScorePair.structure_digest == structure,
            ScorePair.wave_pair == PRE_POST,
        )
        .group_by(ScorePair.out_of, ScorePair.pre, ScorePair.post)
    )
    return [(out_of, pre, post, count) for out_of, pre, post, count in session.execute(query)]


def widened(filters: Filters) -> list[tuple[str, Filters, Callable[[str], bool]]]:
    """For each filter that is set: its disaggregate, the filters without it, and which values it had let through."""
    found: list[tuple[str, Filters, Callable[[str], bool]]] = []
    for name in ("programme", "country", "region", "partner", "sex", "age_band", "language", "way"):
        value = getattr(filters, name)
        if value is not None:
            anything: dict[str, Any] = {name: None}
            found.append((name, replace(filters, **anything), {value}.__contains__))
    first, last = filters.from_month, filters.to_month
    if first is not None or last is not None:
        wider = replace(filters, from_month=None, to_month=None)
        found.append(("month", wider, lambda month: (first or "") <= month <= (last or "9999-12")))
    return found


def of_structure(filters: Filters, structure: str) -> Filters:
    """The same for one instrument: tables of different ones never add."""
    return replace(filters, structure=structure)


def _grouped(
    session: Session, table: Table, filters: Filters, by: Sequence[str], *, of: Sequence[Any], sums: Sequence[Any]
) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """(values of `by`, values of `of` and their sums)."""
    keys = [_column(table, name) for name in by]
    query = select(*keys, *of, *map(func.sum, sums)).where(*_conditions(table, filters)).group_by(*keys, *of)
    if "partner" in by:
        query = query.join(Partner, Partner.partner_id == table.partner_id)
    if "programme" in by:
        query = query.join(Programme, Programme.programme_id == table.programme_id)
    for row in session.execute(query):
        yield tuple(row[: len(by)]), tuple(row[len(by) :])


def _column(table: Table, name: str) -> Any:
    """What a disaggregate is in a derived table. Raises KeyError for a name that is none."""
    return {
        "region": table.region_code,
        "country": func.substr(table.region_code, 1, 2),
        "programme": Programme.ref,
        "partner": Partner.ref,
        "sex": table.sex,
        "age_band": table.age_band,
        "language": table.language,
        "way": table.way,
        "month": table.month,
        "form_order": table.form_order,
    }[name]


def _conditions(table: Table, filters: Filters) -> list[ColumnElement[bool]]:
    plain = {
        table.region_code: filters.region,
        table.sex: filters.sex,
        table.age_band: filters.age_band,
        table.language: filters.language,
        table.way: filters.way,
        table.structure_digest: filters.structure,
    }
    found = [*_in_scope(table, filters.scope), table.wave_pair == PRE_POST]
    found += [column == value for column, value in plain.items() if value is not None]
    if filters.country is not None:
        found.append(func.substr(table.region_code, 1, 2) == filters.country)
    if filters.programme is not None:
        of = select(Programme.programme_id).where(Programme.ref == filters.programme)
        found.append(table.programme_id.in_(of))
    if filters.partner is not None:
        found.append(table.partner_id.in_(select(Partner.partner_id).where(Partner.ref == filters.partner)))
    if filters.from_month is not None:
        found.append(table.month >= filters.from_month)
    if filters.to_month is not None:
        found.append(table.month <= filters.to_month)
    return found


def _in_scope(table: Table, scope: Scope) -> list[ColumnElement[bool]]:
    """Nothing where there is neither programme nor partner: an empty list is in nothing."""
    if scope.is_whole:
        return []
    return [or_(table.programme_id.in_(scope.programme_ids), table.partner_id.in_(scope.partner_ids))]

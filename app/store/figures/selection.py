"""What a report is to show, and which settled cohorts it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from analytics.counts.ledger import IN_FIGURES, TOTAL
from app.store.steps import COURSE, REVEAL
from app.store.tables import (
    CohortSum,
    CourseRelease,
    Instrument,
    Partner,
    Programme,
    ScorePair,
    Settlement,
    TakenOut,
)

DISAGGREGATES = (
    "region",
    "country",
    "programme",
    "partner",
    "sex",
    "age_band",
    "language",
    "way",
    "channel",
    "month",
)
COHORT_WIDE = ("programme", "country", "region", "partner", "way", "month")
"""Disaggregates that are the cohort's own, so that no cohort is in two groups."""
WITHIN = ("sex", "age_band", "language", "channel")
"""Those whose groups divide a cohort; its settlement has sums of them."""

Key = tuple[str, ...]
Rows = Select[*tuple[Any, ...]]
CohortRow = tuple[int, int, int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Scope:
    """A Scope says whose figures somebody may see: those of these programmes and of these partners, or all."""

    programme_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True)
class Filters:
    """A Filters says which learners a report is about; a field that is None leaves out nobody of the scope.

    from_month, to_month: yyyy-mm, both included. country: ISO 3166-1. region: ISO 3166-2. programme, partner: public
    ids. structure: digest of the instrument.
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
    channel: str | None = None
    structure: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The value, by name, of each disaggregate that is filtered by, except the months."""
        return {name: value for name in DISAGGREGATES if (value := getattr(self, name, None)) is not None}


def unfiltered(filters: Filters) -> Filters:
    """Returns filters that choose everybody of the whole instance on the same instrument."""
    return Filters(Scope(is_whole=True), structure=filters.structure)


def of_structure(filters: Filters, structure: str) -> Filters:
    """Returns the same filters for the instrument with this structure digest.

    Tables of different instruments are never added up.
    """
    return replace(filters, structure=structure)


def list_structures(session: Session, filters: Filters) -> list[str]:
    """Lists structure digests of the instruments of settled cohorts that the filters choose, the newest first."""
    joined = aliased(Instrument)
    cohort = settled(select(literal(1)), filters).where(Settlement.instrument_id == joined.instrument_id)
    released = (
        select(func.max(CourseRelease.course_release_id))
        .where(CourseRelease.structure_digest == joined.structure_digest)
        .scalar_subquery()
    )
    query = select(joined.structure_digest).where(cohort.exists()).order_by(released.desc(), joined.structure_digest)
    return list(session.scalars(query))


def count_learners(session: Session, filters: Filters) -> int:
    """Counts everyone in the settled cohorts that the filters choose.

    Filters by sex, age band, language or channel are not applied.
    """
    return session.scalar(settled(select(func.coalesce(func.sum(Settlement.learner_count), 0)), filters)) or 0


def count_changed(session: Session, filters: Filters) -> dict[str, int]:
    """Counts who was taken_out, erased and parted in the settled cohorts that the filters choose, by these names.

    Erased are those with both tests who went after their cohort's result was made and before it settled; parted are
    merges that were undone meanwhile. Empty if the filters choose by sex, age band, language or channel: nothing of any
    of them is told.
    """
    if set(filters.chosen) & {*WITHIN}:
        return {}
    taken_out = select(func.count()).where(TakenOut.cohort_id == Settlement.cohort_id).correlate(Settlement)
    result = aliased(Settlement)
    is_its = (result.cohort_id == Settlement.cohort_id) & (result.step == REVEAL) & result.is_current
    of_each = {"taken_out": taken_out.scalar_subquery(), "erased": result.erased_count, "parted": result.merged_count}
    sums = (func.coalesce(func.sum(of), 0) for of in of_each.values())
    counts: Any = session.execute(settled(select(*sums), filters).outerjoin(result, is_its)).one()
    return {name: int(count) for name, count in zip(of_each, counts, strict=True)}


def list_cohort_sums(session: Session, filters: Filters, by: Sequence[str]) -> list[tuple[Key, str, CohortRow]]:
    """Lists the sums of each settled cohort that the filters choose, as (key, region, row).

    key: the values of `by`. row: (cohort id, n, Σd, Σd², improved, worse, Σpre, Σpre², Σpre·post); d is a learner's
    gain, n the number of pairs, without those of which a sheet was typed in late. Cohorts with n = 0 are left out. by
    and filters: any of COHORT_WIDE, and one of WITHIN; raises ValueError for two.
    """
    within = {name for name in (*by, *filters.chosen) if name in WITHIN}
    if len(within) > 1:
        raise ValueError(f"cohorts have no sums by {' and '.join(sorted(within))} at once")
    split = next(iter(within), TOTAL)
    keys = [CohortSum.value if name == split else wide_column(name) for name in by]
    sums = (CohortSum.learner_count, CohortSum.d, CohortSum.dd, CohortSum.improved, CohortSum.worse)
    scores = (CohortSum.pre, CohortSum.pre_pre, CohortSum.pre_post)
    query = (
        settled(select(*keys, Settlement.region_code, Settlement.cohort_id, *sums, *scores), filters)
        .join(CohortSum, CohortSum.settlement_id == Settlement.settlement_id)
        .where(CohortSum.split == split, CohortSum.learner_count > 0)
        .order_by(*keys, Settlement.region_code, Settlement.cohort_id)
    )
    value = filters.chosen.get(split)
    if value is not None:
        query = query.where(CohortSum.value == value)
    return [
        (tuple(row[: len(by)]), row[len(by)], tuple(map(int, row[len(by) + 1 :])))  # type: ignore[misc]
        for row in session.execute(query)
    ]


def list_covered(session: Session, filters: Filters) -> list[tuple[str, str, str, str]]:
    """Lists (programme's name, partner's name, region, month) of a report's settled cohorts, each combination once."""
    names = (Programme.name, Partner.name, Settlement.region_code, Settlement.month)
    return [tuple(row) for row in session.execute(settled(select(*names).distinct(), filters).order_by(*names))]  # type: ignore[misc]


def settled(query: Rows, filters: Filters) -> Rows:
    """Narrows a query to the current settlements of courses that the filters choose, without pilots.

    Filters by sex, age band, language or channel are not applied.
    """
    conditions = [wide_column(name) == value for name, value in filters.chosen.items() if name in COHORT_WIDE]
    if filters.structure is not None:
        conditions.append(Instrument.structure_digest == filters.structure)
    if filters.from_month is not None:
        conditions.append(Settlement.month >= filters.from_month)
    if filters.to_month is not None:
        conditions.append(Settlement.month <= filters.to_month)
    return (
        query.select_from(Settlement)
        .join(Instrument, Instrument.instrument_id == Settlement.instrument_id)
        .join(Programme, Programme.programme_id == Settlement.programme_id)
        .join(Partner, Partner.partner_id == Settlement.partner_id)
        .where(
            Settlement.is_current,
            Settlement.step == COURSE,
            Settlement.standing.in_(IN_FIGURES),
            in_scope(Settlement.programme_id, Settlement.partner_id, filters.scope),
            *conditions,
        )
    )


def wide_column(name: str) -> SQLColumnExpression[str]:
    """Returns the SQL column of a disaggregate of COHORT_WIDE. Raises KeyError for any other name."""
    return {
        "programme": Programme.ref,
        "country": func.substr(Settlement.region_code, 1, 2),
        "region": Settlement.region_code,
        "partner": Partner.ref,
        "way": Settlement.way,
        "month": Settlement.month,
    }[name]


def column(name: str) -> SQLColumnExpression[str]:
    """Returns the SQL column of a disaggregate. Raises AttributeError for an unknown name."""
    return wide_column(name) if name in COHORT_WIDE else getattr(ScorePair, name)


def in_scope(programme_id: Any, partner_id: Any, scope: Scope) -> ColumnElement[bool]:
    """Returns the SQL condition that a row is within the scope, that is of one of its programmes or partners.

    programme_id, partner_id: columns of the row. A scope that is the whole instance holds every row.
    """
    if scope.is_whole:
        return true()
    return or_(programme_id.in_(scope.programme_ids), partner_id.in_(scope.partner_ids))

"""What a report is asked for, and which settled cohorts answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from analytics.counts.ledger import PILOT, TOTAL
from app.store.steps import COURSE
from app.store.tables import (
    Cohort,
    CohortSum,
    CohortTally,
    CourseRelease,
    Instrument,
    Partner,
    Programme,
    ScorePair,
    Settlement,
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
"""Disaggregates that are the cohort's own, so that no cohort lies in two groups."""
WITHIN = ("sex", "age_band", "language", "channel")
"""Those between whose groups a cohort lies, and which its settlement has sums of."""

Key = tuple[str, ...]
Rows = Select[*tuple[Any, ...]]
CohortRow = tuple[int, int, int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Scope:
    """A Scope says whose figures somebody may see: of these programmes and partners, or of the whole instance."""

    programme_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True)
class Filters:
    """A Filters says which learners a report is about. None: all that the scope holds.

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
    channel: str | None = None
    structure: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The value of each disaggregate that is set, but the month."""
        return {name: value for name in DISAGGREGATES if (value := getattr(self, name, None)) is not None}


def unfiltered(filters: Filters) -> Filters:
    """Returns filters that let everybody of the same instrument through, in the whole instance."""
    return Filters(Scope(is_whole=True), structure=filters.structure)


def of_structure(filters: Filters, structure: str) -> Filters:
    """Returns the same filters for one instrument: tables of different ones never add."""
    return replace(filters, structure=structure)


def list_structures(session: Session, filters: Filters) -> list[str]:
    """Lists digests of the instruments of settled cohorts that the filters choose, the newest first.

    Of each one cohort is looked for, so that the others need not be read.
    """
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
    """Counts everyone in the settled cohorts chosen, of whichever sex, age band, language or channel."""
    return session.scalar(settled(select(func.coalesce(func.sum(Settlement.learner_count), 0)), filters)) or 0


def list_cohort_sums(session: Session, filters: Filters, by: Sequence[str]) -> list[tuple[Key, str, CohortRow]]:
    """Lists (key, region, (cohort, n, Σd, Σd², improved, worse, Σpre, Σpre², Σpre·post)) of cohorts.

    d is a learner's gain, n the pairs without those of which a sheet was typed in late. by and filters: any of
    COHORT_WIDE, and one of WITHIN; raises ValueError for two.
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
    """Lists the cohorts of a report as (programme's name, partner's name, region, month), each once."""
    names = (Programme.name, Partner.name, Settlement.region_code, Settlement.month)
    return [tuple(row) for row in session.execute(settled(select(*names).distinct(), filters).order_by(*names))]  # type: ignore[misc]


@dataclass(frozen=True)
class Progress:
    """A Progress says how far those learners are who do not count yet, since their cohorts have not settled."""

    cohorts: int
    enrolled: int
    pre: int
    paired: int


def progress(session: Session, scope: Scope) -> Progress:
    """Counts learners of all cohorts of the scope that have not settled; pilots never count."""
    sums = (CohortTally.enrolled, CohortTally.pre, CohortTally.paired)
    query = (
        select(func.count(), *(func.coalesce(func.sum(of), 0) for of in sums))
        .select_from(CohortTally)
        .join(Cohort, Cohort.cohort_id == CohortTally.cohort_id)
        .where(
            ~CohortTally.is_settled,
            ~Cohort.is_pilot,
            CohortTally.enrolled > 0,
            in_scope(Cohort.programme_id, Cohort.partner_id, scope),
        )
    )
    return Progress(*map(int, session.execute(query).one()))


def settled(query: Rows, filters: Filters) -> Rows:
    """Narrows a query to current settlements of courses that the filters choose, without pilots."""
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
            Settlement.standing != PILOT,
            in_scope(Settlement.programme_id, Settlement.partner_id, filters.scope),
            *conditions,
        )
    )


def wide_column(name: str) -> SQLColumnExpression[str]:
    """Returns the column that holds one of COHORT_WIDE; raises KeyError for a name that is none."""
    return {
        "programme": Programme.ref,
        "country": func.substr(Settlement.region_code, 1, 2),
        "region": Settlement.region_code,
        "partner": Partner.ref,
        "way": Settlement.way,
        "month": Settlement.month,
    }[name]


def column(name: str) -> SQLColumnExpression[str]:
    """Returns the column that holds a disaggregate of a learner; raises KeyError for a name that is none."""
    return wide_column(name) if name in COHORT_WIDE else getattr(ScorePair, name)


def in_scope(programme_id: Any, partner_id: Any, scope: Scope) -> ColumnElement[bool]:
    """Returns the condition that a row lies within the scope; without programme and partner nothing does."""
    if scope.is_whole:
        return true()
    return or_(programme_id.in_(scope.programme_ids), partner_id.in_(scope.partner_ids))

"""Counts for reports, out of the derived tables: what is asked for is one GROUP BY, whatever the number of learners."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from app.store.tables import Cohort, CohortSum, CourseRelease, FlowCell, GainCell, Partner, Programme, WholePair

PRE_POST = "pre-post"
EARLY_PRE, WAITED = "early-pre", "pre-post waited"
"""Of waiting cohorts: what changed before the course; and their PRE_POST once more, apart from the others'."""
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

Table = type[GainCell] | type[FlowCell] | type[CohortSum] | type[WholePair]
Key = tuple[str, ...]
CohortRow = tuple[int, int, int, int, int, int, int, int, int]
ClassRow = tuple[int, ...]
"""size, cohorts, Σd², then Σ over cohorts of the cohort's sums of CLASS_FIGURES, then of the products of each two of
these, the first with itself and all later ones, and so on."""
CLASS_FIGURES = ("d", "improved", "worse", "pre")
COHORT_WIDE = frozenset({"region", "country", "programme", "partner", "way"})
"""Disaggregates that are the cohort's own, so that no cohort lies in two groups."""


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


def unfiltered(filters: Filters) -> Filters:
    """Everybody of the same instrument, in the whole instance."""
    return Filters(Scope(is_whole=True), structure=filters.structure)


def list_structures(session: Session, filters: Filters) -> list[str]:
    """Digests of the instruments that learners of these filters have met, the newest first."""
    released = func.max(CourseRelease.course_release_id)
    query = (
        select(FlowCell.structure_digest)
        .outerjoin(CourseRelease, CourseRelease.structure_digest == FlowCell.structure_digest)
        .where(*conditions(FlowCell, filters), FlowCell.learner_count > 0)
        .group_by(FlowCell.structure_digest)
        .order_by(released.desc(), FlowCell.structure_digest)
    )
    return list(session.scalars(query))


def list_gain_cells(
    session: Session, filters: Filters, by: Sequence[str] = (), *, wave_pair: str = PRE_POST
) -> list[tuple[Key, int, int, int]]:
    """(key, pre, post, learners) of one structure's joint tables."""
    of, sums = (GainCell.pre, GainCell.post), (GainCell.learner_count,)
    rows = _grouped(session, GainCell, filters, by, of=of, sums=sums, wave_pair=wave_pair)
    return [(key, pre, post, int(count)) for key, (pre, post, count) in rows]


def count_pairs(session: Session, filters: Filters, by: Sequence[str], *, wave_pair: str = PRE_POST) -> dict[Key, int]:
    """Learners with both tests by key."""
    rows = _grouped(session, GainCell, filters, by, of=(), sums=(GainCell.learner_count,), wave_pair=wave_pair)
    return {key: int(count) for key, (count,) in rows if count}


def count_outcomes(
    session: Session, filters: Filters, by: Sequence[str], *, max_score: int, mark: int
) -> dict[Key, tuple[int, ...]]:
    """By key, learners who improved, stayed the same and got worse; with full marks and with none before, then after;
    who passed before and after; who came up to the mark and who fell under it."""
    pre, post, learners = GainCell.pre, GainCell.post, GainCell.learner_count
    those = (
        *(post > pre, post == pre, post < pre),
        *(pre == max_score, pre == 0, post == max_score, post == 0),
        *(pre >= mark, post >= mark, and_(pre < mark, post >= mark), and_(pre >= mark, post < mark)),
    )
    sums = tuple(case((who, learners), else_=0) for who in those)
    rows = _grouped(session, GainCell, filters, by, of=(), sums=sums)
    return {key: tuple(map(int, counts)) for key, counts in rows if any(counts[:3])}


def list_flow(
    session: Session, filters: Filters, by: Sequence[str] = (), *, wave_pair: str = PRE_POST
) -> list[tuple[Key, str, int]]:
    """(key, state, learners) where there are any."""
    of, sums = (FlowCell.state,), (FlowCell.learner_count,)
    rows = _grouped(session, FlowCell, filters, by, of=of, sums=sums, wave_pair=wave_pair)
    return [(key, state, int(count)) for key, (state, count) in rows if count]


def list_cohort_sums(
    session: Session, filters: Filters, by: Sequence[str] = (), *, wave_pair: str = PRE_POST
) -> list[tuple[Key, CohortRow]]:
    """(key, (cohort, n, Σd, Σd², improved, worse, Σpre, Σpre², Σpre·post))."""
    sums = (
        *(CohortSum.learner_count, CohortSum.d, CohortSum.dd, CohortSum.improved, CohortSum.worse),
        *(CohortSum.pre, CohortSum.pre_pre, CohortSum.pre_post),
    )
    rows = _grouped(session, CohortSum, filters, by, of=(CohortSum.cohort_id,), sums=sums, wave_pair=wave_pair)
    found = []
    for key, row in rows:
        cohort, n, d, dd, improved, worse, pre, pre_pre, pre_post = map(int, row)  # PostgreSQL adds bigints to decimals
        found.append((key, (cohort, n, d, dd, improved, worse, pre, pre_pre, pre_post)))
    return found


def are_all_drawn(session: Session, filters: Filters) -> bool:
    """Whether lots were drawn about each cohort whose learners took two tests, with the course between them or not."""
    query = (
        select(CohortSum.cohort_id)
        .outerjoin(Cohort, Cohort.cohort_id == CohortSum.cohort_id)
        .where(
            or_(*(and_(*conditions(CohortSum, filters, wave_pair)) for wave_pair in (PRE_POST, EARLY_PRE))),
            CohortSum.learner_count > 0,
            Cohort.lottery_ref.is_(None),
        )
    )
    return session.scalar(query.limit(1)) is None


def count_cohorts(session: Session, filters: Filters) -> int:
    """Cohorts with a learner of these filters who took both tests."""
    query = select(func.count(CohortSum.cohort_id.distinct())).where(
        *conditions(CohortSum, filters), CohortSum.learner_count > 0
    )
    return session.scalar(query) or 0


def list_cohort_classes(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[tuple[Key, ClassRow]]:
    """(key, row) for each size of cohort, folded by the database: a row says how many cohorts, and so on, see ClassRow.

    Only for splits that leave each cohort whole (COHORT_WIDE). Raises ValueError for any other.
    """
    if not COHORT_WIDE.issuperset(by):
        raise ValueError(f"cohorts fall apart when they are split by {', '.join(by)}")
    keys = [column(CohortSum, name).label(f"key_{place}") for place, name in enumerate(by)]
    sums = {
        "n": CohortSum.learner_count,
        "dd": CohortSum.dd,
        **{name: getattr(CohortSum, name) for name in CLASS_FIGURES},
    }
    whole = [cast(func.sum(of), BigInteger).label(name) for name, of in sums.items()]
    query = select(*keys, *whole).where(*conditions(CohortSum, filters)).group_by(*keys, CohortSum.cohort_id)
    cohort = joined(query, CohortSum, by).having(func.sum(CohortSum.learner_count) > 0).subquery()
    figures = [cohort.c[name] for name in CLASS_FIGURES]
    named = [cohort.c[key.name] for key in keys]
    products = [one * other for place, one in enumerate(figures) for other in figures[place:]]
    folded = select(*named, cohort.c.n, func.count(), *map(func.sum, (cohort.c.dd, *figures, *products)))
    rows = session.execute(folded.group_by(*named, cohort.c.n).order_by(*named, cohort.c.n))
    return [(tuple(row[: len(by)]), tuple(map(int, row[len(by) :]))) for row in rows]


def months(session: Session, filters: Filters) -> tuple[str, str] | None:
    """First and last month (yyyy-mm) with anybody who is counted, with a second test or without; None for nobody."""
    rows = _grouped(session, FlowCell, filters, ("month",), of=(), sums=(FlowCell.learner_count,))
    found = [month for (month,), (count,) in rows if count]
    return (found[0], found[-1]) if found else None


def countries(session: Session, filters: Filters) -> tuple[str, ...]:
    """Where anybody who is counted is (ISO 3166-1)."""
    rows = _grouped(session, FlowCell, filters, ("country",), of=(), sums=(FlowCell.learner_count,))
    return tuple(country for (country,), (count,) in rows if count)


def is_anybody_outside(session: Session, scope: Scope) -> bool:
    """Whether somebody is counted in this instance who is not within the scope."""
    if scope.is_whole:
        return False
    (within,) = in_scope(FlowCell, scope)
    outside = select(FlowCell.learner_count).where(~within, FlowCell.learner_count > 0).limit(1)
    return session.scalar(outside) is not None


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


def without_filters(filters: Filters) -> Filters:
    """Everybody of this scope and instrument."""
    return Filters(filters.scope, structure=filters.structure)


def of_structure(filters: Filters, structure: str) -> Filters:
    """The same for one instrument: tables of different ones never add."""
    return replace(filters, structure=structure)


def _grouped(
    session: Session,
    table: Table,
    filters: Filters,
    by: Sequence[str],
    *,
    of: Sequence[Any],
    sums: Sequence[Any],
    wave_pair: str = PRE_POST,
) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """(values of `by`, values of `of` and their sums), in their order: what is computed of them is the same to the last
    digit whichever way a database took."""
    keys = [column(table, name) for name in by]
    query = select(*keys, *of, *map(func.sum, sums)).where(*conditions(table, filters, wave_pair)).group_by(*keys, *of)
    for row in session.execute(joined(query, table, by).order_by(*keys, *of)):
        yield tuple(row[: len(by)]), tuple(row[len(by) :])


def joined(query: Select[Any], table: Table, by: Sequence[str]) -> Select[Any]:
    """With the tables that hold the public ids of `by`."""
    if "partner" in by:
        query = query.join(Partner, Partner.partner_id == table.partner_id)
    if "programme" in by:
        query = query.join(Programme, Programme.programme_id == table.programme_id)
    return query


def column(table: Table, name: str) -> Any:
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


def conditions(table: Table, filters: Filters, wave_pair: str = PRE_POST) -> list[ColumnElement[bool]]:
    plain = {
        table.region_code: filters.region,
        table.sex: filters.sex,
        table.age_band: filters.age_band,
        table.language: filters.language,
        table.way: filters.way,
        table.structure_digest: filters.structure,
    }
    found = [*in_scope(table, filters.scope), table.wave_pair == wave_pair]
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


def in_scope(table: Table, scope: Scope) -> list[ColumnElement[bool]]:
    """Nothing where there is neither programme nor partner: an empty list is in nothing."""
    if scope.is_whole:
        return []
    return [or_(table.programme_id.in_(scope.programme_ids), table.partner_id.in_(scope.partner_ids))]

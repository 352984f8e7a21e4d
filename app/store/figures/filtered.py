"""How many learners with both tests fit some of a report's filters, and how many fit all, also in each group."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import Session

from analytics.counts.ledger import TOTAL
from app.store.figures.selection import WITHIN, Filters, Key, column, settled
from app.store.tables import CohortSum, ScorePair, Settlement

Fits = tuple[bool, ...]
"""Whether a learner fits each filter, in the order of the filters."""


def count_fits(session: Session, filters: Filters, by: Sequence[str] = ()) -> Mapping[tuple[Fits, Key], int]:
    """Counts the learners with both tests of the filters' scope and instrument, by which other filters they fit.

    by: disaggregates by whose values they are counted apart. One statement: of sums of cohorts, or where two of filters
    and `by` divide cohorts of learners one by one, with sheets that were typed in late. A period is one filter. Empty
    where nothing is filtered.
    """
    within = {name for name in (*filters.chosen, *by) if name in WITHIN}
    is_by_learner = len(within) > 1

    def values_of(name: str) -> SQLColumnExpression[str]:
        return CohortSum.value if name in WITHIN and not is_by_learner else column(name)

    conditions = [values_of(name) == value for name, value in filters.chosen.items()]
    if filters.from_month is not None or filters.to_month is not None:
        conditions.append(_is_in_period(filters))
    if not conditions:
        return {}
    labelled = [one.label(f"fits_{place}") for place, one in enumerate(conditions)]
    labelled += [values_of(name).label(f"key_{place}") for place, name in enumerate(by)]
    everybody = Filters(filters.scope, structure=filters.structure)
    if is_by_learner:
        is_its = (ScorePair.cohort_id == Settlement.cohort_id) & (ScorePair.instrument_id == Settlement.instrument_id)
        query = settled(select(*labelled, func.count()), everybody).join(ScorePair, is_its)
        query = query.where(ScorePair.pre.is_not(None), ScorePair.post.is_not(None))
    else:
        query = settled(select(*labelled, func.sum(CohortSum.learner_count)), everybody)
        query = query.join(CohortSum, CohortSum.settlement_id == Settlement.settlement_id)
        query = query.where(CohortSum.split == next(iter(within), TOTAL))
    rows = session.execute(query.group_by(*(one.name for one in labelled)))
    count = len(conditions)
    return {(tuple(map(bool, row[:count])), tuple(row[count:-1])): int(row[-1]) for row in rows}


def _is_in_period(filters: Filters) -> ColumnElement[bool]:
    first, last = filters.from_month or "", filters.to_month or "9999-12"
    return and_(Settlement.month >= first, Settlement.month <= last)

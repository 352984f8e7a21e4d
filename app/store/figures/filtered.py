"""How many learners with both tests fit some of a report's filters, and how many fit all."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from analytics.counts.ledger import TOTAL
from app.store.figures.selection import COHORT_WIDE, WITHIN, Filters, column, settled, wide_column
from app.store.tables import CohortSum, ScorePair, Settlement

Fits = tuple[bool, ...]
"""Whether a learner fits each filter, in the order of the filters."""


def count_fits(session: Session, filters: Filters) -> Mapping[Fits, int]:
    """Counts the learners with both tests of the filters' scope and instrument, by which other filters they fit.

    One statement: of sums of cohorts, or where two filters divide cohorts of learners one by one, with sheets that were
    typed in late. A period is one filter. Empty where nothing is filtered.
    """
    within = [name for name in filters.chosen if name in WITHIN]
    is_by_learner = len(within) > 1
    conditions = [wide_column(name) == value for name, value in filters.chosen.items() if name in COHORT_WIDE]
    for name in within:
        conditions.append((column(name) if is_by_learner else CohortSum.value) == filters.chosen[name])
    if filters.from_month is not None or filters.to_month is not None:
        conditions.append(_is_in_period(filters))
    if not conditions:
        return {}
    fits = [one.label(f"fits_{place}") for place, one in enumerate(conditions)]
    everybody = Filters(filters.scope, structure=filters.structure)
    if is_by_learner:
        is_its = (ScorePair.cohort_id == Settlement.cohort_id) & (ScorePair.instrument_id == Settlement.instrument_id)
        query = settled(select(*fits, func.count()), everybody).join(ScorePair, is_its)
        query = query.where(ScorePair.pre.is_not(None), ScorePair.post.is_not(None))
    else:
        query = settled(select(*fits, func.sum(CohortSum.learner_count)), everybody)
        query = query.join(CohortSum, CohortSum.settlement_id == Settlement.settlement_id)
        query = query.where(CohortSum.split == next(iter(within), TOTAL))
    rows = session.execute(query.group_by(*(one.name for one in fits)))
    return {tuple(map(bool, row[:-1])): int(row[-1]) for row in rows}


def _is_in_period(filters: Filters) -> ColumnElement[bool]:
    first, last = filters.from_month or "", filters.to_month or "9999-12"
    return and_(Settlement.month >= first, Settlement.month <= last)

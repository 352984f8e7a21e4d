"""Counts of pairs by something that the derived tables do not hold: one GROUP BY over the narrow rows of score_pair."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from app.store.figures import Filters, Key, column, conditions
from app.store.tables import Attempt, Partner, Programme, ScorePair


def pairs(filters: Filters, by: Sequence[str], *of: Any) -> Select[Any]:
    """By the values of `by` and of `of`: how many pairs of pre and post. Join what `of` is about, then `counted`."""
    keys = [column(ScorePair, name) for name in by]
    query = select(*keys, *of, func.count()).select_from(ScorePair)
    if "partner" in by:
        query = query.join(Partner, Partner.partner_id == ScorePair.partner_id)
    if "programme" in by:
        query = query.join(Programme, Programme.programme_id == ScorePair.programme_id)
    return query.where(*conditions(ScorePair, filters)).group_by(*keys, *of)


def counts(session: Session, query: Select[Any], by: Sequence[str]) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """(values of `by`, the other values and how many pairs)."""
    for row in session.execute(query):
        yield tuple(row[: len(by)]), tuple(row[len(by) :])


def is_sitting_of(attempt: Any, wave: str) -> ColumnElement[bool]:
    """The attempt that counts for the pair's learner on this wave."""
    of: type[Attempt] = attempt
    return and_(
        of.learner_id == ScorePair.learner_id,
        of.structure_digest == ScorePair.structure_digest,
        of.counted_wave == wave,
    )

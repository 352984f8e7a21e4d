"""Scores on the first test of those who did not take the second before it closed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.store.figures import Key, Scope
from app.store.tables import Attempt, Cohort, Instrument, Learner, Partner, Programme, Window

SPLITS = frozenset({"region", "country", "programme", "partner", "sex", "age_band", "language", "way"})
"""Disaggregates that a query can tell; a month is one of the cohort's time zone, which a query cannot."""


class LeaverCell(NamedTuple):
    """Learners with this score on the first test."""

    key: Key
    score: int
    learners: int


def list_leavers(session: Session, scope: Scope, structure: str, by: Sequence[str] = ()) -> list[LeaverCell]:
    """Of the whole scope, in the cohort where the first test was sat. Who may still come has not left.

    Raises KeyError for a disaggregate that is none of SPLITS.
    """
    later = aliased(Attempt)
    keys = [_columns()[name] for name in by]
    query = (
        select(*keys, Attempt.score, func.count())
        .select_from(Attempt)
        .join(Instrument, Instrument.instrument_id == Attempt.instrument_id)
        .join(Learner, Learner.learner_id == Attempt.learner_id)
        .join(Cohort, Cohort.cohort_id == Attempt.cohort_id)
        .join(Programme, Programme.programme_id == Cohort.programme_id)
        .join(Partner, Partner.partner_id == Cohort.partner_id)
        .join(
            Window,
            and_(Window.cohort_id == Cohort.cohort_id, Window.wave == "post", Window.closed_at.is_not(None)),
        )
        .where(
            Attempt.wave == "pre",
            Attempt.is_counted,
            Instrument.structure_digest == structure,
            ~exists().where(
                later.learner_id == Attempt.learner_id,
                later.instrument_id == Attempt.instrument_id,
                later.wave == "post",
                later.is_counted,
            ),
            *_in_scope(scope),
        )
        .group_by(*keys, Attempt.score)
    )
    rows = session.execute(query)
    return [LeaverCell(tuple(row[: len(by)]), row[len(by)], row[len(by) + 1]) for row in rows]


def _columns() -> dict[str, Any]:
    return {
        "region": Cohort.region_code,
        "country": func.substr(Cohort.region_code, 1, 2),
        "programme": Programme.ref,
        "partner": Partner.ref,
        "sex": Learner.sex,
        "age_band": Learner.age_band,
        "language": Attempt.language,
        "way": Cohort.way,
    }


def _in_scope(scope: Scope) -> list[ColumnElement[bool]]:
    if scope.is_whole:
        return []
    return [or_(Cohort.programme_id.in_(scope.programme_ids), Cohort.partner_id.in_(scope.partner_ids))]

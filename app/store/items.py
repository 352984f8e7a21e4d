"""What those with both tests chose for each item, counted: what analytics' figures of items take."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session, aliased

from app.store.figures import Filters, Key
from app.store.pair_rows import counts, is_sitting_of, pairs
from app.store.tables import Attempt, Response


class ItemCell(NamedTuple):
    """Learners with this score on this form who chose this option: right[item, score] is the sum over the key."""

    key: Key
    """values of the disaggregates asked for; () for none"""
    form: str
    item_id: str
    option_id: str | None
    """None: left blank, where a phone said so; a blank may also be in no cell"""
    score: int
    learners: int


class ScoreCell(NamedTuple):
    """Learners with this score on this form: `learners[score]` of ItemScores, blanks and all."""

    key: Key
    form: str
    score: int
    learners: int


def list_item_cells(session: Session, filters: Filters, wave: str, by: Sequence[str] = ()) -> list[ItemCell]:
    """The choices on one wave (pre or post) of those paired."""
    sat = aliased(Attempt)
    query = (
        pairs(filters, by, sat.form, Response.item_id, Response.option_id, sat.score)
        .join(sat, is_sitting_of(sat, wave))
        .join(Response, Response.attempt_id == sat.attempt_id)
    )
    return [ItemCell(key, *values) for key, values in counts(session, query, by)]


def list_score_cells(session: Session, filters: Filters, wave: str, by: Sequence[str] = ()) -> list[ScoreCell]:
    """The scores on one wave (pre or post) of those paired."""
    sat = aliased(Attempt)
    query = pairs(filters, by, sat.form, sat.score).join(sat, is_sitting_of(sat, wave))
    return [ScoreCell(key, *values) for key, values in counts(session, query, by)]

"""What those with both tests chose for each item, counted: what analytics' figures of items take."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_
from sqlalchemy.orm import Session, aliased

from app.store.figures import Filters, Key
from app.store.pair_rows import counts, is_sitting_of, pairs
from app.store.tables import Attempt, Response, ScorePair


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


class TwiceCell(NamedTuple):
    """Learners who chose these two options of one item: on the form before, and on the form after."""

    key: Key
    form_order: str
    """AB: form A before, B after"""
    item_id: str
    pre: str | None
    post: str | None
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


def list_twice_cells(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[TwiceCell]:
    """Each item's choices before and after, of those paired who have it on both sheets.

    An item that one sheet leaves out altogether is in no cell: how many were right on one wave is in the item cells of
    that wave, so gained and lost are those less the learners who are right here on both.
    """
    first, second = aliased(Attempt), aliased(Attempt)
    before, after = aliased(Response), aliased(Response)
    query = (
        pairs(filters, by, ScorePair.form_order, before.item_id, before.option_id, after.option_id)
        .join(first, is_sitting_of(first, "pre"))
        .join(before, before.attempt_id == first.attempt_id)
        .join(second, is_sitting_of(second, "post"))
        .join(after, and_(after.attempt_id == second.attempt_id, after.item_id == before.item_id))
    )
    return [TwiceCell(key, *values) for key, values in counts(session, query, by)]

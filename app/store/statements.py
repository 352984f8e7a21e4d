"""Statements and reactions of those with both tests, counted: what `analytics.statement_report` takes."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_
from sqlalchemy.orm import Session, aliased

from app.store.figures import Filters, Key
from app.store.pair_rows import counts, is_sitting_of, pairs
from app.store.tables import Attempt, ScorePair, StatementAnswer


class StatementCell(NamedTuple):
    """Learners of one cohort who gave these two answers; places on the scale from 0 (the point 1) to 4 (the point 5).

    The sum over cohorts is the joint table, each row alone a part of the cohort's sums.
    """

    key: Key
    """values of the disaggregates asked for; () for none"""
    statement_id: str
    cohort_id: int
    pre: int
    post: int
    learners: int


class ReactionCell(NamedTuple):
    """Learners of one cohort who gave this answer on the second test."""

    key: Key
    statement_id: str
    cohort_id: int
    value: int
    """1 to 5"""
    learners: int


def list_statement_cells(
    session: Session, filters: Filters, by: Sequence[str] = (), *, waves: tuple[str, str] = ("pre", "post")
) -> list[StatementCell]:
    """Of those paired who answered the statement on both waves; a blank on either is in no cell.

    A statement to be disagreed with is counted as it was answered: turn its table round.
    """
    first, second = aliased(Attempt), aliased(Attempt)
    before, after = aliased(StatementAnswer), aliased(StatementAnswer)
    query = (
        pairs(filters, by, before.statement_id, ScorePair.cohort_id, before.value, after.value)
        .join(first, is_sitting_of(first, waves[0]))
        .join(before, and_(before.attempt_id == first.attempt_id, before.value.is_not(None)))
        .join(second, is_sitting_of(second, waves[1]))
        .join(
            after,
            and_(
                after.attempt_id == second.attempt_id,
                after.statement_id == before.statement_id,
                after.value.is_not(None),
            ),
        )
    )
    return [
        StatementCell(key, statement_id, cohort_id, pre - 1, post - 1, learners)
        for key, (statement_id, cohort_id, pre, post, learners) in counts(session, query, by)
    ]


def count_answered(session: Session, filters: Filters, by: Sequence[str]) -> dict[str, dict[Key, int]]:
    """By statement and key: those paired who answered it on both waves."""
    found: dict[str, dict[Key, int]] = {}
    for cell in list_statement_cells(session, filters, by):
        of = found.setdefault(cell.statement_id, {})
        of[cell.key] = of.get(cell.key, 0) + cell.learners
    return found


def count_reacted(session: Session, filters: Filters, by: Sequence[str]) -> dict[str, dict[Key, int]]:
    """By reaction and key: those paired who answered it."""
    found: dict[str, dict[Key, int]] = {}
    for cell in list_reactions(session, filters, by):
        of = found.setdefault(cell.statement_id, {})
        of[cell.key] = of.get(cell.key, 0) + cell.learners
    return found


def list_reactions(session: Session, filters: Filters, by: Sequence[str] = ()) -> list[ReactionCell]:
    """Every answer on a second test of those paired, statements among them: pick the reactions by their ids."""
    post = aliased(Attempt)
    query = (
        pairs(filters, by, StatementAnswer.statement_id, ScorePair.cohort_id, StatementAnswer.value)
        .join(post, is_sitting_of(post, "post"))
        .join(
            StatementAnswer,
            and_(StatementAnswer.attempt_id == post.attempt_id, StatementAnswer.value.is_not(None)),
        )
    )
    return [
        ReactionCell(key, statement_id, cohort_id, value, learners)
        for key, (statement_id, cohort_id, value, learners) in counts(session, query, by)
    ]

"""The derived tables, kept in the same transaction as what they are derived from."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, delete, exists, select, update
from sqlalchemy.orm import Session

from app.store.answers.contributions import CohortCounts, Totals, totals, totals_of
from app.store.answers.learner_seals import LEARNERS
from app.store.answers.pair import Pair
from app.store.keyed_seals import reseal, seal_new
from app.store.steps import COURSE
from app.store.tables import CohortTally, Learner, Row, ScorePair, Settlement
from app.store.upserts import insert_of, is_postgresql

AT_ONCE = 1_000
"""Learners counted at a time where everybody is."""


@contextmanager
def maintained(session: Session, *learner_ids: int) -> Iterator[None]:
    """Keeps the derived tables and the seals in step with what the block changes of these learners and their attempts.

    Locks the learners. What they added up to before the block is subtracted, what they add up to after it is added.
    """
    which = Learner.learner_id.in_(learner_ids)
    session.execute(select(Learner.learner_id).where(which).order_by(Learner.learner_id).with_for_update())
    session.flush()
    before = totals_of(session, learner_ids)
    with reseal(session, LEARNERS, *learner_ids):
        yield
    _apply(session, totals_of(session, learner_ids), before)


@contextmanager
def maintained_for_new(session: Session) -> Iterator[list[int]]:
    """Adds learners who are made in the block to the derived tables, and seals them.

    The block appends their ids to the list that it gets.
    """
    new_ids: list[int] = []
    yield new_ids
    if new_ids:
        session.flush()
        for learner_id in new_ids:
            seal_new(session, LEARNERS, learner_id)
        _apply(session, totals_of(session, new_ids), Totals())


_HAS_SETTLED = exists().where(
    Settlement.cohort_id == CohortTally.cohort_id, Settlement.step == COURSE, Settlement.is_current
)


def rebuild(session: Session) -> None:
    """Computes the derived tables again from the stored attempts.

    Frozen rows of scores are not deleted; only their scores are read from the attempts again. A row that belongs to a
    settled cohort, and was said to be of another, comes back with all that it held.
    """
    nobody = dict.fromkeys(CohortCounts._fields, 0)
    session.execute(update(CohortTally).values(**nobody, is_settled=_HAS_SETTLED))
    settled = {*session.scalars(select(CohortTally.cohort_id).where(CohortTally.is_settled))}
    for which in blocks(session):
        before, after = Totals(pairs=_pairs(session, which)), totals(session, which)
        stored = {_key(pair): pair for pair in before.pairs}
        pairs = {
            pair.with_circumstances_of(stored.get(_key(pair), pair)) if pair.cohort_id in settled else pair
            for pair in after.pairs
        }
        _apply(session, Totals(pairs, after.tallies), before)


@dataclass(frozen=True)
class Difference:
    """A Difference is a row of a derived table that is not what the stored answers say.

    key: of the row. stored, counted: its value as it is and as it should be; None: there is no such row.
    """

    table: str
    key: tuple[int | str, ...]
    stored: Pair | CohortCounts | bool | None
    counted: Pair | CohortCounts | bool | None


def differences(session: Session) -> list[Difference]:
    """Lists where the derived tables differ from the stored answers; empty unless something was edited by hand."""
    counted, rows = Totals(), list[Difference]()
    for which in blocks(session):
        recount, stored = totals(session, which), _pairs(session, which)
        rows += _compare("score_pair", {_key(it): it for it in stored}, {_key(it): it for it in recount.pairs})
        counted.add_tallies(recount)
    tallies = _with_learners(_tallies(session)), _with_learners(counted.tallies)
    rows += _compare("cohort_tally", *tallies)
    query = select(CohortTally.cohort_id, CohortTally.is_settled).where(CohortTally.is_settled != _HAS_SETTLED)
    for cohort_id, is_settled in session.execute(query.order_by(CohortTally.cohort_id)):
        rows.append(Difference("cohort_tally", (cohort_id, "is_settled"), is_settled, not is_settled))
    return rows


def _with_learners(tallies: Mapping[int, CohortCounts]) -> dict[Any, CohortCounts]:
    """Without the cohorts that everybody has left."""
    return {(cohort_id,): counts for cohort_id, counts in tallies.items() if any(counts)}


def blocks(session: Session) -> Iterator[ColumnElement[bool]]:
    """Yields conditions on Learner that select some learners each and all of them together, to spare memory."""
    first = 0
    ids = select(Learner.learner_id).order_by(Learner.learner_id).offset(AT_ONCE).limit(1)
    while (last := session.scalar(ids.where(Learner.learner_id >= first))) is not None:
        yield (Learner.learner_id >= first) & (Learner.learner_id < last)
        first = last
    yield Learner.learner_id >= first


def _pairs(session: Session, which: ColumnElement[bool]) -> set[Pair]:
    query = select(ScorePair).join(Learner, Learner.learner_id == ScorePair.learner_id).where(which)
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {Pair(*(getattr(row, name) for name in Pair._fields)) for row in rows}


def _compare(table: str, stored: Mapping[Any, Any], counted: Mapping[Any, Any]) -> Iterator[Difference]:
    for key in sorted({*stored, *counted}):
        if stored.get(key) != counted.get(key):
            yield Difference(table, key, stored.get(key), counted.get(key))


def _tallies(session: Session) -> dict[int, CohortCounts]:
    rows = session.scalars(select(CohortTally).execution_options(populate_existing=True))
    return {row.cohort_id: CohortCounts(*(getattr(row, name) for name in CohortCounts._fields)) for row in rows}


def _apply(session: Session, after: Totals, before: Totals) -> None:
    """Write the difference. In a fixed order, so that two transactions never wait for each other."""
    of_cohorts = {*after.tallies, *before.tallies}
    _change_tallies(session, {key: after.tallies[key].plus(before.tallies[key], -1) for key in of_cohorts})
    _change_pairs(session, gone=before.pairs - after.pairs, new=after.pairs - before.pairs)


def _change_tallies(session: Session, changes: Mapping[int, CohortCounts]) -> None:
    rows = [{"cohort_id": key, **change._asdict()} for key, change in sorted(changes.items()) if any(change)]
    if rows:
        session.connection().execute(_adding(is_postgresql=is_postgresql(session)), rows)


@cache
def _adding(*, is_postgresql: bool) -> Insert:
    """Built once, as below: each would hold a copy of all columns, for what is in the way."""
    table = Row.metadata.tables[CohortTally.__tablename__]
    statement = insert_of(table, is_postgresql=is_postgresql)
    sums = {name: table.c[name] + statement.excluded[name] for name in CohortCounts._fields}
    return statement.on_conflict_do_update(index_elements=["cohort_id"], set_=sums)


def _change_pairs(session: Session, *, gone: set[Pair], new: set[Pair]) -> None:
    connection, table = session.connection(), Row.metadata.tables[ScorePair.__tablename__]
    for pair in sorted(gone, key=_key):
        connection.execute(
            delete(table).where(
                table.c.learner_id == pair.learner_id,
                table.c.instrument_id == pair.instrument_id,
            )
        )
    if new:
        rows = [pair._asdict() for pair in sorted(new, key=_key)]
        connection.execute(_replacing(is_postgresql=is_postgresql(session)), rows)


@cache
def _replacing(*, is_postgresql: bool) -> Insert:
    """A row is in the way where an attempt was deleted by hand: that is for `verify` to say, and not for a phone."""
    statement = insert_of(Row.metadata.tables[ScorePair.__tablename__], is_postgresql=is_postgresql)
    columns = {name: statement.excluded[name] for name in Pair._fields}
    return statement.on_conflict_do_update(index_elements=["learner_id", "instrument_id"], set_=columns)


def _key(pair: Pair) -> tuple[int, int]:
    return pair.learner_id, pair.instrument_id

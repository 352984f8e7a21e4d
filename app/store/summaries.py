"""The derived tables, kept in the same transaction as what they are derived from."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Delete, bindparam, delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.orm import Session

from app.store.contributions import totals
from app.store.tables import Attempt, CohortSum, CohortTally, FlowCell, GainCell, Learner, Row, ScorePair, Settlement
from app.store.totals import CohortCounts, CohortKey, Dimensions, FlowKey, GainKey, Pair, Sums, Totals
from app.store.upserts import insert_of, is_postgresql

DIMENSIONS = Dimensions._fields
AT_ONCE = 1_000
"""Learners counted at a time where everybody is."""


@contextmanager
def kept(session: Session, *learner_ids: int) -> Iterator[None]:
    """Whatever the block changes of these learners and their attempts, the summaries follow.

    What they added up to before is subtracted, what they add up to after is added.
    """
    which = Learner.learner_id.in_(learner_ids)
    session.execute(select(Learner.learner_id).where(which).order_by(Learner.learner_id).with_for_update())
    with _kept(session, which):
        yield


@contextmanager
def kept_new(session: Session) -> Iterator[list[int]]:
    """For learners who begin to exist in the block: append their ids to the list that it gives."""
    new_ids: list[int] = []
    yield new_ids
    if new_ids:
        session.flush()
        _apply(session, totals(session, Learner.learner_id.in_(new_ids), is_to_be_kept=True), Totals())


@contextmanager
def kept_cohort(session: Session, cohort_id: int) -> Iterator[None]:
    """The same for a change of a cohort: everybody who is in it or sat a test in it."""
    sat_here = select(Attempt.learner_id).where(Attempt.cohort_id == cohort_id)
    which = (Learner.cohort_id == cohort_id) | Learner.learner_id.in_(sat_here)
    session.execute(select(Learner.learner_id).where(which).order_by(Learner.learner_id).with_for_update())
    with _kept(session, which):
        yield


@contextmanager
def _kept(session: Session, which: ColumnElement[bool]) -> Iterator[None]:
    session.flush()
    before = totals(session, which, is_to_be_kept=True)
    yield
    session.flush()
    _apply(session, totals(session, which, is_to_be_kept=True), before)


def rebuild(session: Session) -> None:
    """Make the derived tables anew from what is stored. Rows of scores that are frozen stay, but for their scores."""
    for row in (GainCell, FlowCell, CohortSum):
        session.execute(delete(row))
    course = exists().where(
        Settlement.cohort_id == CohortTally.cohort_id, Settlement.step == "course", Settlement.is_current
    )
    session.execute(update(CohortTally).values(**dict.fromkeys(CohortCounts._fields, 0), is_settled=course))
    for which in _blocks(session):
        before = Totals(pairs=_pairs(session, which))
        _apply(session, totals(session, which), before)


@dataclass(frozen=True)
class Difference:
    """A derived row that is not what the stored answers say; None: no row."""

    table: str
    key: tuple[Any, ...]
    kept: Any
    counted: Any


def differences(session: Session) -> list[Difference]:
    """Where the derived tables and the stored answers disagree: none, as long as nobody edited them by hand."""
    counted, found = Totals(), list[Difference]()
    for which in _blocks(session):
        here = totals(session, which)
        there = _pairs(session, which)
        found += _compare("score_pair", {(_key(it),): it for it in there}, {(_key(it),): it for it in here.pairs})
        counted.take_in(here)
    kept = _stored(session)
    for table, ours, theirs in (
        ("gain_cell", kept.gains, counted.gains),
        ("flow_cell", kept.flows, counted.flows),
        ("cohort_sum", kept.sums, counted.sums),
        ("cohort_tally", _with_learners(kept.tallies), _with_learners(counted.tallies)),
    ):
        found += _compare(table, ours, theirs)
    return found


def _with_learners(tallies: Mapping[int, CohortCounts]) -> dict[Any, CohortCounts]:
    """Without the cohorts that everybody has left."""
    return {((cohort_id,),): counts for cohort_id, counts in tallies.items() if any(counts)}


def _blocks(session: Session) -> Iterator[ColumnElement[bool]]:
    """Conditions on Learner that take everybody, some at a time, so that memory does not grow with their number."""
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


def _compare(table: str, kept: Mapping[Any, Any], counted: Mapping[Any, Any]) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        if kept.get(key) != counted.get(key):
            yield Difference(table, _flat(key), kept.get(key), counted.get(key))


def _stored(session: Session) -> Totals:
    result = Totals()
    for gain in session.scalars(select(GainCell)):
        result.gains[GainKey(_of(gain), gain.out_of, gain.pre, gain.post)] += gain.learner_count
    for flow in session.scalars(select(FlowCell)):
        result.flows[FlowKey(_of(flow), flow.state)] += flow.learner_count
    for cohort in session.scalars(select(CohortSum)):
        sums = Sums(*(getattr(cohort, name) for name in Sums._fields))
        result.sums[CohortKey(_of(cohort), cohort.cohort_id, cohort.out_of)] = sums
    for tally in session.scalars(select(CohortTally).execution_options(populate_existing=True)):
        result.tallies[tally.cohort_id] = CohortCounts(*(getattr(tally, name) for name in CohortCounts._fields))
    return result


def _of(row: Any) -> Dimensions:
    return Dimensions(*(getattr(row, name) for name in DIMENSIONS))


def _flat(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The dimensions and what comes after them, in one row."""
    dimensions, *more = key
    return (*dimensions, *more)


def _apply(session: Session, after: Totals, before: Totals) -> None:
    """Write the difference. In a fixed order, so that two transactions never wait for each other."""
    gains = {key: (after.gains[key] - before.gains[key],) for key in {*after.gains, *before.gains}}
    flows = {key: (after.flows[key] - before.flows[key],) for key in {*after.flows, *before.flows}}
    none = Sums()
    sums = {key: after.sums.get(key, none).plus(before.sums.get(key, none), -1) for key in {*after.sums, *before.sums}}
    _change(session, GainCell, ("out_of", "pre", "post"), ("learner_count",), gains)
    _change(session, FlowCell, ("state",), ("learner_count",), flows)
    _change(session, CohortSum, ("cohort_id", "out_of"), Sums._fields, sums)
    of_cohorts = {*after.tallies, *before.tallies}
    _change_tallies(session, {key: after.tallies[key].plus(before.tallies[key], -1) for key in of_cohorts})
    _change_pairs(session, gone=before.pairs - after.pairs, new=after.pairs - before.pairs)


def _change(
    session: Session,
    row: type[Row],
    key_names: tuple[str, ...],
    value_names: tuple[str, ...],
    changes: Mapping[Any, tuple[int, ...]],
) -> None:
    """Add to each row what changed of it; a row that comes to no learner is removed."""
    keys = (*DIMENSIONS, *key_names)
    rows = [
        dict(zip((*keys, *value_names), (*_flat(key), *change), strict=True))
        for key, change in sorted(changes.items())
        if any(change)
    ]
    if not rows:
        return
    # Beneath the ORM, by statements that are made once: a test that is sent passes here with a class behind it.
    connection = session.connection()
    connection.execute(_adding(row, keys, value_names, is_postgresql=is_postgresql(session)), rows)
    lowered = [{f"the_{name}": line[name] for name in keys} for line in rows if line["learner_count"] < 0]
    if lowered:
        connection.execute(_removing(row, keys), lowered)


@cache
def _adding(row: type[Row], keys: tuple[str, ...], value_names: tuple[str, ...], *, is_postgresql: bool) -> Insert:
    table = Row.metadata.tables[row.__tablename__]
    statement = insert_of(table, is_postgresql=is_postgresql)
    sums = {name: table.c[name] + statement.excluded[name] for name in value_names}
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)


@cache
def _removing(row: type[Row], keys: tuple[str, ...]) -> Delete:
    table = Row.metadata.tables[row.__tablename__]
    is_it = [table.c[name] == bindparam(f"the_{name}") for name in keys]
    return delete(table).where(*is_it, table.c["learner_count"] == 0)


def _change_tallies(session: Session, changes: Mapping[int, CohortCounts]) -> None:
    rows = [{"cohort_id": key, **change._asdict()} for key, change in sorted(changes.items()) if any(change)]
    if rows:
        table = Row.metadata.tables[CohortTally.__tablename__]
        statement = insert_of(table, is_postgresql=is_postgresql(session))
        sums = {name: table.c[name] + statement.excluded[name] for name in CohortCounts._fields}
        session.connection().execute(statement.on_conflict_do_update(index_elements=["cohort_id"], set_=sums), rows)


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
        connection.execute(insert(table), [pair._asdict() for pair in sorted(new, key=_key)])


def _key(pair: Pair) -> tuple[int, int]:
    return pair.learner_id, pair.instrument_id

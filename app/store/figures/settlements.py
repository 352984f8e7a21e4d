"""Settlements and the cells that they add up to. Whatever changes either holds the programme's lock."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased, defer

from analytics.counts.ledger import Ledger, Place
from analytics.counts.tally import COHORTS, KEYS, Tally
from app.store.figures.seals import broken, seal
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.store.tables import (
    Cell,
    Cohort,
    CohortSum,
    CohortTally,
    Learner,
    Partner,
    Programme,
    ScorePair,
    Settlement,
    Window,
)
from app.store.upserts import insert_into

__all__ = [
    "CellKey",
    "Settlement",
    "add",
    "add_to_cells",
    "cells_of",
    "count_pairs",
    "count_settled",
    "current",
    "current_of",
    "differences",
    "edited",
    "has_learners",
    "has_settled_anew",
    "last_anew",
    "learner_ids",
    "ledger_of",
    "list_all",
    "list_current",
    "list_due",
    "list_misplaced",
    "list_settled",
    "list_sums",
    "list_with_cohorts",
    "lock",
    "months",
    "rebuild",
    "retire",
    "set_settled",
    "settled",
    "sums_of",
]

AT_ONCE = 8
"""Tallies of one cell that are added up together."""
FROZEN = (
    *("cohort_id", "step", "number", "settled_at", "settled_by", "month", "instrument_id", "programme_id"),
    *("partner_id", "region_code", "way", "standing", "learner_count", "ledger"),
)
"""What of a settlement never changes again, as it is sealed."""
SINCE = ("erased_count", "merged_count")
"""What changes as long as it holds: of one that holds no more it is sealed too."""
SUMS = ("learner_count", "d", "dd", "improved", "worse", "pre", "pre_pre", "pre_post")
"""The columns of a row of sums, in the order in which a tally has them."""


@dataclass(frozen=True, order=True)
class CellKey:
    programme_id: int
    instrument_id: int
    step: str
    standing: str
    split: str
    value: str
    month: str


def lock(session: Session, cohort_id: int) -> Cohort | None:
    """The cohort as it stands now, with everyone in it, held until the commit; None where it is gone.

    Programme first, then learners by id, then the cohort: two who settle wait for each other, and for whoever sends a
    test, in one order.
    """
    programme = select(Programme.programme_id).join(Cohort, Cohort.programme_id == Programme.programme_id)
    session.execute(programme.where(Cohort.cohort_id == cohort_id).with_for_update(of=Programme))
    session.execute(_people(cohort_id).with_for_update())
    query = select(Cohort).where(Cohort.cohort_id == cohort_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def current(session: Session, cohort_id: int, step: str) -> Settlement | None:
    """The settlement of this step that holds; None: it has not settled."""
    return current_of(session, [cohort_id], step).get(cohort_id)


def current_of(session: Session, cohort_ids: Collection[int], step: str) -> dict[int, Settlement]:
    """By cohort; one that has not settled is absent."""
    query = select(Settlement).where(Settlement.cohort_id.in_(cohort_ids), Settlement.step == step)
    rows = session.scalars(query.where(Settlement.is_current).execution_options(populate_existing=True))
    return {row.cohort_id: row for row in rows}


def settled(programme_id: int) -> Select[int]:
    """Ids of the cohorts that settled in this programme."""
    return select(Settlement.cohort_id).where(
        Settlement.programme_id == programme_id, Settlement.step == COURSE, Settlement.is_current
    )


def count_settled(session: Session, programme_id: int) -> dict[str, int]:
    """Cohorts of a programme by the region in which they settled."""
    query = settled(programme_id).with_only_columns(Settlement.region_code, func.count())
    return dict(session.execute(query.group_by(Settlement.region_code)).all())


def list_with_cohorts(session: Session, programme_id: int) -> list[tuple[Settlement, Cohort]]:
    """As they settled, each with its cohort as it is now; without what they counted."""
    query = select(Settlement, Cohort).options(defer(Settlement.ledger))
    query = query.join(Cohort, Cohort.cohort_id == Settlement.cohort_id)
    query = query.where(Settlement.cohort_id.in_(settled(programme_id)), Settlement.step == COURSE)
    return [(one, cohort) for one, cohort in session.execute(query.where(Settlement.is_current))]


def last_anew(session: Session, programme_id: int) -> int:
    """Id of the settlement of this programme that was counted anew last; 0 for none."""
    query = select(func.max(Settlement.settlement_id)).where(Settlement.programme_id == programme_id)
    return session.scalar(query.where(Settlement.number > 1)) or 0


def has_settled_anew(session: Session, programme_id: int, since: datetime) -> bool:
    """Whether a cohort of this programme was counted anew after this moment."""
    query = select(Settlement.settlement_id).where(Settlement.programme_id == programme_id, Settlement.number > 1)
    return session.scalar(query.where(Settlement.settled_at > since).limit(1)) is not None


def list_settled(session: Session, programme_id: int, region: str | None = None) -> list[int]:
    """Cohorts of a programme, or of one of its regions, as they settled. By id."""
    query = settled(programme_id)
    if region is not None:
        query = query.where(Settlement.region_code == region)
    return list(session.scalars(query.order_by(Settlement.cohort_id)))


def has_learners(session: Session, cohort_id: int) -> bool:
    """Whether anybody has been counted in this cohort, in progress at least."""
    return session.get(CohortTally, cohort_id) is not None


def count_pairs(session: Session, cohort_id: int) -> int:
    """Learners of a cohort with both tests, by now."""
    query = select(CohortTally.paired).where(CohortTally.cohort_id == cohort_id)
    return session.scalar(query) or 0


def learner_ids(session: Session, cohort_id: int) -> list[int]:
    """Who is in the cohort or has scores in it, rising."""
    return list(session.scalars(_people(cohort_id)))


def _people(cohort_id: int) -> Select[int]:
    here = select(ScorePair.learner_id).where(ScorePair.cohort_id == cohort_id)
    query = select(Learner.learner_id).where(or_(Learner.cohort_id == cohort_id, Learner.learner_id.in_(here)))
    return query.order_by(Learner.learner_id)


def list_due(session: Session, step: str, *, until: datetime) -> list[int]:
    """Cohorts whose step is to be counted: its test is closed, and was by this moment. By id.

    The reveal and the course of cohorts that have not settled; the follow-up of those that have.
    """
    settlement = (
        select(Settlement.settlement_id)
        .where(Settlement.cohort_id == CohortTally.cohort_id, Settlement.step == step, Settlement.is_current)
        .exists()
    )
    closed = Window.first_closed_at if step == REVEAL else Window.closed_at
    query = (
        select(CohortTally.cohort_id)
        .join(Window, Window.cohort_id == CohortTally.cohort_id)
        .where(
            CohortTally.is_settled if step == FOLLOW_UP else ~CohortTally.is_settled,
            Window.wave == ("follow_up" if step == FOLLOW_UP else "post"),
            Window.closed_at.is_not(None),
            closed <= until,
            ~settlement,
        )
        .order_by(CohortTally.cohort_id)
    )
    return list(session.scalars(query))


def add(session: Session, settlement: Settlement, ledger: Ledger) -> None:
    """Keep it, with its sums where it is of a course, and add its ledger to the cells where it counts."""
    settlement.ledger = ledger.packed()
    settlement.seal = seal(_frozen(settlement).values())
    session.add(settlement)
    session.flush()
    if settlement.step == REVEAL:
        return
    add_to_cells(session, settlement, ledger)
    _add_sums(session, settlement, ledger)


def edited(settlement: Settlement) -> list[str]:
    """Frozen columns that are not what they were when it settled."""
    return broken(_frozen(settlement), settlement.seal)


def _frozen(settlement: Settlement) -> dict[str, object]:
    names = FROZEN if settlement.is_current else (*FROZEN, *SINCE)
    return {name: getattr(settlement, name) for name in names}


def _add_sums(session: Session, settlement: Settlement, ledger: Ledger) -> None:
    sums = sums_of(settlement, ledger) if settlement.step == COURSE else []
    if sums:
        session.execute(insert(CohortSum), sums)


def retire(session: Session, settlement: Settlement) -> None:
    """It holds no more: the cells are as if it had never been, and its sums go."""
    add_to_cells(session, settlement, ledger_of(settlement), sign=-1)
    session.execute(delete(CohortSum).where(CohortSum.settlement_id == settlement.settlement_id))
    settlement.is_current = False
    settlement.seal += seal(getattr(settlement, name) for name in SINCE)
    session.flush()


def ledger_of(settlement: Settlement) -> Ledger:
    return Ledger.unpacked(settlement.ledger, settlement.region_code, settlement.cohort_id)


def cells_of(session: Session, settlement: Settlement, ledger: Ledger) -> Iterator[tuple[CellKey, Tally]]:
    """What it adds to each cell."""
    partner = session.scalars(select(Partner.ref).where(Partner.partner_id == settlement.partner_id)).one()
    for part, tally in ledger.cells(Place(settlement.region_code, partner, settlement.way)):
        yield (
            CellKey(settlement.programme_id, settlement.instrument_id, settlement.step, *part, settlement.month),
            tally,
        )


def add_to_cells(session: Session, settlement: Settlement, ledger: Ledger, *, sign: int = 1) -> None:
    """In the order of keys. A cell of nobody goes."""
    for key, tally in sorted(cells_of(session, settlement, ledger), key=lambda cell: cell[0]):
        session.execute(
            insert_into(session, Cell).values(**vars(key), scores=b"", answers=b"").on_conflict_do_nothing()
        )
        is_it = [getattr(Cell, name) == value for name, value in vars(key).items()]
        cell = session.scalars(
            select(Cell).where(*is_it).with_for_update().execution_options(populate_existing=True)
        ).one()
        change = tally if sign > 0 else -tally
        scores, answers = Tally.unpacked(cell.scores) + change.scores, Tally.unpacked(cell.answers) + change.answers
        if scores.parts or answers.parts:
            cell.scores, cell.answers = scores.packed(), answers.packed()
        else:
            session.delete(cell)
    session.flush()


def sums_of(settlement: Settlement, ledger: Ledger) -> list[dict[str, object]]:
    """Rows of the settlement's pairs by split and value, in that order. Those who were typed late have none."""
    sums: list[dict[str, object]] = []
    for part, tally in ledger.parts.items():
        rows = tally.parts.get("pre_post" + COHORTS)
        if rows is not None and part.standing == settlement.standing:
            key = {"settlement_id": settlement.settlement_id, "split": part.split, "value": part.value}
            sums.append({**key, **dict(zip(SUMS, rows[0, KEYS:].tolist(), strict=True))})
    return sorted(sums, key=lambda row: (str(row["split"]), str(row["value"])))


def set_settled(session: Session, cohort_id: int, *, is_settled: bool) -> None:
    """From now on its scores are frozen, or no more."""
    statement = update(CohortTally).where(CohortTally.cohort_id == cohort_id).values(is_settled=is_settled)
    session.execute(statement)


def list_current(session: Session) -> Iterator[tuple[Settlement, Cohort]]:
    """Each that holds, with its cohort, one after another; nothing of one stays in memory."""
    return (both for both in list_all(session) if both[0].is_current)


def list_all(session: Session) -> Iterator[tuple[Settlement, Cohort]]:
    """As `list_current`, with those that hold no more since their cohort settled anew."""
    last = 0
    query = select(Settlement, Cohort).join(Cohort, Cohort.cohort_id == Settlement.cohort_id)
    query = query.order_by(Settlement.settlement_id).limit(1).execution_options(populate_existing=True)
    while row := session.execute(query.where(Settlement.settlement_id > last)).first():
        yield row[0], row[1]
        last = row[0].settlement_id


def list_misplaced(session: Session) -> list[int]:
    """Ids of those that hold without being the last of their step, or are the last and do not hold."""
    later = aliased(Settlement)
    is_last = ~exists().where(
        later.cohort_id == Settlement.cohort_id, later.step == Settlement.step, later.number > Settlement.number
    )
    return list(session.scalars(select(Settlement.settlement_id).where(Settlement.is_current != is_last)))


def months(session: Session) -> list[str]:
    """Those of settlements and of cells, rising."""
    return sorted({*session.scalars(select(Settlement.month)), *session.scalars(select(Cell.month).distinct())})


def differences(session: Session, month: str) -> Iterator[tuple[CellKey, int | None, int]]:
    """Cells that are not what the ledgers add up to, with their learners as kept and as counted.

    None for what is no tally.
    """
    counted = _counted(session, month)
    cells = session.scalars(
        select(Cell).where(Cell.month == month).execution_options(yield_per=1, populate_existing=True)
    )
    keys = set()
    for cell in cells:
        key = CellKey(*(getattr(cell, name) for name in CellKey.__annotations__))
        keys.add(key)
        kept, rest = [_read(cell.scores), _read(cell.answers)], counted.get(key, Tally())
        if kept != [rest.scores, rest.answers]:
            yield key, kept[0].enrolled if kept[0] else None, rest.enrolled
    for key in sorted(counted.keys() - keys):
        yield key, 0, counted[key].enrolled


def _read(packed: bytes) -> Tally | None:
    try:
        return Tally.unpacked(packed)
    except (ValueError, zlib.error):
        return None


def rebuild(session: Session) -> None:
    """Make sums and cells anew from the ledgers."""
    session.execute(delete(Cell))
    session.execute(delete(CohortSum))
    for settlement, _ in list_current(session):
        _add_sums(session, settlement, ledger_of(settlement))
    for month in months(session):
        for key, tally in sorted(_counted(session, month).items(), key=lambda cell: cell[0]):
            values = {**vars(key), "scores": tally.scores.packed(), "answers": tally.answers.packed()}
            session.execute(insert(Cell).values(**values))


def list_sums(session: Session, settlement: Settlement) -> list[dict[str, object]]:
    """Its rows of sums, as `sums_of` makes them."""
    names = ("settlement_id", "split", "value", *SUMS)
    query = select(*(getattr(CohortSum, name) for name in names))
    is_its = CohortSum.settlement_id == settlement.settlement_id
    rows = sorted(session.execute(query.where(is_its)), key=lambda row: (row.split, row.value))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _counted(session: Session, month: str) -> dict[CellKey, Tally]:
    """What the ledgers of a month's settlements add up to, by cell."""
    tallies: dict[CellKey, list[Tally]] = defaultdict(list)
    query = select(Settlement).where(Settlement.month == month, Settlement.is_current, Settlement.step != REVEAL)
    for settlement in session.scalars(query.execution_options(yield_per=1, populate_existing=True)):
        for key, tally in cells_of(session, settlement, ledger_of(settlement)):
            tallies[key].append(tally)
            if len(tallies[key]) == AT_ONCE:
                tallies[key] = [Tally.together(tallies[key])]
    whole = {key: Tally.together(of) for key, of in tallies.items()}
    return {key: tally for key, tally in whole.items() if tally.parts}

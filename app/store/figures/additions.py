"""What settlements add to cells and sums: added at settling, taken out, compared, and computed again.

Callers that change these hold the programme's lock.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from analytics.counts.ledger import Ledger, Place
from analytics.counts.tally import COHORTS, KEYS, PRE_POST, Tally
from app.store import tables
from app.store.figures.frozen_seals import SETTLEMENTS
from app.store.figures.seals import SINCE, seal
from app.store.figures.settlement import SEALED, SealedSettlement, Settlement, frozen_values, ledger_of
from app.store.figures.settlements import list_current
from app.store.keyed_seals import reseal, seal_new
from app.store.steps import COURSE, REVEAL
from app.store.tables import Cell, CohortSum, Partner
from app.store.upserts import insert_into
from app.store.values import value_of, values_of

ROW = tables.Settlement

AT_ONCE = 8
"""Tallies of one cell that are added up together."""
SUMS = ("learner_count", "d", "dd", "improved", "worse", "pre", "pre_pre", "pre_post")
"""The columns of a row of sums, in the order in which a tally has them."""


@dataclass(frozen=True, order=True)
class CellKey:
    """A CellKey names a cell: of which programme, instrument, step, standing, value of a split and month it is."""

    programme_id: int
    instrument_id: int
    step: str
    standing: str
    split: str
    value: str
    month: str


def add(session: Session, ledger: Ledger, **values: Any) -> Settlement:
    """Stores and seals a settlement and adds its ledger to the cells and, for the course, to the cohort's sums.

    A settlement of the reveal is only stored. values: the other columns of the settlement.
    """
    row = ROW(**values, is_current=True, ledger=ledger.packed())
    row.seal = seal(frozen_values(row).values())
    session.add(row)
    session.flush()
    seal_new(session, SETTLEMENTS, row.settlement_id)
    settlement = value_of(Settlement, row)
    if settlement.step != REVEAL:
        add_to_cells(session, settlement, ledger)
        _add_sums(session, settlement, ledger)
    return settlement


def _add_sums(session: Session, settlement: Settlement, ledger: Ledger) -> None:
    sums = sums_of(settlement, ledger) if settlement.step == COURSE else []
    if sums:
        session.execute(insert(CohortSum), sums)


def retire(session: Session, settlement: SealedSettlement) -> None:
    """Takes a settlement out of the cells, deletes its sums and marks it as no longer current.

    Its row stays; its seal then covers the numbers of erased and merged learners too.
    """
    add_to_cells(session, settlement, ledger_of(settlement), sign=-1)
    session.execute(delete(CohortSum).where(CohortSum.settlement_id == settlement.settlement_id))
    whole = settlement.seal + seal(getattr(settlement, name) for name in SINCE)
    its = ROW.settlement_id == settlement.settlement_id
    with reseal(session, SETTLEMENTS, settlement.settlement_id):
        session.execute(update(ROW).where(its).values(is_current=False, seal=whole))


def cells_of(session: Session, settlement: Settlement, ledger: Ledger) -> Iterator[tuple[CellKey, Tally]]:
    """Yields the key of each cell to which a settlement adds something, with the tally that it adds."""
    partner = session.scalars(select(Partner.ref).where(Partner.partner_id == settlement.partner_id)).one()
    for part, tally in ledger.cells(Place(settlement.region_code, partner, settlement.way)):
        yield (
            CellKey(settlement.programme_id, settlement.instrument_id, settlement.step, *part, settlement.month),
            tally,
        )


def add_to_cells(session: Session, settlement: Settlement, ledger: Ledger, *, sign: int = 1) -> None:
    """Adds a ledger to the cells (sign 1) or subtracts it (sign -1); a cell that is left empty is deleted."""
    changes = dict(sorted(cells_of(session, settlement, ledger), key=lambda cell: cell[0]))
    for key, cell in _locked(session, [*changes]).items():
        change = changes[key] if sign > 0 else -changes[key]
        scores, answers = Tally.unpacked(cell.scores) + change.scores, Tally.unpacked(cell.answers) + change.answers
        if scores.parts or answers.parts:
            cell.scores, cell.answers = scores.packed(), answers.packed()
        else:
            session.delete(cell)
    session.flush()


def _locked(session: Session, keys: list[CellKey]) -> dict[CellKey, Cell]:
    """The cells, made where they are not there yet; nobody else changes them until the commit. keys: rising."""
    if not keys:
        return {}
    empty: list[dict[str, object]] = [{**vars(key), "scores": b"", "answers": b""} for key in keys]
    session.execute(insert_into(session, Cell).on_conflict_do_nothing(), empty)
    columns = [getattr(Cell, name) for name in CellKey.__annotations__]
    are_those = tuple_(*columns).in_([tuple(vars(key).values()) for key in keys])
    query = select(Cell).where(are_those).order_by(*columns).with_for_update()
    return {_key_of(cell): cell for cell in session.scalars(query.execution_options(populate_existing=True))}


def _key_of(cell: Cell) -> CellKey:
    return CellKey(*(getattr(cell, name) for name in CellKey.__annotations__))


def sums_of(settlement: Settlement, ledger: Ledger) -> list[dict[str, object]]:
    """Returns the rows of sums over a settlement's pairs, by split and value; those typed in late are in none.

    Each row is a dict by column of CohortSum.
    """
    sums: list[dict[str, object]] = []
    for part, tally in ledger.parts.items():
        rows = tally.parts.get(PRE_POST + COHORTS)
        if rows is not None and part.standing == settlement.standing:
            key = {"settlement_id": settlement.settlement_id, "split": part.split, "value": part.value}
            sums.append({**key, **dict(zip(SUMS, rows[0, KEYS:].tolist(), strict=True))})
    return sorted(sums, key=lambda row: (str(row["split"]), str(row["value"])))


def months(session: Session) -> list[str]:
    """Lists the months (yyyy-mm) of all settlements and cells, in rising order, each once."""
    return sorted({*session.scalars(select(ROW.month)), *session.scalars(select(Cell.month).distinct())})


def differences(session: Session, month: str) -> Iterator[tuple[CellKey, int | None, int]]:
    """Yields (key, learners stored, learners counted) of each cell of a month that differs from the ledgers.

    month: yyyy-mm. Learners stored is None for bytes that are no tally, and 0 for a missing cell.
    """
    counted = _counted(session, month)
    cells = session.scalars(
        select(Cell).where(Cell.month == month).execution_options(yield_per=1, populate_existing=True)
    )
    keys = set()
    for cell in cells:
        key = _key_of(cell)
        keys.add(key)
        stored, rest = [_read(cell.scores), _read(cell.answers)], counted.get(key, Tally())
        if stored != [rest.scores, rest.answers]:
            yield key, stored[0].enrolled if stored[0] else None, rest.enrolled
    for key in sorted(counted.keys() - keys):
        yield key, 0, counted[key].enrolled


def _read(packed: bytes) -> Tally | None:
    try:
        return Tally.unpacked(packed)
    except (ValueError, zlib.error):
        return None


def rebuild(session: Session) -> None:
    """Deletes all sums and cells and computes them again from the ledgers."""
    session.execute(delete(Cell))
    session.execute(delete(CohortSum))
    for settlement, _ in list_current(session):
        _add_sums(session, settlement, ledger_of(settlement))
    for month in months(session):
        for key, tally in sorted(_counted(session, month).items(), key=lambda cell: cell[0]):
            values = {**vars(key), "scores": tally.scores.packed(), "answers": tally.answers.packed()}
            session.execute(insert(Cell).values(**values))


def list_sums(session: Session, settlement: Settlement) -> list[dict[str, object]]:
    """Lists the stored rows of sums of a settlement, in the form and order of `sums_of`."""
    names = ("settlement_id", "split", "value", *SUMS)
    query = select(*(getattr(CohortSum, name) for name in names))
    is_its = CohortSum.settlement_id == settlement.settlement_id
    rows = sorted(session.execute(query.where(is_its)), key=lambda row: (row.split, row.value))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _counted(session: Session, month: str) -> dict[CellKey, Tally]:
    """What the ledgers of a month's settlements add up to, by cell."""
    tallies: dict[CellKey, list[Tally]] = defaultdict(list)
    query = SEALED.where(ROW.month == month, ROW.is_current, ROW.step != REVEAL).execution_options(yield_per=1)
    for settlement in values_of(session, query, SealedSettlement):
        for key, tally in cells_of(session, settlement, ledger_of(settlement)):
            tallies[key].append(tally)
            if len(tallies[key]) == AT_ONCE:
                tallies[key] = [Tally.together(tallies[key])]
    whole = {key: Tally.together(of) for key, of in tallies.items()}
    return {key: tally for key, tally in whole.items() if tally.parts}

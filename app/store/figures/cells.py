"""Cells of settled cohorts: what the tables of a report are read from, however many learners they count."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import LargeBinary, literal, select
from sqlalchemy.orm import Session

from analytics.counts.ledger import IN_FIGURES, REGION_SEX, TOTAL
from analytics.counts.tally import Tally
from app.store.figures.selection import Filters
from app.store.tables import Cell, Instrument, Programme

REGION = "region"
SPLITS = {
    frozenset(): TOTAL,
    frozenset({"region", "sex"}): REGION_SEX,
    **{frozenset({name}): name for name in (REGION, "sex", "age_band", "language", "partner", "way", "channel")},
}
"""By what a question is about: whose cells answer it. A country is its regions."""
IN_EVERY_CELL = frozenset({"programme", "month"})


@dataclass(frozen=True, eq=False)
class Cells:
    """A Cells holds the sums over settled cohorts that share one value of a split, programme, month and standing.

    standing: COUNTED or WAITING. values: the value of each disaggregate that is known for the cell.

    packed: scores and answers as bytes, unpacked when first used; answers are b"" if they were not asked for.
    """

    standing: str
    values: dict[str, str]
    packed: tuple[bytes, bytes]

    @cached_property
    def tally(self) -> Tally:
        """The tally of scores and, if they were asked for, answers."""
        return Tally.unpacked(*self.packed)

    @cached_property
    def answers(self) -> Tally:
        """The tally of items and lessons alone, without their cohorts; empty if answers were not asked for."""
        return Tally.unpacked(self.packed[1], has_cohorts=False)


def split_of(variables: Collection[str]) -> str | None:
    """Returns the split whose cells are divided by all these variables; None if there is no such split.

    A country is its regions; programme and month divide every cell.
    """
    names = {"region" if name == "country" else name for name in variables}
    return SPLITS.get(frozenset(names - IN_EVERY_CELL))


def list_cells(session: Session, filters: Filters, split: str, *, with_answers: bool) -> list[Cells]:
    """Lists the cells of a split for one instrument, in the filters' period, programme and scope of programmes.

    Other filters, and the partners of a scope, are not applied: each cell holds all partners unless the split is by
    partner. with_answers: of items and lessons too.
    """
    answers = Cell.answers if with_answers else literal(b"", LargeBinary)
    query = (
        select(Cell.standing, Cell.value, Programme.ref, Cell.month, Cell.scores, answers)
        .join(Programme, Programme.programme_id == Cell.programme_id)
        .join(Instrument, Instrument.instrument_id == Cell.instrument_id)
        .where(
            Cell.split == split,
            Cell.standing.in_(IN_FIGURES),
            Instrument.structure_digest == filters.structure,
        )
        .order_by(Cell.standing, Cell.value, Programme.ref, Cell.month, Cell.step)
    )
    if not filters.scope.is_whole:
        query = query.where(Cell.programme_id.in_(filters.scope.programme_ids))
    if filters.programme is not None:
        query = query.where(Programme.ref == filters.programme)
    if filters.from_month is not None:
        query = query.where(Cell.month >= filters.from_month)
    if filters.to_month is not None:
        query = query.where(Cell.month <= filters.to_month)
    return [
        Cells(
            standing,
            {**_values(split, value), "programme": programme, "month": month},
            (scores, more),
        )
        for standing, value, programme, month, scores, more in session.execute(query)
    ]


def _values(split: str, value: str) -> dict[str, str]:
    if split in (REGION, REGION_SEX):
        region, _, sex = value.partition(" ")
        return {"region": region, "country": region[:2], **({"sex": sex} if sex else {})}
    return {split: value} if value else {}

"""A settlement as a value: a step of a cohort that was counted once and whole, and its seal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from analytics.counts.ledger import Ledger
from app.store import tables
from app.store.figures.seals import FROZEN, SINCE, broken
from app.store.values import columns_of


@dataclass(frozen=True, slots=True)
class Settlement:
    """A Settlement says how a step of a cohort was counted, without the figures.

    Programme, partner, region and way are those at the moment when it settled.
    """

    settlement_id: int
    cohort_id: int
    step: str
    """reveal (what its facilitator sees), course or follow_up"""
    number: int
    """from 1; higher if it settled again"""
    is_current: bool
    """the last of its step"""
    settled_at: datetime
    settled_by: int | None
    """None: it was due"""
    month: str
    """yyyy-mm in the cohort's time zone"""
    instrument_id: int
    programme_id: int
    partner_id: int
    region_code: str
    way: str
    standing: str
    """counted or waiting"""
    learner_count: int
    erased_count: int
    """how many of these were erased since; of a reveal: how many learners with both tests, until its course settled"""
    merged_count: int
    """how many of these were merged into another learner since; of a reveal: how many merges were undone, until then"""


@dataclass(frozen=True, slots=True)
class SealedSettlement(Settlement):
    """A SealedSettlement is a settlement with its figures, and the seal of everything that is frozen."""

    ledger: bytes
    """as `analytics.counts.ledger.Ledger` packs it"""
    seal: bytes


COLUMNS = columns_of(Settlement, tables.Settlement)
SEALED = select(*columns_of(SealedSettlement, tables.Settlement))


def edited(settlement: SealedSettlement) -> list[str]:
    """Lists the names of sealed columns whose values were edited since the cohort settled."""
    return broken(frozen_values(settlement), settlement.seal)


def frozen_values(settlement: Any) -> dict[str, object]:
    """Returns the values that a settlement's seal covers, by column. settlement: SealedSettlement, or its row.

    How many were erased and merged since is covered only once it is no longer current.
    """
    names = FROZEN if settlement.is_current else (*FROZEN, *SINCE)
    return {name: getattr(settlement, name) for name in names}


def ledger_of(settlement: SealedSettlement) -> Ledger:
    """Returns the ledger of a settlement, unpacked."""
    return Ledger.unpacked(settlement.ledger, settlement.region_code, settlement.cohort_id)

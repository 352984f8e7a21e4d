"""Settlements: which cohorts have settled, and what they told then. Whatever changes one holds the programme's lock."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased, defer

from analytics.counts.ledger import Ledger
from app.store.figures.seals import broken
from app.store.memory import asked_once
from app.store.programmes.cohorts import window_of
from app.store.steps import COURSE, FOLLOW_UP, REVEAL, wave_of
from app.store.tables import (
    Cohort,
    CohortTally,
    Learner,
    Programme,
    ScorePair,
    Settlement,
)
from app.store.tables import Window as WindowRow
from courses import Window

__all__ = [
    "Settlement",
    "count_pairs",
    "count_settled",
    "current",
    "current_of",
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
    "list_with_cohorts",
    "lock",
    "set_settled",
    "settled",
]

FROZEN = (
    *("cohort_id", "step", "number", "settled_at", "settled_by", "month", "instrument_id", "programme_id"),
    *("partner_id", "region_code", "way", "standing", "learner_count", "ledger"),
)
"""What of a settlement never changes again, as it is sealed."""
SINCE = ("erased_count", "merged_count")
"""What changes as long as it holds: of one that holds no more it is sealed too."""


def lock(session: Session, cohort_id: int) -> Cohort | None:
    """Locks the cohort, with everyone in it, until the commit, and returns it; None where it is gone.

    Programme first, then learners by id, then the cohort: two who settle wait for each other, and for whoever sends a
    test, in one order.
    """
    programme = select(Programme.programme_id).join(Cohort, Cohort.programme_id == Programme.programme_id)
    session.execute(programme.where(Cohort.cohort_id == cohort_id).with_for_update(of=Programme))
    session.execute(_people(cohort_id).with_for_update())
    query = select(Cohort).where(Cohort.cohort_id == cohort_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def current(session: Session, cohort_id: int, step: str) -> Settlement | None:
    """Returns the settlement of this step that holds; None: it has not settled."""
    return current_of(session, [cohort_id], step).get(cohort_id)


def current_of(session: Session, cohort_ids: Collection[int], step: str) -> dict[int, Settlement]:
    """Returns the settlements that hold, by cohort; a cohort that has not settled is absent."""
    return {row.cohort_id: row for row in _current(session, cohort_ids) if row.step == step}


@asked_once
def _current(session: Session, cohort_ids: Collection[int]) -> Sequence[Settlement]:
    """Of every step."""
    query = select(Settlement).where(Settlement.cohort_id.in_(cohort_ids), Settlement.is_current)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def settled(programme_id: int) -> Select[int]:
    """Returns a query of the ids of the cohorts that settled in this programme."""
    return select(Settlement.cohort_id).where(
        Settlement.programme_id == programme_id, Settlement.step == COURSE, Settlement.is_current
    )


def count_settled(session: Session, programme_id: int) -> dict[str, int]:
    """Counts the settled cohorts of a programme by the region in which they settled."""
    query = settled(programme_id).with_only_columns(Settlement.region_code, func.count())
    return dict(session.execute(query.group_by(Settlement.region_code)).all())


def list_with_cohorts(session: Session, programme_id: int) -> list[tuple[Settlement, Cohort]]:
    """Lists settlements, each with its cohort as it is now; without what they counted."""
    query = select(Settlement, Cohort).options(defer(Settlement.ledger))
    query = query.join(Cohort, Cohort.cohort_id == Settlement.cohort_id)
    query = query.where(Settlement.cohort_id.in_(settled(programme_id)), Settlement.step == COURSE)
    return [(one, cohort) for one, cohort in session.execute(query.where(Settlement.is_current))]


def last_anew(session: Session, programme_id: int) -> int:
    """Returns the id of the settlement that was counted anew last in this programme; 0 for none."""
    query = select(func.max(Settlement.settlement_id)).where(Settlement.programme_id == programme_id)
    return session.scalar(query.where(Settlement.number > 1)) or 0


def has_settled_anew(session: Session, programme_id: int, since: datetime) -> bool:
    """Whether a cohort of this programme was counted anew after this moment."""
    query = select(Settlement.settlement_id).where(Settlement.programme_id == programme_id, Settlement.number > 1)
    return session.scalar(query.where(Settlement.settled_at > since).limit(1)) is not None


def list_settled(session: Session, programme_id: int, region: str | None = None) -> list[int]:
    """Lists cohorts of a programme, or of one of its regions, as they settled, by id."""
    query = settled(programme_id)
    if region is not None:
        query = query.where(Settlement.region_code == region)
    return list(session.scalars(query.order_by(Settlement.cohort_id)))


def has_learners(session: Session, cohort_id: int) -> bool:
    """Whether anybody has been counted in this cohort, in progress at least."""
    return session.get(CohortTally, cohort_id) is not None


def count_pairs(session: Session, cohort_id: int) -> int:
    """Counts the learners of a cohort with both tests, by now."""
    query = select(CohortTally.paired).where(CohortTally.cohort_id == cohort_id)
    return session.scalar(query) or 0


def learner_ids(session: Session, cohort_id: int) -> list[int]:
    """Lists who is in the cohort or has scores in it, rising."""
    return list(session.scalars(_people(cohort_id)))


def _people(cohort_id: int) -> Select[int]:
    paired = select(ScorePair.learner_id).where(ScorePair.cohort_id == cohort_id)
    query = select(Learner.learner_id).where(or_(Learner.cohort_id == cohort_id, Learner.learner_id.in_(paired)))
    return query.order_by(Learner.learner_id)


def list_due(session: Session, step: str, now: datetime) -> list[int]:
    """Lists cohorts whose step is to be counted by now: its test is closed, and the time after it is over.

    By id.

    The reveal and the course of cohorts that have not settled; the follow-up of those that have.
    """
    settlement = (
        select(Settlement.settlement_id)
        .where(Settlement.cohort_id == CohortTally.cohort_id, Settlement.step == step, Settlement.is_current)
        .exists()
    )
    query = (
        select(WindowRow)
        .join(CohortTally, CohortTally.cohort_id == WindowRow.cohort_id)
        .where(
            CohortTally.is_settled if step == FOLLOW_UP else ~CohortTally.is_settled,
            WindowRow.wave == wave_of(step),
            WindowRow.closed_at.is_not(None),
            ~settlement,
        )
        .order_by(WindowRow.cohort_id)
    )
    return [row.cohort_id for row in session.scalars(query) if _is_due(window_of(row), step, now)]


def _is_due(window: Window, step: str, now: datetime) -> bool:
    return window.is_revealed(now) if step == REVEAL else window.is_settling(now)


def edited(settlement: Settlement) -> list[str]:
    """Lists frozen columns that are not what they were when the cohort settled."""
    return broken(frozen_values(settlement), settlement.seal)


def frozen_values(settlement: Settlement) -> dict[str, object]:
    """Returns the values that are sealed, by column."""
    names = FROZEN if settlement.is_current else (*FROZEN, *SINCE)
    return {name: getattr(settlement, name) for name in names}


def ledger_of(settlement: Settlement) -> Ledger:
    """Returns the ledger that a settlement stores."""
    return Ledger.unpacked(settlement.ledger, settlement.region_code, settlement.cohort_id)


def set_settled(session: Session, cohort_id: int, *, is_settled: bool) -> None:
    """Marks the scores of a cohort as frozen, or no more."""
    statement = update(CohortTally).where(CohortTally.cohort_id == cohort_id).values(is_settled=is_settled)
    session.execute(statement)


def list_current(session: Session) -> Iterator[tuple[Settlement, Cohort]]:
    """Yields each settlement that holds, with its cohort, one after another, without filling the memory."""
    return (both for both in list_all(session) if both[0].is_current)


def list_all(session: Session) -> Iterator[tuple[Settlement, Cohort]]:
    """Yields settlements as `list_current`, with those that hold no more since their cohort settled anew."""
    last = 0
    query = select(Settlement, Cohort).join(Cohort, Cohort.cohort_id == Settlement.cohort_id)
    query = query.order_by(Settlement.settlement_id).limit(1).execution_options(populate_existing=True)
    while row := session.execute(query.where(Settlement.settlement_id > last)).first():
        yield row[0], row[1]
        last = row[0].settlement_id


def list_misplaced(session: Session) -> list[int]:
    """Lists ids of those that hold without being the last of their step, or are the last and do not hold."""
    later = aliased(Settlement)
    is_last = ~exists().where(
        later.cohort_id == Settlement.cohort_id, later.step == Settlement.step, later.number > Settlement.number
    )
    return list(session.scalars(select(Settlement.settlement_id).where(Settlement.is_current != is_last)))

"""Settlements: which cohorts have settled, with which figures. Callers that change one hold the programme's lock."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.store import tables
from app.store.answers.taken_out import IS_MEMBER
from app.store.figures.settlement import COLUMNS, SEALED, SealedSettlement, Settlement, edited, ledger_of
from app.store.memory import asked_once
from app.store.programmes.cohort import COLUMNS as COHORT
from app.store.programmes.cohort import Cohort
from app.store.programmes.cohorts import get_for_change, window_of
from app.store.step_windows import due_at, wave_of
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import (
    CohortTally,
    Learner,
    Programme,
    ScorePair,
)
from app.store.tables import Window as WindowRow
from app.store.values import values_of
from courses import Window

__all__ = [
    "SealedSettlement",
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
    "moments",
    "set_settled",
    "settled",
]

ROW = tables.Settlement


def lock(session: Session, cohort_id: int) -> Cohort | None:
    """Locks a cohort and everyone in it until the transaction ends, and returns it; None if it does not exist.

    Locks the programme first, then the cohort, then learners by id: in this order settling and sending tests cannot
    block each other for ever.
    """
    of = tables.Cohort
    programme = select(Programme.programme_id).join(of, of.programme_id == Programme.programme_id)
    session.execute(programme.where(of.cohort_id == cohort_id).with_for_update(of=Programme, key_share=True))
    cohort = get_for_change(session, cohort_id)
    session.execute(_people(cohort_id).with_for_update())
    return cohort


def current(session: Session, cohort_id: int, step: str) -> SealedSettlement | None:
    """Returns the current settlement of this step of a cohort; None if the step has not settled."""
    return current_of(session, [cohort_id], step).get(cohort_id)


def current_of(session: Session, cohort_ids: Collection[int], step: str) -> dict[int, SealedSettlement]:
    """Returns the current settlements of this step by cohort id; a cohort whose step has not settled is absent."""
    return {one.cohort_id: one for one in _current(session, cohort_ids) if one.step == step}


@asked_once
def _current(session: Session, cohort_ids: Collection[int]) -> Sequence[SealedSettlement]:
    """Of every step."""
    query = SEALED.where(ROW.cohort_id.in_(cohort_ids), ROW.is_current)
    return list(values_of(session, query, SealedSettlement))


def settled(programme_id: int) -> Select[int]:
    """Returns a query for the ids of cohorts whose course has settled in a programme, not only been revealed.

    Cohorts whose learners were erased are left out.
    """
    erased = select(tables.Cohort.cohort_id).where(tables.Cohort.erased_at.is_not(None))
    query = select(ROW.cohort_id).where(ROW.programme_id == programme_id, ROW.step == COURSE, ROW.is_current)
    return query.where(ROW.cohort_id.not_in(erased))


def moments(session: Session, cohort_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """Returns when each current settlement of these cohorts was made, by cohort id, then by step.

    A cohort that has not settled has an empty dict.
    """
    query = select(ROW.cohort_id, ROW.step, ROW.settled_at).where(ROW.cohort_id.in_(cohort_ids), ROW.is_current)
    settled_at: dict[int, dict[str, datetime]] = {cohort_id: {} for cohort_id in cohort_ids}
    for cohort_id, step, moment in session.execute(query):
        settled_at[cohort_id][step] = moment
    return settled_at


def count_settled(session: Session, programme_id: int) -> dict[str, int]:
    """Counts the cohorts whose course has settled in a programme by the code of the region in which it did.

    Cohorts whose learners were erased are left out; a region without any is absent.
    """
    query = settled(programme_id).with_only_columns(ROW.region_code, func.count())
    return dict(session.execute(query.group_by(ROW.region_code)).all())


def list_with_cohorts(session: Session, programme_id: int) -> list[tuple[Settlement, Cohort]]:
    """Lists the current settlements of a programme's courses, without figures, each with its cohort as it is now.

    Cohorts whose learners were erased are left out.
    """
    query = select(*COLUMNS, *COHORT).join(tables.Cohort, tables.Cohort.cohort_id == ROW.cohort_id)
    query = query.where(ROW.cohort_id.in_(settled(programme_id)), ROW.step == COURSE)
    rows: Any = session.execute(query.where(ROW.is_current))
    return [(Settlement(*row[: len(COLUMNS)]), Cohort(*row[len(COLUMNS) :])) for row in rows]


def last_anew(session: Session, programme_id: int) -> int:
    """Returns the id of the latest settlement in this programme that counted a cohort again; 0 if there is none."""
    query = select(func.max(ROW.settlement_id)).where(ROW.programme_id == programme_id)
    return session.scalar(query.where(ROW.number > 1)) or 0


def has_settled_anew(session: Session, programme_id: int, since: datetime) -> bool:
    """Returns whether a cohort of this programme was counted again after this moment."""
    query = select(ROW.settlement_id).where(ROW.programme_id == programme_id, ROW.number > 1)
    return session.scalar(query.where(ROW.settled_at > since).limit(1)) is not None


def list_settled(session: Session, programme_id: int, region: str | None = None) -> list[int]:
    """Lists the ids of cohorts whose course has settled in a programme, or in one of its regions, in rising order.

    Cohorts whose learners were erased are left out.
    """
    query = settled(programme_id)
    if region is not None:
        query = query.where(ROW.region_code == region)
    return list(session.scalars(query.order_by(ROW.cohort_id)))


def has_learners(session: Session, cohort_id: int) -> bool:
    """Returns whether anybody ever joined this cohort or was counted in it, even if they have left."""
    return session.get(CohortTally, cohort_id) is not None


def count_pairs(session: Session, cohort_id: int) -> int:
    """Returns how many learners of a cohort now have both a pre-test and a post-test that count."""
    query = select(CohortTally.paired).where(CohortTally.cohort_id == cohort_id)
    return session.scalar(query) or 0


def learner_ids(session: Session, cohort_id: int) -> list[int]:
    """Lists the ids of everyone who is in the cohort or has scores in it, in rising order."""
    return list(session.scalars(_people(cohort_id)))


def _people(cohort_id: int) -> Select[int]:
    paired = select(ScorePair.learner_id).where(ScorePair.cohort_id == cohort_id)
    is_its = or_(Learner.cohort_id == cohort_id, Learner.learner_id.in_(paired))
    query = select(Learner.learner_id).where(is_its, IS_MEMBER)
    return query.order_by(Learner.learner_id)


def list_due(session: Session, step: str, now: datetime) -> list[int]:
    """Lists the ids of cohorts whose step is due to be counted by now, in rising order.

    Its test is closed, or a post-test is open again, and the time after that is over. The reveal and the course come
    from cohorts that have not settled, the follow-up from those that have.
    """
    settlement = (
        select(ROW.settlement_id)
        .where(ROW.cohort_id == CohortTally.cohort_id, ROW.step == step, ROW.is_current)
        .exists()
    )
    query = (
        select(WindowRow)
        .join(CohortTally, CohortTally.cohort_id == WindowRow.cohort_id)
        .where(
            CohortTally.is_settled if step == FOLLOW_UP else ~CohortTally.is_settled,
            WindowRow.wave == wave_of(step),
            (WindowRow.closed_at if step == FOLLOW_UP else WindowRow.first_closed_at).is_not(None),
            ~settlement,
        )
        .order_by(WindowRow.cohort_id)
    )
    return [row.cohort_id for row in session.scalars(query) if _is_due(window_of(row), step, now)]


def _is_due(window: Window, step: str, now: datetime) -> bool:
    at = due_at(step, window)
    return at is not None and at <= now


def set_settled(session: Session, cohort_id: int, *, is_settled: bool) -> None:
    """Marks the scores of a cohort as frozen or as not frozen."""
    statement = update(CohortTally).where(CohortTally.cohort_id == cohort_id).values(is_settled=is_settled)
    session.execute(statement)


def list_current(session: Session) -> Iterator[tuple[SealedSettlement, Cohort]]:
    """Yields each current settlement with its cohort, in the order of ids, reading one row at a time to save memory."""
    return (both for both in list_all(session) if both[0].is_current)


def list_all(session: Session) -> Iterator[tuple[SealedSettlement, Cohort]]:
    """Yields all settlements with their cohorts, as `list_current` does, including those that are no longer current."""
    last = 0
    query = SEALED.add_columns(*COHORT).join(tables.Cohort, tables.Cohort.cohort_id == ROW.cohort_id)
    query = query.order_by(ROW.settlement_id).limit(1)
    while row := session.execute(query.where(ROW.settlement_id > last)).first():
        values = tuple[Any, ...](row)
        settlement = SealedSettlement(*values[: -len(COHORT)])
        yield settlement, Cohort(*values[-len(COHORT) :])
        last = settlement.settlement_id


def list_misplaced(session: Session) -> list[int]:
    """Lists the ids of settlements that are current but not the last of their step, or the last but not current."""
    later = aliased(ROW)
    is_last = ~exists().where(later.cohort_id == ROW.cohort_id, later.step == ROW.step, later.number > ROW.number)
    return list(session.scalars(select(ROW.settlement_id).where(ROW.is_current != is_last)))

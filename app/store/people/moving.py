"""A learner goes to another cohort: the same learner with the same card, under another number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers import summaries
from app.store.keyed_seals import reseal
from app.store.programmes.cohort_seals import COHORTS
from app.store.tables import Attempt, Audit, Cohort, Learner
from app.store.values import columns_of, first_value

ROW = tables.LearnerMove


@dataclass(frozen=True, slots=True)
class LearnerMove:
    """A LearnerMove is how a learner came from a number of one cohort to another cohort."""

    learner_move_id: int
    from_cohort_id: int
    from_handle: int
    to_cohort_id: int


def last_of(session: Session, learner_id: int) -> LearnerMove | None:
    """Returns the last move of a learner; None if they never moved."""
    query = select(*columns_of(LearnerMove, ROW)).where(ROW.learner_id == learner_id)
    return first_value(session, query.order_by(ROW.learner_move_id.desc()), LearnerMove)


def list_places(session: Session, cohort_id: int, handle: int) -> set[tuple[int, int]]:
    """Returns where the learner with this number was or is: ids of cohorts, each with their number there.

    Also where they came back from: it is the audit that says so.
    """
    places: set[tuple[int, int]] = set()
    ahead = [(cohort_id, handle)]
    while ahead:
        place = ahead.pop()
        if place not in places:
            places.add(place)
            ahead.extend(_list_next(session, *place))
    return places


def _list_next(session: Session, cohort_id: int, handle: int) -> list[tuple[int, int]]:
    """Where somebody went from this place, and where they came to it from."""
    of_moves = Audit.act.in_(("learner.move", "learner.move_in"))
    of_place = Audit.cohort_id == cohort_id, Audit.subject == f"learner {handle}", of_moves
    details: Sequence[Mapping[str, Any]] = session.scalars(select(Audit.detail).where(*of_place)).all()
    ends = [(it["to"], it["to_handle"]) if "to" in it else (it["source"], it["from_handle"]) for it in details]
    query = select(Cohort.ref, Cohort.cohort_id).where(Cohort.ref.in_({ref for ref, _ in ends}))
    ids = dict(session.execute(query).all())
    return [(ids[ref], number) for ref, number in ends if ref in ids]


def move(session: Session, learner_id: int, from_id: int, to_id: int, now: datetime) -> int:
    """Moves a learner from one cohort to another and returns their new handle.

    Tests that were sent stay where they were sat; one that was only begun goes along. Whoever goes back to where they
    came from gets their former handle, as if they had never moved. The caller has locked both cohorts.
    """
    last = last_of(session, learner_id)
    with summaries.maintained(session, learner_id), reseal(session, COHORTS, from_id, to_id):
        if last is not None and (last.from_cohort_id, last.to_cohort_id) == (to_id, from_id):
            handle = last.from_handle
            session.execute(delete(ROW).where(ROW.learner_move_id == last.learner_move_id))
        else:
            handle = _next_handle(session, to_id)
            session.add(
                ROW(
                    learner_id=learner_id,
                    from_cohort_id=from_id,
                    from_handle=session.scalars(select(Learner.handle).where(Learner.learner_id == learner_id)).one(),
                    to_cohort_id=to_id,
                    to_handle=handle,
                    moved_at=now,
                )
            )
            session.flush()
        where = {"cohort_id": to_id, "handle": handle}
        session.execute(update(Learner).where(Learner.learner_id == learner_id).values(where))
        begun = Attempt.learner_id == learner_id, Attempt.received_at.is_(None)
        session.execute(update(Attempt).where(*begun).values(cohort_id=to_id))
    return handle


def _next_handle(session: Session, cohort_id: int) -> int:
    """Takes the next number of a cohort; whose turn it is to begin with which form stays."""
    following = session.execute(
        update(Cohort)
        .where(Cohort.cohort_id == cohort_id)
        .values(next_handle=Cohort.next_handle + 1)
        .returning(Cohort.next_handle)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return following - 1

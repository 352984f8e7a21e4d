"""A cohort as a door: found by its join code, and its places handed out one after another."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from app.store.memory import asked_once
from app.store.tables import Cohort, Learner, Programme

Home = tuple[Learner, Cohort, Programme]
"""A learner, the cohort and the programme that they belong to."""


@dataclass(frozen=True)
class Place:
    handle: int
    first_form: str


def cohort_of_code(session: Session, join_code: str) -> tuple[Cohort, Programme] | None:
    query = select(Cohort, Programme).join(Programme, Programme.programme_id == Cohort.programme_id)
    found = session.execute(query.where(Cohort.join_code == join_code)).first()
    return (found[0], found[1]) if found else None


def home_of(session: Session, learner_id: int) -> Home | None:
    """A learner with the cohort and the programme that they belong to."""
    return homes_of(session, [learner_id]).get(learner_id)


@asked_once
def homes_of(session: Session, learner_ids: Collection[int]) -> dict[int, Home]:
    """The same of several, by learner id; somebody who does not exist (any more) is absent."""
    query = (
        select(Learner, Cohort, Programme)
        .join(Cohort, Cohort.cohort_id == Learner.cohort_id)
        .join(Programme, Programme.programme_id == Cohort.programme_id)
        .where(Learner.learner_id.in_(learner_ids))
    )
    return {learner.learner_id: (learner, cohort, programme) for learner, cohort, programme in session.execute(query)}


def take(session: Session, cohort_id: int) -> Place:
    """The next handle, and form A and B in turn; two who come at once get two places."""
    other = case((Cohort.next_first_form == "A", "B"), else_="A")
    handle, following = session.execute(
        update(Cohort)
        .where(Cohort.cohort_id == cohort_id)
        .values(next_handle=Cohort.next_handle + 1, next_first_form=other)
        .returning(Cohort.next_handle, Cohort.next_first_form)
        .execution_options(synchronize_session=False)
    ).one()
    return Place(handle - 1, "B" if following == "A" else "A")


def count_declined(session: Session, cohort_id: int) -> None:
    _count(session, cohort_id, Cohort.declined_count.name)


def count_withdrawn(session: Session, cohort_id: int) -> None:
    _count(session, cohort_id, Cohort.withdrawn_count.name)


def _count(session: Session, cohort_id: int, column: str) -> None:
    session.execute(update(Cohort).where(Cohort.cohort_id == cohort_id).values({column: getattr(Cohort, column) + 1}))

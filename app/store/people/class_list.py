"""The numbers of a cohort with the form that each begins with: of learners, of unused cards, and of who comes next."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.people.enrolment import Place

COHORT = tables.Cohort


def list_taken(session: Session, cohort_id: int) -> list[Place]:
    """Returns the places of a cohort that learners or unused printed cards have, by handle."""
    of_learners, of_cards = (
        select(row.handle, row.first_form).where(row.cohort_id == cohort_id)
        for row in (tables.Learner, tables.PreparedCard)
    )
    taken = session.execute(of_learners.union_all(of_cards)).all()
    return sorted((Place(handle, form) for handle, form in taken), key=lambda place: place.handle)


def next_place(session: Session, cohort_id: int) -> Place:
    """Returns the place that the next learner gets, and takes it for nobody."""
    query = select(COHORT.next_handle, COHORT.next_first_form).where(COHORT.cohort_id == cohort_id)
    handle, first_form = session.execute(query).one()
    return Place(handle, first_form)

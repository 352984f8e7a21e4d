"""Enrolment: the cohort that a join code opens, the next place in it, and where a learner belongs."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers import waiting
from app.store.answers.taken_out import IS_MEMBER
from app.store.memory import asked_once
from app.store.people import erasure_requests
from app.store.people.learner import Learner, learner_of
from app.store.people.staff import Staff, staff_of
from app.store.programmes.cohort import Cohort, cohort_of
from app.store.programmes.partners import Partner, partner_of
from app.store.programmes.programmes import Programme, programme_of
from app.store.programmes.regions import Region, region_of
from assessments import FORMS, other_form

COHORT = tables.Cohort


class Home(NamedTuple):
    """A Home is a learner with the cohort and the programme that they belong to."""

    learner: Learner
    cohort: Cohort
    programme: Programme


@dataclass(frozen=True)
class Place:
    handle: int
    first_form: str


def cohort_of_code(session: Session, join_code: str) -> tuple[Cohort, Programme] | None:
    """Returns the cohort that a join code opens, with its programme; None if no cohort has the code."""
    of = tables.Programme
    query = select(COHORT, of).join(of, of.programme_id == COHORT.programme_id)
    row = session.execute(query.where(COHORT.join_code == join_code)).first()
    return (cohort_of(row[0]), programme_of(row[1])) if row else None


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HOMES = (
    select(tables.Learner, COHORT, tables.Programme)
    .join(COHORT, COHORT.cohort_id == tables.Learner.cohort_id)
    .join(tables.Programme, tables.Programme.programme_id == COHORT.programme_id)
    .where(tables.Learner.learner_id.in_(_IDS))
)


def home_of(session: Session, learner_id: int) -> Home | None:
    """Returns a learner with their cohort and programme; None if there is no such learner."""
    return homes_of(session, [learner_id]).get(learner_id)


@asked_once
def homes_of(session: Session, learner_ids: Collection[int]) -> dict[int, Home]:
    """Returns several learners with their cohorts and programmes, by learner id; one who does not exist is absent."""
    rows = session.execute(_HOMES, {"ids": [*learner_ids]}).all()
    cohorts = {row: cohort_of(row) for row in {cohort for _, cohort, _ in rows}}
    programmes = {row: programme_of(row) for row in {programme for *_, programme in rows}}
    return {
        learner.learner_id: Home(learner_of(learner), cohorts[cohort], programmes[programme])
        for learner, cohort, programme in rows
    }


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A Surroundings says where a cohort belongs, who leads it, and how many of its places are taken."""

    programme: Programme
    partner: Partner
    region: Region
    facilitator: Staff
    place_count: int
    to_erase: int | None
    """the lowest number in it that a guardian wants erased and a second person has not agreed to"""
    open_sheets: int
    """sheets sat in it that wait for a second person's yes, or have it and do not count"""


def surroundings_of(session: Session, cohort_id: int) -> Surroundings:
    """Returns the programme, partner, region and facilitator of a cohort, in one query.

    Also how many of its places are taken, the lowest handle that somebody asks to erase, and its open sheets. Raises
    NoResultFound for a cohort that does not exist.
    """
    query = (
        select(
            *(tables.Programme, tables.Partner, tables.Region, tables.Staff),
            *(_places(cohort_id), erasure_requests.first_handle(cohort_id), waiting.open_sheets(cohort_id)),
        )
        .select_from(COHORT)
        .join(tables.Programme, tables.Programme.programme_id == COHORT.programme_id)
        .join(tables.Partner, tables.Partner.partner_id == COHORT.partner_id)
        .join(tables.Region, tables.Region.code == COHORT.region_code)
        .join(tables.Staff, tables.Staff.staff_id == COHORT.facilitator_id)
        .where(COHORT.cohort_id == cohort_id)
    )
    programme, partner, region, facilitator, place_count, to_erase, open_sheets = session.execute(query).one()
    return Surroundings(
        *(programme_of(programme), partner_of(partner), region_of(region), staff_of(facilitator)),
        *(place_count, to_erase, open_sheets),
    )


def take(session: Session, cohort_id: int) -> Place:
    """Takes the next place of a cohort and returns it: the next handle, with form A and form B in turn.

    Two who take one at once get two places. Raises NoResultFound if there is no such cohort.
    """
    other = case({form: other_form(form) for form in FORMS}, value=COHORT.next_first_form)
    handle, following = session.execute(
        update(COHORT)
        .where(COHORT.cohort_id == cohort_id)
        .values(next_handle=COHORT.next_handle + 1, next_first_form=other)
        .returning(COHORT.next_handle, COHORT.next_first_form)
        .execution_options(synchronize_session=False)
    ).one()
    return Place(handle - 1, other_form(following))


def count_places(session: Session, cohort_id: int) -> int:
    """Returns how many places of the cohort are taken: by learners and by printed cards that nobody has used."""
    return session.scalars(select(_places(cohort_id))).one()


def _places(cohort_id: int) -> ColumnElement[int]:
    joined = select(func.count()).select_from(tables.Learner).where(tables.Learner.cohort_id == cohort_id, IS_MEMBER)
    printed = select(func.count()).where(tables.PreparedCard.cohort_id == cohort_id)
    return joined.scalar_subquery() + printed.scalar_subquery()


def count_declined(session: Session, cohort_id: int) -> None:
    """Adds one to the number of people who read the consent of this cohort and did not agree to it."""
    _count(session, cohort_id, COHORT.declined_count.name)


def count_withdrawn(session: Session, cohort_id: int) -> None:
    """Adds one to the number of learners of this cohort who withdrew and had everything erased."""
    _count(session, cohort_id, COHORT.withdrawn_count.name)


def _count(session: Session, cohort_id: int, column: str) -> None:
    session.execute(update(COHORT).where(COHORT.cohort_id == cohort_id).values({column: getattr(COHORT, column) + 1}))

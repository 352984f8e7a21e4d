"""Who erases low scorers after the group's result was seen is seen: how many pairs went stands beside every figure."""

import pytest
from sqlalchemy import select, update

from app.services.facilitator.gain import gain_of
from app.services.figures import reporting, upkeep
from app.services.learner import joining
from app.services.waves import Wave
from app.store.figures.selection import Filters, Scope
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from app.store.tables import Settlement
from tests.app.conftest import School
from tests.app.services.settled_groups import type_in

pytestmark = pytest.mark.items(14)


@pytest.fixture
def people(school: School) -> list[int]:
    """Fifteen, of whom the last has not the second test; the result is made."""
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(15)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner_id in people if wave is Wave.PRE else people[:-1]:
            school.sit(learner_id, wave, right=5)
    return people


@pytest.fixture
def cohort(school: School, people: list[int]) -> Cohort:
    return school.cohort_of(people[0])


def withdraw(school: School, *people: int) -> None:
    for learner_id in people:
        joining.withdraw(school.session, learner_id, school.now)


def erased(school: School, **chosen: str) -> int | None:
    (part,) = reporting.report(school.session, Filters(Scope(is_whole=True), **chosen))
    return part.gains.circumstances.erased if part.gains.circumstances else 0


def test_pairs_erased_between_the_result_and_settling_are_counted_and_no_others(
    school: School, cohort: Cohort, people: list[int]
) -> None:
    withdraw(school, people[0])
    school.reveal(cohort)
    assert gain_of(school.session, cohort, REVEAL).erased == 0, "before there was a result nobody could choose by it"
    withdraw(school, people[1], people[2], people[14])
    assert gain_of(school.session, cohort, REVEAL).erased == 2, "the third had no pair"
    school.settle(cohort)
    settled = reporting.report(school.session, Filters(Scope(is_whole=True)))
    withdraw(school, people[3])

    assert (gain_of(school.session, cohort, REVEAL).erased, gain_of(school.session, cohort, COURSE).erased) == (2, 2)
    assert (erased(school), erased(school, region="KZ-61")) == (2, 2), "what has settled moves no more"
    assert erased(school, sex="female") == 0, "nothing of whoever is gone is told"
    assert settled[0].gains.total.flow.paired == 11
    assert list(upkeep.findings(school.session)) == []
    assert list(upkeep.wrong_seals(school.session)) == []


@pytest.mark.parametrize("edited", [0, 1, 3])
def test_an_edit_of_that_number_by_hand_is_seen(school: School, cohort: Cohort, people: list[int], edited: int) -> None:
    school.reveal(cohort)
    withdraw(school, people[1], people[2])
    is_it = Settlement.step == REVEAL
    school.session.execute(update(Settlement).where(is_it).values(erased_count=edited))
    row_id = school.session.scalars(select(Settlement.settlement_id).where(is_it)).one()

    def seen() -> list[str]:
        return [finding.where.split(",")[0] for finding in upkeep.wrong_seals(school.session)]

    assert {*seen()} == {f"settlement {row_id}"}
    withdraw(school, people[3])
    assert {*seen()} == {f"settlement {row_id}"}, "what comes later makes nothing right"


def test_where_nobody_was_erased_one_who_is_added_by_hand_is_seen(school: School, cohort: Cohort) -> None:
    school.reveal(cohort)
    assert list(upkeep.wrong_seals(school.session)) == []

    school.session.execute(update(Settlement).values(erased_count=1))

    assert "settlement 1, erased_count" in {it.where for it in upkeep.wrong_seals(school.session)}


def test_an_instance_is_whole_where_more_came_after_the_result_and_went_than_were_in_it(school: School) -> None:
    cohort = school.cohort()
    first = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.sit(first, wave, right=5)
    school.reveal(cohort)
    later = [school.learner(cohort) for _ in range(3)]
    for learner_id in later:
        type_in(school, cohort, learner_id, right=5, wave=Wave.PRE)
        type_in(school, cohort, learner_id, right=6)

    withdraw(school, *later)

    assert gain_of(school.session, cohort, REVEAL).erased == 3
    assert list(upkeep.findings(school.session)) == []


def test_who_was_erased_is_told_also_where_no_pair_is_left(school: School, cohort: Cohort, people: list[int]) -> None:
    school.reveal(cohort)
    withdraw(school, *people[:-1])
    school.settle(cohort)

    assert erased(school) == 14

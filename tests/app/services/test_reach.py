"""How many peers a learner says that they taught."""

import pytest
from sqlalchemy import select

from app.services.learner import joining, reach
from app.store.people import learners
from app.store.tables import PeerReach
from tests.app.conftest import School


@pytest.fixture
def learner_id(school: School) -> int:
    return school.learner(school.cohort())


def test_nothing_is_said_until_somebody_says_it_and_none_is_an_answer(school: School, learner_id: int) -> None:
    assert reach.reported(school.session, learner_id) is None

    reach.report(school.session, learner_id, 0, school.now)

    assert reach.reported(school.session, learner_id) == 0


@pytest.mark.parametrize("peers", [-1, 51, 1000])
def test_a_number_that_cannot_be_is_refused(school: School, learner_id: int, peers: int) -> None:
    with pytest.raises(ValueError, match="0 to 50"):
        reach.report(school.session, learner_id, peers, school.now)
    assert reach.reported(school.session, learner_id) is None


def test_who_withdraws_takes_the_number_out(school: School, learner_id: int) -> None:
    reach.report(school.session, learner_id, 2, school.now)

    joining.withdraw(school.session, learner_id, school.now)

    assert reach.reported(school.session, learner_id) is None
    assert school.session.scalars(select(PeerReach)).all() == []


@pytest.mark.parametrize(("first", "second", "latest"), [("keep", "drop", 7), ("drop", "keep", 2)])
def test_of_two_cards_of_one_person_the_later_report_stands(
    school: School, learner_id: int, first: str, second: str, latest: int
) -> None:
    twin = school.learner(school.cohort_of(learner_id))
    people = {"keep": (learner_id, 2), "drop": (twin, 7)}
    for name in (first, second):
        who, peers = people[name]
        school.wait(days=1)
        reach.report(school.session, who, peers, school.now)

    learners.merge(school.session, learner_id, twin)

    assert [it.peers for it in school.session.scalars(select(PeerReach))] == [latest]

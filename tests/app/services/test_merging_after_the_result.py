"""Once a result is made two numbers stay two, wherever either sat a test; a merge stays once its group has settled."""

from typing import Any

import pytest
from sqlalchemy import select

from app.services.facilitator import cards, moving
from app.services.facilitator.removing import ResultMade
from app.services.figures import upkeep
from app.services.waves import Wave
from app.store.answers import summaries
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.tables import ScorePair
from tests.app.conftest import School


def merge(school: School, cohort: Cohort, keep: int, drop: int) -> None:
    stays, goes = learners.get(school.session, keep), learners.get(school.session, drop)
    assert stays
    assert goes
    by = school.facilitator_id
    cards.merge(school.session, school.anew(cohort), keep=stays, drop=goes, by=by, now=school.now)


def part(school: School, cohort: Cohort, learner_id: int, handle: int) -> bool:
    learner = learners.get(school.session, learner_id)
    assert learner
    by = school.facilitator_id
    return cards.part(school.session, school.anew(cohort), learner, handle, by=by, now=school.now)


def pairs(school: School) -> list[Any]:
    assert summaries.differences(school.session) == []
    assert list(upkeep.findings(school.session)) == []
    return sorted(tuple(row) for row in school.session.execute(select(ScorePair.learner_id, ScorePair.post)))


@pytest.fixture
def cohort(school: School) -> Cohort:
    """Two learners with both tests."""
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(2)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for place, learner_id in enumerate(people):
            school.sit(learner_id, wave, right=1 + place)
    return cohort


def test_a_pair_does_not_vanish_by_a_merge_once_the_result_is_made(school: School, cohort: Cohort) -> None:
    first, second = (learner_id for learner_id, _ in pairs(school))
    school.close(cohort, Wave.POST)
    school.wait(minutes=10)  # nothing has been counted yet: the right answers can be seen
    before = pairs(school)

    with pytest.raises(ResultMade):
        merge(school, cohort, second, first)
    school.settle(cohort)
    with pytest.raises(ResultMade):
        merge(school, cohort, first, second)

    assert pairs(school) == before


def test_a_merge_of_before_stays_once_the_group_has_settled(school: School, cohort: Cohort) -> None:
    first, second = (learner_id for learner_id, _ in pairs(school))
    merge(school, cohort, first, second)
    school.settle(cohort)
    before = pairs(school)

    assert not part(school, cohort, first, 2)
    assert pairs(school) == before
    assert len(before) == 1


def test_the_result_of_a_group_where_either_sat_a_test_holds_too(school: School, cohort: Cohort) -> None:
    first, _ = (learner_id for learner_id, _ in pairs(school))
    other = school.cohort(label="Group 2")
    at_home, gone = school.learner(other), school.learner(other)
    moved = learners.get(school.session, first)
    assert moved
    moving.move(
        school.session, moved, school.anew(cohort), school.anew(other), by=school.facilitator_id, now=school.now
    )
    merge(school, other, first, gone)
    school.reveal(cohort)

    for keep, drop in ((at_home, first), (first, at_home)):
        with pytest.raises(ResultMade):
            merge(school, other, keep, drop)
    school.settle(cohort)
    assert not part(school, other, first, 2), "their pair counts in a group that has settled"

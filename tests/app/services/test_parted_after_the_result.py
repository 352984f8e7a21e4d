"""A merge is undone until the group settles: the result stays and says so, and what settles counts two people."""

import pytest
from sqlalchemy import select, update

from app.services.facilitator import cards, moving
from app.services.facilitator.gain import gain_of
from app.services.figures import reporting, upkeep
from app.services.waves import Wave
from app.store.answers import summaries
from app.store.figures.selection import Filters, Scope
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from app.store.tables import ScorePair, Settlement
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def people(school: School) -> list[int]:
    """Thirteen with both tests, each with other scores: 2 was taken for 1, who stays, before the result was made."""
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(13)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for place, learner_id in enumerate(people):
            school.sit(learner_id, wave, right=place + (wave is Wave.POST))
    merge(school, cohort, keep=people[0], drop=people[1])
    school.reveal(cohort)
    return people


@pytest.fixture
def cohort(school: School, people: list[int]) -> Cohort:
    return school.cohort_of(people[0])


def learner_of(school: School, learner_id: int) -> Learner:
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    return learner


def merge(school: School, cohort: Cohort, *, keep: int, drop: int) -> None:
    stays, goes = learner_of(school, keep), learner_of(school, drop)
    cards.merge(school.session, school.anew(cohort), keep=stays, drop=goes, by=school.facilitator_id, now=school.now)


def part(school: School, cohort: Cohort, keep: int, handle: int) -> bool:
    by = school.facilitator_id
    return cards.part(school.session, school.anew(cohort), learner_of(school, keep), handle, by=by, now=school.now)


def scores(school: School) -> dict[int, tuple[int | None, int | None]]:
    assert summaries.differences(school.session) == []
    assert list(upkeep.findings(school.session)) == []
    assert list(upkeep.wrong_seals(school.session)) == []
    rows = school.session.execute(select(ScorePair.learner_id, ScorePair.pre, ScorePair.post))
    return {learner_id: (pre, post) for learner_id, pre, post in rows}


def parted(school: School, **chosen: str) -> int | None:
    (it,) = reporting.report(school.session, Filters(Scope(is_whole=True), **chosen))
    return it.gains.circumstances.parted if it.gains.circumstances else 0


def test_the_result_stays_and_says_it_and_each_of_the_two_settles_with_the_tests_that_each_has(
    school: School, cohort: Cohort, people: list[int]
) -> None:
    before = gain_of(school.session, cohort, REVEAL)
    assert (before.paired, before.parted) == (12, 0)

    assert part(school, cohort, people[0], 2)

    after = gain_of(school.session, cohort, REVEAL)
    assert (after.paired, after.parted) == (12, 1)
    assert (after.mean, after.improved, after.later) == (before.mean, before.improved, 0)
    assert [scores(school)[it] for it in people[:2]] == [(0, 1), (1, 2)]
    school.settle(cohort)
    assert (gain_of(school.session, cohort, COURSE).paired, gain_of(school.session, cohort, REVEAL).paired) == (13, 12)
    assert (parted(school), parted(school, region="KZ-61"), parted(school, sex="female")) == (1, 1, 0)
    assert len(scores(school)) == 13


def test_it_is_undone_no_more_once_the_group_has_settled(school: School, cohort: Cohort, people: list[int]) -> None:
    school.settle(cohort)

    assert not part(school, cohort, people[0], 2)
    assert parted(school) == 0


def test_what_was_undone_before_the_result_is_not_counted(school: School) -> None:
    cohort = school.cohort()
    one, two = school.learner(cohort), school.learner(cohort)
    merge(school, cohort, keep=one, drop=two)
    assert part(school, cohort, one, 2)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.sit(one, wave, right=5)
    school.reveal(cohort)

    assert gain_of(school.session, cohort, REVEAL).parted == 0


def test_the_result_says_it_of_the_group_in_which_the_pair_counts(
    school: School, cohort: Cohort, people: list[int]
) -> None:
    home = school.cohort(label="Group 2")
    twice = school.learner(home)
    for wave in (Wave.PRE, Wave.POST):
        school.open(home, wave)
        school.sit(twice, wave, right=3)
    target = school.cohort(label="Group 3")
    again = school.learner(target)
    by = school.facilitator_id
    moving.move(school.session, learner_of(school, twice), home, target, by=by, now=school.now)
    merge(school, target, keep=twice, drop=again)
    school.reveal(home)

    assert part(school, target, twice, 1)
    assert gain_of(school.session, home, REVEAL).parted == 1


@pytest.mark.parametrize("edited", [0, 2])
def test_an_edit_of_that_number_by_hand_is_seen(school: School, cohort: Cohort, people: list[int], edited: int) -> None:
    assert part(school, cohort, people[0], 2)
    school.session.execute(update(Settlement).where(Settlement.step == REVEAL).values(merged_count=edited))

    assert {it.where.split(",")[0] for it in upkeep.wrong_seals(school.session)} == {"settlement 1"}


def test_where_none_was_undone_one_that_is_added_by_hand_is_seen(school: School, cohort: Cohort) -> None:
    school.session.execute(update(Settlement).values(merged_count=1))

    assert "settlement 1, merged_count" in {it.where for it in upkeep.wrong_seals(school.session)}

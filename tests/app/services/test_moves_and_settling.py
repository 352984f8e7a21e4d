"""A learner who moves stays one pair, whichever group closes or settles first: counted once, where it was begun."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.services.facilitator import moving
from app.services.facilitator.moving import Bar, MayNotMove
from app.services.figures import upkeep
from app.services.waves import Wave
from app.store.figures import settlements
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import ScorePair
from tests.app.conftest import School


def move(school: School, learner_id: int, source: Cohort, target: Cohort) -> None:
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    moving.move(school.session, learner, source, target, by=school.facilitator_id, now=school.now)


def counts(school: School, cohort: Cohort) -> tuple[int, bytes] | None:
    made = settlements.current(school.session, cohort.cohort_id, COURSE)
    return (made.learner_count, made.ledger) if made is not None else None


def pair_of(school: School, learner_id: int) -> Any:
    return school.session.execute(
        select(ScorePair.cohort_id, ScorePair.pre, ScorePair.post).where(ScorePair.learner_id == learner_id)
    ).one()


@pytest.fixture
def two(school: School) -> tuple[Cohort, Cohort, int]:
    """Two groups of two; one of the first has sat the first test, and the second test is open in both."""
    old, new = school.cohort(label="Old"), school.cohort(label="New")
    people = [school.learner(group) for group in (old, old, new, new)]
    for wave in (Wave.PRE, Wave.POST):
        for group in (old, new):
            school.open(group, wave)
        if wave is Wave.PRE:
            for learner_id in people:
                school.sit(learner_id, wave, right=1)
    return old, new, people[0]


@pytest.mark.many
@pytest.mark.parametrize("is_moved_before", [True, False])
@pytest.mark.parametrize("settles_first", ["old", "new"])
def test_a_pair_counts_once_in_the_old_group(
    school: School, two: tuple[Cohort, Cohort, int], settles_first: str, *, is_moved_before: bool
) -> None:
    old, new, who = two
    if is_moved_before:
        move(school, who, old, new)
    school.sit(who, Wave.POST, right=3)
    if not is_moved_before:
        move(school, who, old, new)

    for group in (old, new) if settles_first == "old" else (new, old):
        school.settle(group)

    assert pair_of(school, who) == (old.cohort_id, 1, 3)
    assert [made[0] for group in (old, new) if (made := counts(school, group))] == [2, 2], "nobody twice or lost"
    assert school.session.scalar(select(func.count()).select_from(ScorePair)) == 4
    assert list(upkeep.findings(school.session)) == []


@pytest.mark.many
def test_a_second_test_sat_when_the_old_group_has_settled_changes_nothing_there_or_here(
    school: School, two: tuple[Cohort, Cohort, int]
) -> None:
    old, new, who = two
    move(school, who, old, new)
    school.settle(old)
    frozen = counts(school, old)
    school.sit(who, Wave.POST, right=3)
    school.settle(new)

    assert counts(school, old) == frozen
    assert pair_of(school, who) == (old.cohort_id, 1, None), "it is kept, and the old group was counted without it"
    made = counts(school, new)
    assert made is not None
    assert made[0] == 2
    assert list(upkeep.findings(school.session)) == []


@pytest.mark.many
def test_nobody_moves_out_of_or_into_a_group_that_has_settled(school: School, two: tuple[Cohort, Cohort, int]) -> None:
    old, new, who = two
    school.sit(who, Wave.POST, right=3)
    school.settle(old)
    frozen = counts(school, old)
    other = school.cohort(label="Third")
    newcomer = school.learner(other)

    for learner_id, source, target, bar in ((who, old, new, Bar.RESULT), (newcomer, other, old, Bar.RESULT_THERE)):
        with pytest.raises(MayNotMove) as refused:
            move(school, learner_id, source, target)
        assert refused.value.bar is bar
    school.settle(new)

    assert counts(school, old) == frozen
    assert pair_of(school, who) == (old.cohort_id, 1, 3)
    assert list(upkeep.findings(school.session)) == []

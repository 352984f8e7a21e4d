"""Every group with a result that stands in no figure yet is named, with the reasons and the day on which it will."""

from datetime import date, timedelta

import pytest

from app.services import extensions
from app.services.facilitator import paper
from app.services.figures.unsettled import Delay, Unsettled, list_unsettled
from app.services.learner import joining
from app.services.submission import Source, Way
from app.services.waves import Wave
from app.store.figures import progress
from app.store.figures.selection import Scope
from app.store.people import learners
from tests.app.conftest import School

EVERYTHING = Scope(is_whole=True)
DAY = timedelta(days=1)


def listed(school: School) -> list[Unsettled]:
    return list_unsettled(school.session, EVERYTHING, school.now)


def delays(school: School) -> tuple[Delay, ...]:
    (group,) = listed(school)
    return group.delays


@pytest.mark.many
def test_a_group_is_named_from_its_closing_until_it_settles_with_all_that_it_waits_for(school: School) -> None:
    cohort = school.cohort(label="Group 7")
    first, second = (school.learner(cohort) for _ in range(2))
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.sit(first, wave, right=2)
        assert listed(school) == [], "its second test is to come, or open for the first time"
    school.close(cohort, Wave.POST)
    assert delays(school) == (Delay.UNDO, Delay.PHONES)
    learner = learners.get(school.session, second)
    assert learner is not None
    extensions.extend(school.session, cohort, learner, Wave.POST, school.now + DAY, now=school.now)
    assert delays(school) == (Delay.EXTRA_TIME, Delay.PHONES)
    school.wait(days=1, minutes=11)
    assert delays(school) == (Delay.PHONES,)
    school.open(cohort, Wave.POST)
    assert delays(school) == (Delay.PHONES, Delay.OPEN_AGAIN)
    form = paper.paper_of(school.session, second, Wave.PRE).form
    source = Source(Way.PAPER, school.facilitator_id)
    about = {"answers": school.answers(form, right=2), "points": {}, "sat_on": date(2026, 3, 2)}
    paper.type_in(school.session, cohort, second, Wave.PRE, **about, source=source, now=school.now)
    on = date(2026, 3, 17)  # fourteen days after the extra time
    expected = (Delay.PHONES, Delay.OPEN_AGAIN, Delay.SHEETS)
    assert listed(school) == [Unsettled(cohort.ref, "Group 7", "KZ-61", on, expected, sheets=1)]
    school.wait(days=14)
    assert delays(school) == (Delay.DUE,)

    school.settle(cohort)
    assert listed(school) == []


def test_a_group_on_paper_waits_for_corrections_and_a_pilot_is_never_named(school: School) -> None:
    pilot, plain = school.cohort(is_pilot=True), school.cohort()
    for cohort in (pilot, plain):
        school.learner(cohort)
        school.open(cohort, Wave.POST)
        school.close(cohort, Wave.POST)
    school.wait(minutes=10)
    assert delays(school) == (Delay.PHONES,)
    school.alter(plain, way="paper")
    assert delays(school) == (Delay.PAPER,)


def test_only_groups_of_the_own_scope_are_named(school: School) -> None:
    cohort = school.cohort()
    school.learner(cohort)
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)

    assert list_unsettled(school.session, Scope(partner_ids=(cohort.partner_id + 1,)), school.now) == []
    assert len(list_unsettled(school.session, Scope(partner_ids=(cohort.partner_id,)), school.now)) == 1


@pytest.mark.parametrize("most", [1])
def test_so_many_are_named_at_most_and_those_that_closed_first(
    school: School, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("app.store.figures.unsettled.MOST", most)
    for name in ("first", "second"):
        cohort = school.cohort(label=name)
        school.learner(cohort)
        school.open(cohort, Wave.POST)
        school.close(cohort, Wave.POST)
        school.wait(hours=1)

    assert [it.label for it in listed(school)] == ["first"]


def test_a_group_of_which_nobody_is_left_after_its_result_is_named_until_it_settles(school: School) -> None:
    cohort, empty = school.cohort(), school.cohort()
    people, who_left = [school.learner(cohort) for _ in range(2)], school.learner(empty)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.open(empty, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=2)
    for of in (cohort, empty):
        school.reveal(of)
    for learner_id in (*people, who_left):
        joining.withdraw(school.session, learner_id, school.now)

    assert [it.ref for it in listed(school)] == [cohort.ref], "nobody had a result in the other"
    assert progress.progress(school.session, EVERYTHING) == progress.Progress(1, 0, 0, 0)
    school.settle(cohort)
    assert listed(school) == []
    assert progress.progress(school.session, EVERYTHING).cohorts == 0

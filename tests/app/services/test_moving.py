"""A learner moves to another group and stays one pair, counted where the first test was sat."""

from typing import Any

import pytest
from sqlalchemy import select

from app.content import Release, read_course
from app.services import admission
from app.services.facilitator import moving
from app.services.facilitator.moving import Bar, MayNotMove
from app.services.figures import settling, upkeep
from app.services.learner import lessons, testing
from app.services.releases import keep_release
from app.services.waves import Wave
from app.store import audit
from app.store.answers import seats, summaries
from app.store.figures import settlements
from app.store.people import learners, membership
from app.store.people.membership import Kind
from app.store.programmes import cohort_changes, releases
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import CohortTally, ScorePair
from tests.app.conftest import School
from tests.conftest import VERSION_1

pytestmark = pytest.mark.items(14)


def move(school: School, learner_id: int, source: Cohort, target: Cohort) -> int:
    learner = learners.get(school.session, learner_id)
    assert learner
    source, target = school.anew(source), school.anew(target)
    return moving.move(school.session, learner, source, target, by=school.facilitator_id, now=school.now)


def pairs(school: School) -> list[Any]:
    columns = ScorePair.cohort_id, ScorePair.pre, ScorePair.post, ScorePair.form_order
    return [tuple(row) for row in school.session.execute(select(*columns))]


def tally(school: School, cohort: Cohort) -> tuple[int, int]:
    """Enrolled, and with both tests."""
    row = school.session.get(CohortTally, cohort.cohort_id, populate_existing=True)
    return (row.enrolled, row.paired) if row else (0, 0)


def test_the_pair_counts_where_the_first_test_was_sat_and_lessons_go_on(school: School) -> None:
    source, target = school.cohort(), school.cohort(region_code="KZ-75", label="Group 2")
    learner_id = school.learner(source)
    school.learner(target)
    school.open(source, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=3)
    school.wait(hours=1)
    school.finish_lesson(learner_id)

    assert move(school, learner_id, source, target) == 2

    assert school.cohort_of(learner_id).cohort_id == target.cohort_id
    assert lessons.progress(school.session, learner_id)["welcome"].done_at
    school.open(target, Wave.POST)
    school.take(learner_id, Wave.POST, right=9)
    [(cohort_id, pre, post, order)] = pairs(school)
    assert (cohort_id, pre, post) == (source.cohort_id, 3, 9)
    assert order in ("AB", "BA")
    assert (tally(school, source), tally(school, target)) == ((1, 1), (1, 0))
    assert list(seats.list_handles(school.session, source.cohort_id)) == []
    school.open(source, Wave.POST)
    school.settle(source)
    course = settlements.current(school.session, source.cohort_id, COURSE)
    assert course
    assert course.learner_count == 1
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []


def test_whoever_has_sat_nothing_is_enrolled_where_they_are_and_a_test_begun_goes_along(school: School) -> None:
    source, target = school.cohort(), school.cohort(label="Group 2")
    idle, begun = school.learner(source), school.learner(source)
    for cohort in (source, target):
        school.open(cohort, Wave.PRE)
    testing.begin(school.session, begun, Wave.PRE, school.now)

    for learner_id in (idle, begun):
        move(school, learner_id, source, target)
    school.take(begun, Wave.PRE, right=4)

    assert (tally(school, source)[0], tally(school, target)[0]) == (0, 2)
    assert [row[0] for row in pairs(school)] == [target.cohort_id]
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []


def test_both_groups_say_so_by_number_and_moving_back_undoes_it(school: School) -> None:
    source, target = school.cohort(), school.cohort(label="Group 2")
    learner_id = school.learner(source)
    school.learner(target)
    move(school, learner_id, source, target)

    [went] = membership.list_lines(school.session, source.cohort_id)
    [came] = membership.list_lines(school.session, target.cohort_id)
    assert (went.kind, went.handle, went.other_handle, went.words) == (Kind.WENT, 1, 2, "Group 2")
    assert (came.kind, came.handle, came.other_handle, came.words) == (Kind.CAME, 2, 1, "Group 1")
    acts = [(act.act, act.subject) for act in audit.list_acts(school.session)][:2]
    assert set(acts) == {("learner.move", "learner 1"), ("learner.move_in", "learner 2")}

    assert move(school, learner_id, target, source) == 1
    lines = [membership.list_lines(school.session, cohort.cohort_id) for cohort in (source, target)]
    assert lines == [[], []]
    assert summaries.differences(school.session) == []
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []


def test_nobody_takes_right_answers_along_nor_leaves_a_result(school: School) -> None:
    source, target = school.cohort(), school.cohort(label="Group 2")
    learner_id, other = school.learner(source), school.learner(target)
    for cohort in (source, target):
        school.open(cohort, Wave.PRE)
    for each in (learner_id, other):
        school.take(each, Wave.PRE, right=3)
    school.open(source, Wave.POST)
    school.close(source, Wave.POST)
    school.wait(minutes=10)

    with pytest.raises(MayNotMove) as refused:
        move(school, learner_id, source, target)
    assert refused.value.bar is Bar.RESULT
    with pytest.raises(MayNotMove) as refused:
        move(school, other, target, source)
    assert refused.value.bar is Bar.RESULT_THERE
    settling.settle(school.session, source.cohort_id, now=school.now)
    before = pairs(school)
    school.open(source, Wave.POST)  # what has settled stays, also while the test is open again
    with pytest.raises(MayNotMove):
        move(school, learner_id, source, target)
    assert pairs(school) == before


def test_a_group_that_does_not_fit_says_why(school: School, release: Release) -> None:
    source = school.cohort()
    learner = learners.get(school.session, school.learner(source))
    assert learner

    def bar(target: Cohort) -> Bar | None:
        return moving.bar(school.session, learner, source, target, school.now)

    assert bar(source) is Bar.SAME
    assert bar(school.cohort(is_waiting=True)) is Bar.KIND
    assert bar(school.cohort(is_pilot=True)) is Bar.KIND
    assert bar(school.cohort(is_open=False)) is Bar.CONSENT
    assert bar(cohort_changes.set_archived(school.session, school.cohort().cohort_id, school.now)) is Bar.ARCHIVED
    small = school.cohort(expected_count=1)
    assert bar(small) is None
    for _ in range(2):
        school.learner(small)
    assert admission.places_of(school.session, small).room == 0
    assert bar(small) is Bar.FULL
    elsewhere = School(school.session, release, school.now, "Elsewhere", "bota")
    assert bar(elsewhere.cohort()) is Bar.PROGRAMME


def test_another_test_makes_no_pair(school: School) -> None:
    source = school.cohort()
    learner = learners.get(school.session, school.learner(source))
    ref = keep_release(school.session, school.programme_id, read_course(VERSION_1), school.now)
    other = releases.get(school.session, ref)
    assert learner
    assert other
    target = school.cohort(course_release_id=other.course_release_id)

    assert moving.bar(school.session, learner, source, target, school.now) is Bar.TEST

"""Whom to reach: who owes the second test, who took none, whom the follow-up waits for, and who left and why."""

import pytest

from app.services.facilitator import cards, moving, reaching
from app.services.facilitator.reaching import note_reason, reach_of, without_lessons
from app.services.intake import Code
from app.services.learner import joining
from app.services.waves import Wave
from app.store import audit
from app.store.answers import attempts, headcounts, seats
from app.store.people import departures, learners
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School
from tests.app.services import typed_sheets
from tests.app.services.test_second_yes import person, say

pytestmark = pytest.mark.items(14)


def note(school: School, cohort: Cohort, handle: int, reason: str) -> None:
    learner = learners.by_handle(school.session, cohort.cohort_id, handle)
    assert learner is not None
    note_reason(school.session, cohort, learner, reason, now=school.now)


@pytest.fixture
def cohort(school: School) -> Cohort:
    """1 took both, 2 and 5 the first, 3 nothing, 4 the second alone; both are closed."""
    cohort = school.cohort()
    one, two, _, four, five = (school.learner(cohort) for _ in range(5))
    for wave, people in ((Wave.PRE, (one, two, five)), (Wave.POST, (one, four))):
        school.open(cohort, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=5)
    school.reveal(cohort)
    return cohort


def test_each_is_in_the_list_of_what_they_lack(school: School, cohort: Cohort) -> None:
    reach = reach_of(school.session, cohort)

    assert (reach.owing, reach.without_first, reach.to_follow, reach.left) == ((2, 5), (3,), (1,), {})
    progress = headcounts.count_waves(school.session, [cohort.cohort_id])[cohort.cohort_id]
    assert (progress.owing, progress.without_both) == (2, 1)


def test_who_may_take_lessons_and_has_done_none_is_listed_until_the_second_test_opens(school: School) -> None:
    cohort = school.cohort()
    reader, idle, gone, _late = (school.learner(cohort) for _ in range(4))

    def listed() -> tuple[int, ...]:
        return without_lessons(school.session, cohort, reach_of(school.session, cohort), school.now)

    assert listed() == ()
    school.open(cohort, Wave.PRE)
    for learner_id in (reader, idle, gone):
        school.sit(learner_id, Wave.PRE, right=5)
    school.finish_lesson(reader)
    note(school, cohort, 3, "work")
    assert listed() == (2,), "4 can still sit the first test"
    school.close(cohort, Wave.PRE)
    assert listed() == (2,), "it can be opened again for 4, and no longer counts after a lesson"
    school.open(cohort, Wave.POST)
    assert listed() == ()


def test_a_first_test_that_does_not_count_leaves_nothing_owing(school: School) -> None:
    cohort = school.cohort()
    taught = school.learner(cohort)
    school.finish_lesson(taught)
    school.open(cohort, Wave.PRE)
    school.sit(taught, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)

    assert reach_of(school.session, cohort) == reaching.Reach((), (), (), {}, joined=1, both=0)


def test_whoever_left_is_reached_no_more_until_that_is_taken_back(school: School, cohort: Cohort) -> None:
    for handle, reason in ((2, "moved"), (3, "unreachable")):
        note(school, cohort, handle, reason)
    reach = reach_of(school.session, cohort)
    assert (reach.owing, reach.without_first, reach.left) == ((5,), (), {2: "moved", 3: "unreachable"})
    progress = headcounts.count_waves(school.session, [cohort.cohort_id])[cohort.cohort_id]
    assert (progress.owing, progress.without_both, progress.left) == (1, 0, 2)
    assert (reach.joined, reach.both, reach.unpaired) == (5, 1, 1)
    assert list(reach.left_by_reason.items()) == [("moved", 1), ("unreachable", 1)]

    note(school, cohort, 2, "")
    note(school, cohort, 2, "")
    assert reach_of(school.session, cohort).owing == (2, 5)
    acts = [row for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id) if "left" in row.act]
    assert sorted(row.act for row in acts) == ["learner.left", "learner.left", "learner.left_back"]
    assert not any("moved" in str(row.detail) for row in acts), "why stands with the learner alone, and goes with them"
    with pytest.raises(ValueError, match="because of"):
        note(school, cohort, 5, "was bored")


def test_whoever_left_and_sends_a_later_test_is_reached_again(school: School, cohort: Cohort) -> None:
    two = learner_id_of(school, cohort, 2)
    note(school, cohort, 2, "unreachable")
    school.open(cohort, Wave.FOLLOW_UP)
    school.wait(days=1)

    school.sit(two, Wave.FOLLOW_UP, right=5)

    reach = reach_of(school.session, cohort)
    assert (reach.left, reach.owing) == ({}, (2, 5))
    (act,) = [row for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id) if row.act == "learner.back"]
    assert (act.subject, act.staff_id, audit.doer_of(act)) == ("learner 2", None, audit.LEARNER)


def test_whoever_comes_back_for_the_second_test_is_asked_for_the_follow_up(school: School) -> None:
    cohort = school.cohort()
    back, gone = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner_id in (back, gone):
        school.sit(learner_id, Wave.PRE, right=5)
    note(school, cohort, 1, "work")
    school.open(cohort, Wave.POST)
    school.wait(hours=1)
    for learner_id in (back, gone):
        school.sit(learner_id, Wave.POST, right=6)
    note(school, cohort, 2, "moved")

    reach = reach_of(school.session, cohort)
    assert reach.to_follow == (1,), "of 2 it was noted on purpose, after the test"
    assert headcounts.count_waves(school.session, [cohort.cohort_id])[cohort.cohort_id].to_follow == 1


def test_a_test_that_was_sat_before_the_note_does_not_end_it_however_late_it_comes(school: School) -> None:
    cohort = school.cohort()
    one, two = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for handle, learner_id in ((1, one), (2, two)):
        late = school.sheet(learner_id, Wave.PRE, right=6)
        note(school, cohort, handle, "moved")
        school.wait(minutes=1)
        if learner_id == one:
            typed_sheets.type_in(school, one, Wave.PRE, right=6)
        else:
            assert school.put(two, {**late, "sent_at": school.now.isoformat()}).status == 201
    assert all(len(attempts.list_attempts(school.session, it)) == 1 for it in (one, two))
    assert set(seats.list_departures(school.session, cohort.cohort_id)) == {1, 2}

    school.open(cohort, Wave.POST)
    school.wait(days=1)
    typed_sheets.type_in(school, one, Wave.POST, right=6)
    assert set(seats.list_departures(school.session, cohort.cohort_id)) == {2}, "on paper a later day ends it"


def test_what_was_noted_before_a_move_is_judged_by_when_it_was_noted(school: School) -> None:
    cohort, target = school.cohort(), school.cohort(label="Group 2")
    gone, back = school.learner(cohort), school.learner(cohort)
    for group in (cohort, target):
        school.open(group, Wave.PRE)
    for handle, learner_id in ((1, gone), (2, back)):
        sheet = school.sheet(learner_id, Wave.PRE, right=6)
        note(school, cohort, handle, "moved")
        learner = learners.by_handle(school.session, cohort.cohort_id, handle)
        assert learner is not None
        by = school.facilitator_id
        moving.move(school.session, learner, school.anew(cohort), school.anew(target), by=by, now=school.now)
        school.wait(minutes=1)
        if learner_id == back:
            sheet = school.sheet(learner_id, Wave.PRE, right=6)
        assert school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()}).status == 201

    assert set(seats.list_departures(school.session, target.cohort_id)) == {1}, "1 had sat it before"


def test_a_note_of_a_group_that_the_learner_came_back_from_ends_with_a_later_test(school: School) -> None:
    source, target = school.cohort(), school.cohort(label="Group 2")
    one, by = school.learner(source), school.facilitator_id
    school.open(source, Wave.PRE)

    def move(handle: int, start: Cohort, end: Cohort) -> int:
        learner = learners.by_handle(school.session, start.cohort_id, handle)
        assert learner is not None
        return moving.move(school.session, learner, school.anew(start), school.anew(end), by=by, now=school.now)

    school.learner(target)
    handle = move(1, source, target)
    note(school, target, handle, "moved")
    assert move(handle, target, source) == 1
    assert set(seats.list_departures(school.session, source.cohort_id)) == {1}
    school.wait(minutes=1)

    school.sit(one, Wave.PRE, right=6)

    assert set(seats.list_departures(school.session, source.cohort_id)) == set()


def test_a_note_of_which_it_is_not_known_when_it_was_made_stays(school: School) -> None:
    cohort = school.cohort()
    one = school.learner(cohort)
    departures.keep(school.session, one, "moved")
    school.open(cohort, Wave.PRE)
    school.wait(days=1)

    school.sit(one, Wave.PRE, right=6)

    assert set(seats.list_departures(school.session, cohort.cohort_id)) == {1}


@pytest.mark.parametrize("is_yes", [True, False])
def test_a_sheet_that_waits_ends_no_note_and_the_yes_does(school: School, *, is_yes: bool) -> None:
    cohort = school.cohort()
    one, other = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner_id in (one, other):
        school.sit(learner_id, Wave.PRE, right=5)
    note(school, cohort, 1, "unreachable")
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    school.sit(other, Wave.POST, right=5)
    school.reveal(cohort)
    school.wait(minutes=1)

    assert typed_sheets.type_in(school, one, Wave.POST, right=6) is Code.WAITING
    assert set(seats.list_departures(school.session, cohort.cohort_id)) == {1}

    say(school, person(school, "beside"), is_yes=is_yes)
    assert set(seats.list_departures(school.session, cohort.cohort_id)) == (set() if is_yes else {1})


def learner_id_of(school: School, cohort: Cohort, handle: int) -> int:
    learner = learners.by_handle(school.session, cohort.cohort_id, handle)
    assert learner is not None
    return learner.learner_id


def test_a_reason_goes_with_the_learner(school: School, cohort: Cohort) -> None:
    note(school, cohort, 3, "work")
    learner = learners.by_handle(school.session, cohort.cohort_id, 3)
    assert learner is not None

    joining.withdraw(school.session, learner.learner_id, school.now)

    assert reach_of(school.session, cohort).left == {}


def test_a_note_ends_by_a_later_test_under_a_number_that_is_merged_and_is_there_again_once_parted(
    school: School,
) -> None:
    cohort = school.cohort()
    noted, other = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.sit(noted, Wave.PRE, right=5)
    note(school, cohort, 1, "unreachable")
    school.open(cohort, Wave.POST)
    school.wait(days=1)
    school.sit(other, Wave.POST, right=6)
    one, two = (learners.by_handle(school.session, cohort.cohort_id, handle) for handle in (1, 2))
    assert one is not None
    assert two is not None

    cards.merge(school.session, cohort, keep=one, drop=two, now=school.now)
    assert reach_of(school.session, cohort).left == {}
    backs = [it for it in audit.list_acts(school.session, cohort_id=cohort.cohort_id) if it.act == "learner.back"]
    assert [it.subject for it in backs] == ["learner 1"]

    assert cards.part(school.session, cohort, one, 2, by=school.facilitator_id, now=school.now)
    assert reach_of(school.session, cohort).left == {1: "unreachable"}


def test_a_note_stays_when_what_is_merged_was_sat_before_it(school: School) -> None:
    cohort = school.cohort()
    noted, other = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.sit(other, Wave.PRE, right=5)
    school.wait(days=1)
    note(school, cohort, 1, "moved")
    one, two = (learners.by_handle(school.session, cohort.cohort_id, handle) for handle in (1, 2))
    assert one is not None
    assert two is not None

    cards.merge(school.session, cohort, keep=one, drop=two, now=school.now)

    assert set(seats.list_departures(school.session, cohort.cohort_id)) == {noted}

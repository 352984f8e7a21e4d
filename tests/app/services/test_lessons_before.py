"""The lessons that a result names are those of its own learners, before their second test, and stay as it was made."""

from datetime import timedelta

import pytest

from app.services.facilitator import cards, moving
from app.services.facilitator.attendance import note_session, take_back_sessions
from app.services.facilitator.lessons_before import LessonsBefore, count_noted_since, lessons_before
from app.services.figures import upkeep
from app.services.learner import joining
from app.services.waves import Wave
from app.store.answers import attendance, summaries
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from tests.app.conftest import School
from tests.app.services.settled_groups import say_yes
from tests.app.services.typed_sheets import type_in

pytestmark = pytest.mark.items(14)
DAY = timedelta(days=1)


def learner_of(school: School, learner_id: int) -> Learner:
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    return learner


def of_result(school: School, cohort: Cohort) -> LessonsBefore | None:
    return lessons_before(school.session, school.anew(cohort), REVEAL)


def taught(school: School, cohort: Cohort, count: int) -> list[int]:
    """All by phone, with both tests; the first has done a lesson between them."""
    people = [school.learner(cohort) for _ in range(count)]
    school.open(cohort, Wave.PRE)
    for place, learner_id in enumerate(people):
        school.sit(learner_id, Wave.PRE, right=place)
    school.close(cohort, Wave.PRE)
    school.wait(hours=1)
    school.finish_lesson(people[0])
    school.open(cohort, Wave.POST)
    for place, learner_id in enumerate(people):
        school.sit(learner_id, Wave.POST, right=place + 1)
    return people


def on_paper(school: School, cohort: Cohort, count: int) -> list[int]:
    people = [school.learner(cohort) for _ in range(count)]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner_id in people:
            type_in(school, learner_id, wave, right=3)
        school.wait(days=7)
    return people


def test_before_there_is_a_result_there_is_nothing(school: School) -> None:
    cohort = school.cohort()
    taught(school, cohort, 2)

    assert of_result(school, cohort) is None


def test_whoever_is_erased_afterwards_was_in_the_result_all_the_same(school: School) -> None:
    cohort = school.cohort()
    people = taught(school, cohort, 3)
    school.reveal(cohort)
    school.settle(cohort)
    before = [lessons_before(school.session, cohort, step) for step in (REVEAL, COURSE)]
    assert before == [LessonsBefore(every=0, some=1, none=2)] * 2

    for learner_id in people:
        joining.withdraw(school.session, learner_id, school.now)

    assert of_result(school, cohort) == before[0]


def test_a_lesson_that_is_done_after_the_second_test_is_not_counted(school: School) -> None:
    cohort = school.cohort()
    people = taught(school, cohort, 3)
    school.wait(hours=1)
    school.finish_lesson(people[1])
    school.reveal(cohort)
    school.finish_lesson(people[2])

    assert of_result(school, cohort) == LessonsBefore(every=0, some=1, none=2)


def test_whoever_has_had_every_piece_is_told_apart(school: School) -> None:
    cohort = school.cohort()
    on_paper(school, cohort, 2)
    for piece_id in school.release.course.piece_ids:
        note_session(school.session, cohort, piece_id, [1], on=school.now.date() - 10 * DAY, now=school.now)
    school.reveal(cohort)

    assert of_result(school, cohort) == LessonsBefore(every=1, some=0, none=1)


def test_they_are_those_of_the_result_wherever_these_are_now(school: School) -> None:
    cohort, target = school.cohort(), school.cohort(label="Group 2")
    people = taught(school, cohort, 5)
    by, twice = school.facilitator_id, [learner_of(school, it) for it in people[1:3]]
    cards.merge(school.session, school.anew(cohort), keep=twice[0], drop=twice[1], by=by, now=school.now)
    moving.move(school.session, learner_of(school, people[0]), school.anew(cohort), target, by=by, now=school.now)
    school.reveal(cohort)
    result = of_result(school, cohort)
    assert result == LessonsBefore(every=0, some=1, none=3), "whoever moved has a pair here"

    assert cards.part(school.session, school.anew(cohort), learner_of(school, people[1]), 3, by=by, now=school.now)
    late = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        type_in(school, late, wave, right=3)
        say_yes(school)

    assert of_result(school, cohort) == result
    school.settle(cohort)
    assert of_result(school, cohort) == result
    assert list(upkeep.findings(school.session)) == []


def test_on_paper_without_attendance_noted_nobody_is_said_to_have_had_no_lesson(school: School) -> None:
    cohort = school.cohort()
    on_paper(school, cohort, 3)
    school.reveal(cohort)

    assert of_result(school, cohort) == LessonsBefore(every=0, some=0, none=0, unnoted=3)
    school.settle(cohort)
    assert lessons_before(school.session, cohort, COURSE) is None, "and of what has settled it is not known of whom"


def test_on_paper_whoever_was_not_there_when_it_was_noted_has_had_none(school: School) -> None:
    cohort = school.cohort()
    on_paper(school, cohort, 3)
    note_session(school.session, cohort, "welcome", [1], on=school.now.date() - 10 * DAY, now=school.now)
    school.reveal(cohort)

    assert of_result(school, cohort) == LessonsBefore(every=0, some=1, none=2)
    school.settle(cohort)
    assert lessons_before(school.session, cohort, COURSE) == of_result(school, cohort)


def test_what_is_noted_of_lessons_after_the_settling_says_nothing_of_a_settled_group(school: School) -> None:
    cohort = school.cohort()
    on_paper(school, cohort, 3)
    school.reveal(cohort)
    school.settle(cohort)
    note_session(school.session, cohort, "welcome", [1], on=school.now.date() - 10 * DAY, now=school.now)

    assert lessons_before(school.session, cohort, COURSE) is None


def test_what_is_taken_back_after_the_settling_stays_true_of_a_settled_group(school: School) -> None:
    cohort = school.cohort()
    on_paper(school, cohort, 3)
    note_session(school.session, cohort, "welcome", [1], on=school.now.date() - 10 * DAY, now=school.now)
    school.reveal(cohort)
    school.settle(cohort)
    take_back_sessions(school.session, cohort, ["welcome"], now=school.now)

    assert lessons_before(school.session, cohort, COURSE) == LessonsBefore(every=0, some=1, none=2)


def test_attendance_that_is_taken_back_between_result_and_settling_is_told_beside_the_result(school: School) -> None:
    cohort = school.cohort()
    on_paper(school, cohort, 3)
    note_session(school.session, cohort, "welcome", [1], on=school.now.date() - 10 * DAY, now=school.now)
    school.reveal(cohort)
    assert count_noted_since(school.session, cohort) == 0
    school.wait(hours=1)
    take_back_sessions(school.session, cohort, ["welcome"], now=school.now)
    assert count_noted_since(school.session, cohort) == 1
    school.settle(cohort)

    assert of_result(school, cohort) == LessonsBefore(every=0, some=1, none=2), "it does not move"
    school.wait(hours=1)
    note_session(school.session, cohort, "welcome", [1], on=school.now.date() - 10 * DAY, now=school.now)
    assert count_noted_since(school.session, cohort) == 1, "what comes after the settling changes neither"


def test_of_a_sheet_that_came_after_the_result_it_is_not_known_whether_lessons_were_noted(school: School) -> None:
    cohort = school.cohort()
    taught(school, cohort, 3)
    school.reveal(cohort)
    late = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        type_in(school, late, wave, right=3)
        say_yes(school)
    school.settle(cohort)

    assert lessons_before(school.session, cohort, COURSE) is None


def test_whoever_came_from_a_group_with_noted_lessons_notes_none_of_the_new_group(school: School) -> None:
    source, cohort = school.cohort(label="Group 2"), school.cohort()
    by, came = school.facilitator_id, school.learner(source)
    note_session(school.session, source, "welcome", [1], on=school.now.date() - DAY, now=school.now)
    moving.move(school.session, learner_of(school, came), source, school.anew(cohort), by=by, now=school.now)
    people = [came, *(school.learner(cohort) for _ in range(2))]
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        for learner_id in people:
            type_in(school, learner_id, wave, right=3)
        school.wait(days=7)
    school.reveal(cohort)

    assert of_result(school, cohort) == LessonsBefore(every=0, some=1, none=0, unnoted=2)


def test_lessons_noted_before_days_were_stored_count_as_noted_for_the_whole_group(school: School) -> None:
    cohort = school.cohort()
    people = on_paper(school, cohort, 3)
    with summaries.maintained(school.session, people[0]):
        attendance.add(school.session, people[:1], "welcome", school.now.date() - 10 * DAY)
    school.reveal(cohort)

    assert of_result(school, cohort) == LessonsBefore(every=0, some=1, none=2)

"""Dose: what a phone says, and for those on paper what was noted of them in the room."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.services.facilitator.attendance import NotYet, note_session, usual_day
from app.services.waves import Wave
from app.store.answers import attendance, seats, summaries
from app.store.programmes.cohorts import Cohort
from app.store.tables import ScorePair
from tests.app.conftest import School
from tests.app.services.typed_sheets import type_in


def hold(school: School, cohort: Cohort, piece_id: str, *handles: int) -> None:
    note_session(school.session, cohort, piece_id, handles, on=school.now.date(), now=school.now)


def dose(school: School, learner_id: int) -> int | None:
    return school.session.scalar(
        select(ScorePair.lessons).where(ScorePair.learner_id == learner_id).execution_options(populate_existing=True)
    )


def taught(school: School, cohort: Cohort) -> None:
    """Two pieces, a week apart: number 1 came to both, number 2 to the first."""
    hold(school, cohort, "welcome", 1, 2)
    school.wait(days=7)
    hold(school, cohort, "over-the-hill", 1)
    school.wait(days=7)


def test_whoever_is_on_paper_has_had_what_was_noted_of_them_in_the_room(school: School) -> None:
    cohort = school.cohort()
    both, first = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner_id in (both, first):
        type_in(school, learner_id, Wave.PRE, right=1)
    taught(school, cohort)
    school.open(cohort, Wave.POST)
    for learner_id in (both, first):
        type_in(school, learner_id, Wave.POST, right=3)

    assert (dose(school, both), dose(school, first)) == (2, 1)
    assert seats.list_lessons_done(school.session, cohort.cohort_id) == {both: 2, first: 1}
    assert summaries.differences(school.session) == []


def test_noting_it_again_moves_the_dose_and_a_session_after_the_second_test_is_none(school: School) -> None:
    cohort = school.cohort()
    both = school.learner(cohort)
    school.learner(cohort)
    school.open(cohort, Wave.PRE)
    type_in(school, both, Wave.PRE, right=1)
    taught(school, cohort)
    school.open(cohort, Wave.POST)
    type_in(school, both, Wave.POST, right=3)
    assert dose(school, both) == 2

    hold(school, cohort, "over-the-hill", 2)
    assert dose(school, both) == 1
    school.wait(days=1)
    hold(school, cohort, "before-leaving", 1)
    assert dose(school, both) == 1
    note_session(
        school.session, cohort, "before-leaving", [1], on=school.now.date() - timedelta(days=1), now=school.now
    )
    assert dose(school, both) == 2
    assert summaries.differences(school.session) == []


def test_the_dose_of_a_phone_stays_what_the_phone_says(school: School) -> None:
    cohort = school.cohort()
    phone, half = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(phone, Wave.PRE, right=1)
    type_in(school, half, Wave.PRE, right=1)
    school.wait(hours=1)
    school.finish_lesson(phone)
    taught(school, cohort)
    school.open(cohort, Wave.POST)
    school.take(phone, Wave.POST, right=3)
    school.take(half, Wave.POST, right=3)  # the first on paper, the second by phone: there is a phone

    assert (dose(school, phone), dose(school, half)) == (1, 0)
    assert seats.list_lessons_done(school.session, cohort.cohort_id) == {phone: 1, half: 0}


@pytest.mark.items(14)
def test_what_has_settled_does_not_move(school: School) -> None:
    cohort = school.cohort()
    both = school.learner(cohort)
    school.learner(cohort)
    school.open(cohort, Wave.PRE)
    type_in(school, both, Wave.PRE, right=1)
    taught(school, cohort)
    school.open(cohort, Wave.POST)
    type_in(school, both, Wave.POST, right=3)
    school.settle(cohort)

    hold(school, cohort, "over-the-hill", 2)

    assert attendance.list_attended(school.session, cohort.cohort_id, "over-the-hill") != {both}
    assert dose(school, both) == 2
    assert summaries.differences(school.session) == []


def test_a_course_that_is_over_was_held_by_its_last_day_at_the_latest(school: School) -> None:
    cohort = school.cohort()

    assert usual_day(school.session, cohort, school.now) == date(2026, 3, 2)
    school.wait(days=120)
    assert usual_day(school.session, cohort, school.now) == cohort.ends_on
    with pytest.raises(NotYet):
        note_session(school.session, cohort, "welcome", [], on=school.now.date() + timedelta(days=2), now=school.now)


def test_a_session_was_usually_held_by_the_second_test_of_those_on_paper(school: School) -> None:
    cohort = school.cohort()
    on_paper, on_phone = school.learner(cohort), school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.sit(on_phone, wave, right=1)
    school.wait(days=1)
    assert usual_day(school.session, cohort, school.now) == school.now.date(), "a phone knows what was done on it"
    for wave in (Wave.PRE, Wave.POST):
        type_in(school, on_paper, wave, right=1)
    sat_on = school.now.date()
    school.wait(days=4)

    assert usual_day(school.session, cohort, school.now) == sat_on

"""A cohort's tests open, close and open again; what was sent stands."""

import pytest

from app.services import windows
from app.services.testing import Wave, outcome, sitting
from app.services.windows import AnswersShown, HasBegun
from app.store import audit
from tests.app.conftest import School


def test_a_test_that_was_never_opened_is_closed_to_everybody(school: School) -> None:
    learner = school.learner(school.cohort())

    assert not sitting(school.session, learner, Wave.PRE, school.now).is_open


def test_opening_twice_is_opening_once(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    opened_at = school.now
    school.wait(minutes=5)

    school.open(cohort, Wave.PRE)

    window = windows.window_of(school.session, cohort, Wave.PRE)
    assert window and window.opened_at == opened_at
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]
    assert acts.count("test.open") == 1


def test_reopening_lets_the_missing_go_on_and_what_was_sent_stands(school: School) -> None:
    cohort = school.cohort()
    early, late = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(early, Wave.PRE, right=5)
    school.close(cohort, Wave.PRE)
    assert not sitting(school.session, late, Wave.PRE, school.now).is_open

    school.wait(days=1)
    school.open(cohort, Wave.PRE)
    school.take(late, Wave.PRE, right=6)

    assert sitting(school.session, early, Wave.PRE, school.now).score == 5
    assert sitting(school.session, late, Wave.PRE, school.now).score == 6


def test_the_first_closing_is_remembered(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)
    first = school.now
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)

    window = windows.window_of(school.session, cohort, Wave.POST)

    assert window and window.first_closed_at == first
    assert window.closed_at == school.now


@pytest.mark.parametrize("was_open_before", [True, False])
def test_the_first_test_stays_shut_once_the_answers_were_shown(school: School, was_open_before: bool) -> None:
    cohort = school.cohort()
    if was_open_before:
        school.open(cohort, Wave.PRE)
        school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)
    school.open(cohort, Wave.POST)

    with pytest.raises(AnswersShown):
        school.open(cohort, Wave.PRE)


def test_showing_the_answers_closes_a_first_test_that_is_open_still(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)

    school.close(cohort, Wave.POST)

    assert not sitting(school.session, learner, Wave.PRE, school.now).is_open


def test_an_opening_by_mistake_is_taken_back_and_shows_nobody_the_answers(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.POST)

    windows.take_back(school.session, cohort, Wave.POST, now=school.now)

    assert windows.window_of(school.session, cohort, Wave.POST) is None
    assert not outcome(school.session, learner, school.now).is_revealed


def test_an_opening_is_not_taken_back_once_somebody_has_begun(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner, Wave.PRE, right=3)

    with pytest.raises(HasBegun):
        windows.take_back(school.session, cohort, Wave.PRE, now=school.now)
    assert windows.window_of(school.session, cohort, Wave.PRE)


def test_an_opening_is_not_taken_back_once_it_was_closed(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)

    assert not windows.may_take_back(school.session, cohort, Wave.POST)


def test_closing_what_is_not_open_changes_nothing(school: School) -> None:
    cohort = school.cohort()

    windows.close_test(school.session, cohort, Wave.POST, now=school.now)

    assert windows.window_of(school.session, cohort, Wave.POST) is None

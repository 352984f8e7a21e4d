"""What the room sees of a question after the reveal: no bar stands on fewer than eleven people."""

import pytest

from app.services.facilitator.questions import Question, order_of, question_of
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort
from app.store.steps import REVEAL
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


def revealed(school: School, count: int) -> Cohort:
    """So many with three right at first and nine in the end; the last item is left open each time."""
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(count)]
    for wave, right in ((Wave.PRE, 3), (Wave.POST, 9)):
        school.open(cohort, wave)
        for learner in learners:
            school.sit(learner, wave, right=right, blank=1)
        school.close(cohort, wave)
    school.reveal(cohort)
    return cohort


def question(school: School, cohort: Cohort, number: int) -> Question:
    return question_of(school.session, cohort, REVEAL, number, school.now)


def test_of_eleven_both_wordings_are_told_together(school: School) -> None:
    cohort = revealed(school, 11)

    learned, never, blank = (question(school, cohort, number) for number in (5, 12, 14))

    assert [(it.choice, it.before, it.after) for it in learned.bars] == [
        ("right", 0, 11),
        ("other", 11, 0),
        ("unsure", 0, 0),
    ]
    assert [(it.choice, it.before, it.after) for it in never.bars] == [
        ("right", 0, 0),
        ("other", 11, 11),
        ("unsure", 0, 0),
    ]
    assert [(it.choice, it.before, it.after) for it in blank.bars][2] == ("unsure", 11, 11)
    assert (learned.of_before, learned.of_after, learned.has_options) == (11, 11, False)
    assert order_of(school.session, cohort, REVEAL)[:5] == (10, 11, 12, 13, 14), "the hardest first"


@pytest.mark.parametrize(("count", "has_options"), [(21, False), (22, True)])
def test_options_are_told_where_eleven_met_each_wording_each_time(
    school: School, count: int, has_options: bool
) -> None:
    item = question(school, revealed(school, count), 5)

    assert item.has_options is has_options
    least = 11 if has_options else count
    assert (item.of_before, item.of_after) == (least, least)
    assert sum(it.after for it in item.bars) == least
    assert sum(it.before for it in item.bars) == least
    assert [it.after for it in item.bars if it.is_right] == [least]


def test_of_ten_nothing_is_told(school: School) -> None:
    cohort = revealed(school, 10)

    assert question(school, cohort, 5).bars == ()
    assert order_of(school.session, cohort, REVEAL) == tuple(range(1, 15))


def test_nothing_is_told_while_the_second_test_is_open_again(school: School) -> None:
    cohort = revealed(school, 12)
    school.open(cohort, Wave.POST)

    assert question(school, cohort, 5).bars == ()

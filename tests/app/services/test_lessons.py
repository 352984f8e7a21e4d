"""A learner's way through the lessons."""

import pytest

from app.services.learner import lessons
from app.services.waves import Wave
from courses import StepKind, StepState
from tests.app.conftest import School


def _reach(school: School, learner_id: int, step: int) -> None:
    lessons.reach_step(school.session, learner_id, "welcome", step=step, of=5)


def test_the_furthest_step_stands_whatever_the_order(school: School) -> None:
    learner_id = school.learner(school.cohort())

    for step in (1, 4, 2):
        _reach(school, learner_id, step)
        school.wait(minutes=1)

    standing = lessons.progress(school.session, learner_id)["welcome"]
    assert (standing.step, standing.done_at) == (4, None)


def test_a_lesson_is_done_once(school: School) -> None:
    learner_id = school.learner(school.cohort())
    school.finish_lesson(learner_id)
    done_at = school.now
    school.wait(days=1)

    school.finish_lesson(learner_id)
    _reach(school, learner_id, 1)

    assert lessons.progress(school.session, learner_id)["welcome"].done_at == done_at


def test_a_step_that_the_lesson_does_not_have_is_refused(school: School) -> None:
    learner_id = school.learner(school.cohort())

    for step in (0, 6):
        with pytest.raises(ValueError, match="has steps 1 to 5"):
            _reach(school, learner_id, step)


def test_the_road_begins_with_the_pre_test_and_goes_on_with_the_lessons(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    waiting = lessons.road(school.session, learner_id, school.now)
    school.open(cohort, Wave.PRE)
    opened = lessons.road(school.session, learner_id, school.now)
    school.take(learner_id, Wave.PRE, right=1)
    sent = lessons.road(school.session, learner_id, school.now)

    assert (waiting.steps[0].kind, waiting.steps[0].state) == (StepKind.PRE_TEST, StepState.WAITING)
    assert opened.steps[0].state is StepState.NOW
    assert [step.state for step in sent.steps[:2]] == [StepState.DONE, StepState.NOW]
    assert sent.second_language == "kk"

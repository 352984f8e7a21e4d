"""A second person reads which questions a sheet changes and on which day it was sat, and no answer at all."""

from datetime import timedelta

import pytest

from app.services.facilitator import paper, second_yes
from app.services.facilitator.sheet_changes import SheetChange, changes_of
from app.services.people import Grant, Role, SignedInStaff
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import Session
from app.store.memory import remember
from assessments import Answer
from tests.app.asked_of_the_database import statements
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def learner_id(school: School) -> int:
    """Who has both tests on paper, of a group whose right answers can be seen."""
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    type_in(school, learner_id, {}, wave=Wave.PRE)
    school.open(cohort, Wave.POST)
    school.wait(days=1)
    type_in(school, learner_id, {})
    school.reveal(cohort)
    school.wait(minutes=1)
    return learner_id


def type_in(
    school: School,
    learner_id: int,
    other: dict[int, Answer | None],
    *,
    wave: Wave = Wave.POST,
    points: dict[str, int | None] | None = None,
    days_before: int = 0,
    reason: Reason | None = None,
) -> None:
    """other: what is marked in place of the right answer, by number of the question."""
    form = paper.paper_of(school.session, learner_id, wave).form
    answers = school.answers(form, right=14)
    names = list(answers)
    paper.type_in(
        school.session,
        school.cohort_of(learner_id),
        learner_id,
        wave,
        answers={**answers, **{names[number - 1]: mark for number, mark in other.items()}},
        points=points or {},
        sat_on=(school.now - timedelta(days=days_before)).date(),
        source=Source(Way.PAPER, school.facilitator_id, reason),
        now=school.now,
    )


def person(school: School) -> SignedInStaff:
    grant = Grant(Role.FACILITATOR, school.programme_id, school.partner_id)
    return SignedInStaff(school.staff("second", Role.FACILITATOR), "second", "second", "en", (grant,))


def change(school: School) -> SheetChange:
    sheets = second_yes.list_waiting(school.session, person(school))
    (only,) = changes_of(school.session, sheets).values()
    return only


def test_a_correction_names_the_questions_whose_answer_it_changes(school: School, learner_id: int) -> None:
    type_in(school, learner_id, {3: None, 7: None}, reason=Reason.MISREAD)

    it = change(school)

    assert (it.is_new, it.questions, it.has_statements) == (False, (3, 7), False)
    assert (it.sat_on, it.was_on) == (school.now.date(), None)


def test_a_correction_says_whether_statements_changed_and_not_which(school: School, learner_id: int) -> None:
    (statement, *_) = school.release.instrument.beside(with_reactions=False)
    type_in(school, learner_id, {}, points={statement: 5}, reason=Reason.MISREAD)

    it = change(school)

    assert (it.is_new, it.questions, it.has_statements) == (False, (), True)


def test_a_correction_of_the_day_alone_says_both_days(school: School, learner_id: int) -> None:
    type_in(school, learner_id, {}, days_before=1, reason=Reason.WRONG_DAY)

    it = change(school)

    assert (it.is_new, it.questions, it.has_statements) == (False, (), False)
    assert (it.sat_on, it.was_on) == ((school.now - timedelta(days=1)).date(), school.now.date())


def test_a_sheet_that_is_the_first_of_its_test_is_new_as_a_whole(school: School, learner_id: int) -> None:
    cohort = school.cohort_of(learner_id)
    other_id = school.learner(cohort)
    type_in(school, other_id, {})

    it = change(school)

    assert (it.is_new, it.questions, it.has_statements) == (True, (), False)
    assert (it.sat_on, it.was_on) == (school.now.date(), None)


def test_several_sheets_cost_a_page_as_many_queries_as_one(school: School, learner_id: int) -> None:
    type_in(school, learner_id, {3: None}, reason=Reason.MISREAD)
    for _ in range(3):
        type_in(school, school.learner(school.cohort_of(learner_id)), {})
    sheets = second_yes.list_waiting(school.session, person(school))
    school.session.commit()

    counts = []
    for some in (sheets[:1], sheets):
        with Session(school.session.get_bind()) as reading, statements(school.session.get_bind().engine) as queries:
            changes_of(remember(reading), some)
        counts.append(len(queries))

    assert (len(sheets), counts[0]) == (4, counts[1])

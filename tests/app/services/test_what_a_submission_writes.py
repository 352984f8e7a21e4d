"""A test that is sent writes its attempt, the learner's scores and seal, and the cohort's progress: no row that others
share."""

from typing import Any

import pytest

from app.services.facilitator import paper
from app.services.intake import Code
from app.services.learner import testing
from app.services.submission import Source, Way
from app.services.waves import Wave
from app.store import Session
from tests.app.asked_of_the_database import writes
from tests.app.conftest import School

ALL = {"attempt", "learner", "score_pair", "cohort_tally"}
"""Of `learner` the seal over all that was received of them."""


@pytest.fixture
def learner_id(school: School) -> int:
    """Another has sent the same form in the same words, which have their number now."""
    cohort = school.cohort()
    other, _of_the_other_form, learner_id = (school.learner(cohort) for _ in range(3))
    school.open(cohort, Wave.PRE)
    school.sit(other, Wave.PRE, right=1)
    return learner_id


def test_sent_from_a_page(school: School, session: Session, learner_id: int) -> None:
    sitting = testing.begin(session, learner_id, Wave.PRE, school.now)
    for item_id, option_id in school.answers(sitting.form, right=3).items():
        testing.answer(session, learner_id, Wave.PRE, item_id, option_id, school.now)
    session.flush()
    with writes(session.get_bind()) as tables:
        testing.send(session, learner_id, Wave.PRE, school.now)
        session.flush()

    assert tables == ALL


def test_put_from_a_phone(school: School, session: Session, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    with writes(session.get_bind()) as tables:
        assert school.put(learner_id, sheet).status == 201
        session.flush()

    assert tables == ALL


def test_typed_in_from_paper(school: School, session: Session, learner_id: int) -> None:
    """It is a deed of staff, so the audit says who did it."""
    cohort: Any = school.cohort_of(learner_id)
    answers = school.answers(paper.paper_of(session, learner_id, Wave.PRE).form, right=3)
    sheet = {
        "answers": answers,
        "points": {},
        "sat_on": school.now.date(),
        "source": Source(Way.PAPER, school.facilitator_id),
    }
    with writes(session.get_bind()) as tables:
        assert paper.type_in(session, cohort, learner_id, Wave.PRE, **sheet, now=school.now) is Code.STORED
        session.flush()

    assert tables == ALL | {"audit"}

"""A page asks nothing twice; whoever writes always sees what was written."""

from typing import Any

from app.services.waves import Wave
from app.store import Database, Session
from app.store.answers import attempts
from app.store.programmes import cohorts
from tests.app.asked_of_the_database import statements


def _questions(database: Database, session: Session) -> int:
    """Statements that the same question costs, put twice."""
    with statements(database.reader) as read, statements(database.writer) as written:
        for _ in range(2):
            assert cohorts.list_windows(session, [1]) == {1: {}}
            assert attempts.list_attempts(session, 1) == []
    return sum("SELECT" in statement for statement in {id(one): one for one in [*read, *written]}.values())


def test_a_session_of_a_page_asks_each_question_once(sqlite: Database) -> None:
    session = sqlite.reading_session()
    try:
        assert _questions(sqlite, session) == 2
    finally:
        session.close()


def test_other_arguments_are_another_question(sqlite: Database) -> None:
    session = sqlite.reading_session()
    try:
        assert cohorts.list_windows(session, [1]).keys() == {1}
        assert cohorts.list_windows(session, [1, 2]).keys() == {1, 2}
    finally:
        session.close()


def test_whoever_writes_is_told_what_stands_now(school: Any) -> None:
    cohort = school.cohort()
    assert cohorts.list_windows(school.session, [cohort.cohort_id])[cohort.cohort_id] == {}
    assert not cohorts.has_learners(school.session, cohort.cohort_id)

    school.learner(cohort)
    school.open(cohort, Wave.PRE)

    assert cohorts.list_windows(school.session, [cohort.cohort_id])[cohort.cohort_id].keys() == {"pre"}
    assert cohorts.has_learners(school.session, cohort.cohort_id)

"""On PostgreSQL, where many write at once, nobody waits for somebody who waits for them."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from app.services.secret_hashes import hash_secret
from app.store import Database, Session
from app.store.figures import settlements
from app.store.people import learners, sign_ins
from app.store.programmes import cohorts
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def database(postgresql: Database) -> Database:
    return postgresql


@pytest.fixture
def group(school: School) -> tuple[int, int]:
    """A cohort and its only learner."""
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.session.commit()
    return cohort.cohort_id, learner_id


@contextmanager
def in_no_time(database: Database) -> Iterator[Session]:
    """A transaction that fails where it has to wait for a lock."""
    with database.writing() as session:
        session.execute(text("SET LOCAL lock_timeout = '200ms'"))
        yield session


def test_what_is_written_of_a_learner_does_not_wait_for_who_changes_their_group(
    database: Database, group: tuple[int, int]
) -> None:
    """Else two taps on Join wait for each other: one has the group, and the other the learner.

    A row that a transaction has changed twice has its foreign keys looked up again, and that takes a lock.
    """
    cohort_id, learner_id = group
    with database.writing() as session:
        assert cohorts.get_for_change(session, cohort_id)
        with in_no_time(database) as other:
            sign_ins.set_card(other, learner_id, "ab" * 32, hash_secret("428317"))


@pytest.mark.parametrize(
    "whole_group", [pytest.param(True, id="who settles a group"), pytest.param(False, id="who erases a learner")]
)
def test_a_group_is_locked_before_its_learners(
    database: Database, group: tuple[int, int], *, whole_group: bool
) -> None:
    cohort_id, learner_id = group

    def lock_both() -> None:
        with database.writing() as session:
            session.execute(text("SET LOCAL application_name = 'who locks both'"))
            if whole_group:
                settlements.lock(session, cohort_id)
            else:
                learners.lock_to_erase(session, learner_id)

    with ThreadPoolExecutor(1) as pool, in_no_time(database) as session:
        cohorts.get_for_change(session, cohort_id)
        other = pool.submit(lock_both)
        _wait_until_it_waits(database, other)
        assert learners.lock(session, learner_id)
        session.commit()
        other.result(10)


def _wait_until_it_waits(database: Database, other: Future[None]) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'who locks both' AND wait_event_type = 'Lock'"
    )
    for _ in range(500):
        with database.reading() as session:
            if session.scalar(waiting):
                return
        assert not other.done(), "it has not waited"
        time.sleep(0.01)
    raise AssertionError("it has neither waited nor ended")

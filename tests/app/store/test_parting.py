"""A merge is undone: both records are as before, and what came since stays with the number that stayed."""

from typing import Any

import pytest
from sqlalchemy import select

from app.services.facilitator import attendance
from app.services.figures import upkeep
from app.services.learner import lessons, reach, testing
from app.services.waves import Wave
from app.store.answers import attempts
from app.store.people import learners, merging
from app.store.tables import CohortTally, Row
from tests.app.conftest import School

IDS = {"attempt": "attempt_id", "learner_move": "learner_move_id"}
"""Which are given anew."""


def everything(school: School) -> dict[str, Any]:
    """All rows of the database but the acts, and whatever ids are given anew."""
    rows = {}
    school.session.flush()
    for table in Row.metadata.sorted_tables:
        if table.name not in ("audit", "audit_head"):
            columns = [column for column in table.columns if column.name != IDS.get(table.name)]
            rows[table.name] = sorted(map(tuple, school.session.execute(select(*columns))), key=repr)
    return rows


@pytest.fixture
def two(school: School) -> tuple[int, int]:
    """Somebody with two cards, who did something with both of them."""
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(drop, Wave.PRE, right=1)
    school.wait(hours=1)
    school.finish_lesson(drop)
    lessons.reach_step(school.session, keep, "way-home", step=1, of=6)
    lessons.reach_step(school.session, drop, "way-home", step=3, of=6)
    reach.report(school.session, drop, 4, school.now)
    attendance.note_session(school.session, cohort, "welcome", [2], now=school.now)
    school.wait(hours=1)
    school.take(keep, Wave.PRE, right=3)
    school.open(cohort, Wave.POST)
    item_id = school.release.instrument.items[0].id
    for each in (keep, drop):
        testing.answer(school.session, each, Wave.POST, item_id, "unsure", school.now)
    sheet = school.sheet(drop, Wave.PRE, right=2)
    assert school.put(drop, sheet).status == 409
    return keep, drop


def test_both_are_as_before(school: School, two: tuple[int, int]) -> None:
    keep, drop = two
    before = everything(school)

    learners.merge(school.session, keep, drop, school.now)
    assert learners.get(school.session, drop) is None
    assert [(it.handle, it.merged_at) for it in merging.list_merges(school.session, keep)] == [(2, school.now)]
    merging.part(school.session, drop)

    after = everything(school)
    assert {name for name in before if before[name] != after[name]} == set()
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []
    assert merging.list_merges(school.session, keep) == []


def test_what_came_since_stays_with_the_number_that_stayed(school: School, two: tuple[int, int]) -> None:
    keep, drop = two
    learners.merge(school.session, keep, drop, school.now)
    school.wait(hours=1)
    lessons.reach_step(school.session, keep, "way-home", step=5, of=6)
    school.take(keep, Wave.POST, right=2)
    merging.part(school.session, drop)

    assert lessons.progress(school.session, keep)["way-home"].step == 5
    assert lessons.progress(school.session, drop)["way-home"].step == 3
    assert [(it.wave, it.is_counted) for it in attempts.list_attempts(school.session, keep)] == [
        ("pre", True),
        ("post", True),
    ]
    assert [(it.wave, it.received_at is None) for it in attempts.list_attempts(school.session, drop)] == [
        ("pre", False),
        ("post", True),
    ]
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []


def test_two_merges_are_undone_one_after_the_other(school: School) -> None:
    cohort = school.cohort()
    first, second, third = (school.learner(cohort) for _ in range(3))
    before = everything(school)
    learners.merge(school.session, second, first, school.now)
    learners.merge(school.session, third, second, school.now)

    assert [it.handle for it in merging.list_merges(school.session, third)] == [2]
    merging.part(school.session, second)
    assert [it.handle for it in merging.list_merges(school.session, second)] == [1]
    merging.part(school.session, first)

    after = everything(school)
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_seal_that_was_wrong_before_is_not_mended_by_merging_and_parting(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    table = Row.metadata.tables["learner"]
    school.session.execute(table.update().where(table.c.learner_id == drop).values(sex="male"))
    learners.merge(school.session, keep, drop, school.now)
    merging.part(school.session, drop)

    assert f"learner {drop}" in {finding.where for finding in upkeep.wrong_seals(school.session)}


def test_whoever_is_erased_takes_what_was_before_along(school: School, two: tuple[int, int]) -> None:
    keep, drop = two
    learners.merge(school.session, keep, drop, school.now)
    learners.erase(school.session, keep)

    rows = everything(school)
    left = {name for name, of in rows.items() if of}
    assert not left & {"learner", "former_learner", "attempt", "consent", "lesson_progress", "refused_attempt"}
    assert school.session.scalars(select(CohortTally.enrolled)).all() == [0]

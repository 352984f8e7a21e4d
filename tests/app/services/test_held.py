"""All that is held on a learner: every table, no key, and nothing that tells the score before its time."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, Table, select
from sqlalchemy import insert as insert_row

from app.services import handed_cards, signing
from app.services.facilitator import cards, guardians
from app.services.learner import reach
from app.services.learner.held import KEY, KEYS, NOT_YET, OF_BEFORE, OWN_WORDS, TELLING, held_on
from app.services.people import new_card
from app.services.waves import Wave
from app.store.people import held, learners
from app.store.tables import (
    Attempt,
    Attendance,
    Departure,
    Extension,
    Learner,
    LearnerMove,
    LessonProgress,
    RefusedAttempt,
    RefusedCount,
    Row,
    SheetDecision,
)
from app.web.learn.held_words import TABLES
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


def _tables_that_name(names: set[str]) -> set[str]:
    """Found by hand, however many steps away."""
    while True:
        more = {
            table.name
            for table in Row.metadata.tables.values()
            for key in table.foreign_keys
            if key.target_fullname.partition(".")[0] in names
        }
        if more <= names:
            return names
        names = names | more


@pytest.fixture
def planted() -> Iterator[Table]:
    """A table that names an attempt, as somebody may add one."""
    key = Column("attempt_id", Integer, ForeignKey("attempt.attempt_id"))
    table = Table("planted", Row.metadata, Column("planted_id", Integer, primary_key=True), key)
    yield table
    Row.metadata.remove(table)


def test_every_table_that_names_a_learner_or_what_is_theirs_is_written_out_and_has_words() -> None:
    names = [table.name for table in held.tables_of_a_learner()]

    assert set(names) == _tables_that_name({"learner"})
    assert set(TABLES) == {*names, "audit", "wrong_try"}


def test_a_table_that_is_added_is_written_out_by_itself(planted: Table) -> None:
    assert planted in held.tables_of_a_learner()


def _everything(school: School) -> int:
    """A learner with a row in each table, whose second test has closed."""
    cohort = school.cohort()
    learner_id, twin = school.learner(cohort), school.learner(cohort)
    keep, drop = learners.get(school.session, learner_id), learners.get(school.session, twin)
    assert keep and drop
    cards.merge(school.session, cohort, keep=keep, drop=drop, now=school.now)
    school.open(cohort, Wave.PRE)
    school.sit(learner_id, Wave.PRE, right=4)
    school.finish_lesson(learner_id)
    number = school.session.scalars(select(LessonProgress.lesson_number)).first()
    of = {"learner_id": learner_id}
    school.session.execute(insert_row(Attendance).values(**of, lesson_number=number, attended_on=school.now.date()))
    school.session.execute(insert_row(RefusedCount).values(**of, wave="pre", unstored=2))
    refused = {"key": "k", "content_sha256": "ab", "body": {"answers": {"a": "b"}}, "reason": "closed"}
    school.session.execute(insert_row(RefusedAttempt).values(**of, **refused, received_at=school.now))
    ends = {
        f"{end}_{what}": value
        for end in ("from", "to")
        for what, value in (("cohort_id", cohort.cohort_id), ("handle", 1))
    }
    school.session.execute(insert_row(LearnerMove).values(**of, **ends, moved_at=school.now))
    until = school.now + timedelta(days=1)
    school.session.execute(insert_row(Extension).values(**of, wave="pre", cohort_id=cohort.cohort_id, until=until))
    school.session.execute(insert_row(Departure).values(**of, reason="moved"))
    attempt_id = school.session.scalars(select(Attempt.attempt_id).where(Attempt.learner_id == learner_id)).one()
    decided = {"attempt_id": attempt_id, "decision": "yes", "decided_by": school.facilitator_id}
    school.session.execute(insert_row(SheetDecision).values(**decided, decided_at=school.now))
    reach.report(school.session, learner_id, 3, school.now)
    signing.start_learner(school.session, learner_id, school.now)
    handed_cards.keep(school.session, learner_id, new_card(), school.now)
    guardians.ask(school.session, cohort, keep, by=school.facilitator_id, now=school.now)
    check = signing.CardCheck(learner_id, cohort.cohort_id, is_right=False)
    signing.sign_in_learner(school.session, check, school.now)
    return learner_id


def _written_out(school: School, learner_id: int, **more: Any) -> dict[str, Any]:
    everything = held_on(school.session, learner_id, school.now, **more)
    assert everything is not None
    written: dict[str, Any] = json.loads(everything.json)
    return written


def test_every_row_and_column_of_a_learner_is_written_out_and_of_nobody_else(school: School) -> None:
    learner_id = _everything(school)
    cohort = school.cohort_of(learner_id)
    school.sit(school.learner(cohort), Wave.PRE, right=9)

    written = _written_out(school, learner_id)

    assert [name for name in TABLES if not written[name]] == []
    for table in held.tables_of_a_learner():
        for row in written[table.name]:
            assert {column.name for column in table.columns} <= row.keys(), table.name
            assert row.get("learner_id", learner_id) == learner_id
    assert len(written["attempt"]) == 1
    assert {act["act"] for act in written["audit"]} == {"learner.merge", "learner.erase_ask"}


def test_before_the_reveal_nothing_tells_what_was_answered_and_after_it_no_key_does(school: School) -> None:
    learner_id = _everything(school)
    cohort = school.cohort_of(learner_id)
    before = _written_out(school, learner_id)
    school.open(cohort, Wave.POST)
    school.sit(learner_id, Wave.POST, right=9)
    between = _written_out(school, learner_id)
    school.settle(cohort)
    after = _written_out(school, learner_id)

    for written in (before, between):
        for table, columns in (*TELLING.items(), *OWN_WORDS.items()):
            assert {row[name] for row in written[table] for name in columns} <= {NOT_YET, None}, table
    scores = {row["wave"]: row["score"] for row in after["attempt"]}
    assert scores == {"pre": 4, "post": 9}
    assert after["attempt"][0]["answers"] == school.answers(after["attempt"][0]["form"], right=4)
    assert NOT_YET not in json.dumps(after)
    for written in (before, after):
        keys = {
            row[name]
            for rows in written.values()
            if isinstance(rows, list)
            for row in rows
            for name in KEYS & row.keys()
        }
        assert keys <= {KEY, None}
    stored = school.session.execute(select(Learner.code_hash, Learner.join_key)).first()
    assert stored is not None
    assert not any(value in json.dumps(after) for value in stored)


def test_what_was_said_before_a_new_card_is_not_shown_to_whoever_comes_with_it(school: School) -> None:
    learner_id = _everything(school)
    cohort = school.cohort_of(learner_id)
    school.open(cohort, Wave.POST)
    school.sit(learner_id, Wave.POST, right=9)
    school.settle(cohort)

    of_new_card = _written_out(school, learner_id, card_made_at=school.now + timedelta(minutes=1))

    assert {row["points"] for row in of_new_card["attempt"]} == {OF_BEFORE}
    assert {row["body"] for row in of_new_card["refused_attempt"]} == {OF_BEFORE}
    assert isinstance(_written_out(school, learner_id)["attempt"][0]["points"], dict)


def test_of_somebody_erased_nothing_is_held(school: School) -> None:
    assert held_on(school.session, 12345, school.now) is None

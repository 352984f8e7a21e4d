"""Statements and reactions: asked beside the items, kept with the attempt, never part of the score."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.content import Release
from app.services import releases
from app.services.learner import joining, phones, testing
from app.services.learner.testing import Standing
from app.services.submission import content_sha256
from app.services.waves import Wave
from app.store import Session
from app.store.answers import attempts, numbers, summaries
from app.store.people import learners
from app.store.tables import Attempt, RefusedAttempt
from tests.app import stored
from tests.app.asking import with_statements
from tests.app.conftest import School

KEY = "0d5f4c1a-9a51-4a8e-bb5e-0d7a0f5f2c11"


@pytest.fixture
def school(session: Session, release: Release) -> School:
    return School(session, with_statements(release))


@pytest.fixture
def learner_id(school: School) -> int:
    """In a cohort whose pre-test is open."""
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    return school.learner(cohort)


def _points_of_statements(school: School, learner_id: int) -> dict[str, int | None]:
    attempt = attempts.list_attempts(school.session, learner_id)[0]
    return attempts.statements_of(school.session, attempt)


def test_what_is_said_on_a_page_is_kept_and_sent_with_the_test(school: School, learner_id: int) -> None:
    for statement, value in (("say-no", 2), ("say-no", 4), ("blame", None)):
        assert testing.state(school.session, learner_id, Wave.PRE, statement, value, school.now)
    assert testing.sitting(school.session, learner_id, Wave.PRE, school.now).statements == {"say-no": 4, "blame": None}

    school.take(learner_id, Wave.PRE, right=3)

    assert _points_of_statements(school, learner_id) == {"say-no": 4, "blame": None}


def test_statements_count_neither_as_right_nor_as_answered(school: School, learner_id: int) -> None:
    twin = school.learner(school.cohort_of(learner_id))
    testing.state(school.session, learner_id, Wave.PRE, "say-no", 5, school.now)

    with_one, without = (school.take(it, Wave.PRE, right=1, blank=3) for it in (learner_id, twin))

    assert with_one.is_complete == without.is_complete is False
    assert [attempts.list_attempts(school.session, it)[0].score for it in (learner_id, twin)] == [1, 1]


def test_what_is_said_is_part_of_what_was_sent(school: School, learner_id: int) -> None:
    testing.state(school.session, learner_id, Wave.PRE, "say-no", 4, school.now)
    school.take(learner_id, Wave.PRE, right=3)

    attempt = attempts.list_attempts(school.session, learner_id)[0]
    body = {
        "wave": "pre",
        "form": "A",
        "instrument": numbers.name_for_phones(school.session, attempt.structure_digest),
        "answers": attempts.responses_of(school.session, attempt),
        "statements": {"say-no": 4},
        "started_at": attempt.started_at.isoformat(),
        "finished_at": school.now.isoformat(),
    }
    assert attempt.content_sha256 == content_sha256(body)


@pytest.mark.parametrize(
    ("statement", "value"),
    [("say-no", 0), ("say-no", 6), ("say-no", -1), ("address", 3), ("useful", 3), ("nothing", 3)],
)
def test_a_point_or_statement_that_is_not_asked_is_refused(
    school: School, learner_id: int, statement: str, value: int
) -> None:
    with pytest.raises(ValueError, match=statement):
        testing.state(school.session, learner_id, Wave.PRE, statement, value, school.now)


def test_how_the_course_was_is_asked_on_the_second_test_alone(school: School, learner_id: int) -> None:
    school.open(school.cohort_of(learner_id), Wave.POST)

    assert testing.state(school.session, learner_id, Wave.POST, "useful", 5, school.now)


def test_nothing_is_kept_once_the_test_is_closed(school: School, learner_id: int) -> None:
    school.close(school.cohort_of(learner_id), Wave.PRE)

    assert not testing.state(school.session, learner_id, Wave.PRE, "say-no", 5, school.now)
    assert stored.points(school.session) == []


def test_a_phone_sends_them_in_its_sheet_and_they_are_part_of_the_hash(school: School, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3, statements={"say-no": 4, "blame": None})

    assert school.put(learner_id, sheet, key=KEY).code == "stored"
    assert school.put(learner_id, sheet, key=KEY).code == "stored_before"
    changed = {**sheet, "statements": {"say-no": 5, "blame": None}}
    assert school.put(learner_id, changed, key=KEY).code == "key_conflict"

    assert _points_of_statements(school, learner_id) == {"say-no": 4, "blame": None}
    assert attempts.list_attempts(school.session, learner_id)[0].score == 3


def test_a_phone_that_knows_no_statements_sends_none(school: School, learner_id: int) -> None:
    assert school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3)).status == 201

    assert _points_of_statements(school, learner_id) == {}


@pytest.mark.parametrize(
    ("statements", "field"),
    [
        pytest.param({"say-no": 0}, "statements.say-no", id="under the scale"),
        pytest.param({"say-no": 6}, "statements.say-no", id="over the scale"),
        pytest.param({"say-no": True}, "statements.say-no", id="a yes"),
        pytest.param({"say-no": "4"}, "statements.say-no", id="a word"),
        pytest.param({"say-no": 2.5}, "statements.say-no", id="half a point"),
        pytest.param({"useful": 5}, "statements.useful", id="a reaction before the course"),
        pytest.param({"address": 1}, "statements.address", id="an item"),
        pytest.param([4], "statements", id="a list"),
    ],
)
def test_a_body_with_a_wrong_statement_names_the_field(
    school: School, learner_id: int, statements: Any, field: str
) -> None:
    result = school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3, statements=statements), key=KEY)

    assert (result.status, result.code, result.field) == (422, "unreadable", field)
    for row in (Attempt, RefusedAttempt):
        assert school.session.scalars(select(func.count()).select_from(row)).one() == 0


def test_what_a_phone_sends_counts_and_what_it_leaves_unsaid_stays_as_a_page_took_it(
    school: School, learner_id: int
) -> None:
    for statement, value in (("say-no", 1), ("blame", 5)):
        testing.state(school.session, learner_id, Wave.PRE, statement, value, school.now)
    key = testing.sitting(school.session, learner_id, Wave.PRE, school.now).key

    school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3, statements={"blame": 2}), key=key)

    assert _points_of_statements(school, learner_id) == {"blame": 2, "say-no": 1}


def test_who_withdraws_takes_them_out(school: School, learner_id: int) -> None:
    school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3, statements={"blame": 2}))

    joining.withdraw(school.session, learner_id, school.now)

    assert stored.points(school.session) == []


def test_of_two_cards_of_one_person_the_draft_that_goes_keeps_its_statements_aside(
    school: School, learner_id: int
) -> None:
    twin = school.learner(school.cohort_of(learner_id))
    for one, value in ((learner_id, 1), (twin, 5)):
        testing.state(school.session, one, Wave.PRE, "say-no", value, school.now)

    learners.merge(school.session, learner_id, twin)

    assert testing.sitting(school.session, learner_id, Wave.PRE, school.now).standing is Standing.BEGUN
    assert [row.body["statements"] for row in school.session.scalars(select(RefusedAttempt))] == [{"say-no": 5}]
    assert _points_of_statements(school, learner_id) == {"say-no": 1}


def test_the_words_that_reach_a_phone_hold_the_statements_of_that_wave(school: School, learner_id: int) -> None:
    release = releases.release_of_learner(school.session, learner_id)

    pre, post = (
        release.open_form("A", language="ru", seed="s", unsure="?", with_reactions=wave is Wave.POST)
        for wave in (Wave.PRE, Wave.POST)
    )

    assert [it.id for it in pre.statements] == ["say-no", "blame"]
    assert [it.id for it in post.statements] == ["say-no", "blame", "useful"]


def test_derived_tables_know_nothing_of_them(school: School, learner_id: int) -> None:
    school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3, statements={"blame": 2}))

    assert summaries.differences(school.session) == []
    assert phones.receipts(school.session, learner_id)[0].wave == "pre"

"""What lies aside of a learner's test is bounded, and a phone hears the truth about it."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.services.facilitator import cards
from app.services.intake import MOST_ASIDE
from app.services.submission import content_sha256
from app.services.waves import Wave
from app.store.answers import refused
from app.store.people import learners
from app.store.tables import RefusedAttempt
from tests.app.conftest import School


@pytest.fixture
def learner_id(school: School) -> int:
    """In a cohort whose first test is open, and who has sent it."""
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    school.wait(minutes=30)
    learner_id = school.learner(cohort)
    school.sit(learner_id, Wave.PRE, right=2)
    return learner_id


def sheet(school: School, learner_id: int, seconds: int, wave: Wave = Wave.PRE) -> dict[str, Any]:
    """One of many: each took another time."""
    first = school.sheet(learner_id, Wave.PRE, right=1)
    return first | {"wave": wave.value, "seconds": dict.fromkeys(first["answers"], seconds)}


def lying(school: School, learner_id: int) -> list[str]:
    rows = select(RefusedAttempt.content_sha256).where(RefusedAttempt.learner_id == learner_id)
    return list(school.session.scalars(rows))


def sha256(body: dict[str, Any]) -> str:
    return content_sha256({name: value for name, value in body.items() if name != "sent_at"})


def test_after_five_the_rest_is_counted_and_the_phone_is_not_told_that_it_is_here(
    school: School, learner_id: int
) -> None:
    answers = [school.put(learner_id, sheet(school, learner_id, number)) for number in range(1, MOST_ASIDE + 4)]

    assert [it.status for it in answers] == [409] * MOST_ASIDE + [422] * 3
    assert {it.code for it in answers[MOST_ASIDE:]} == {"not_stored"}
    assert {it.sha256 for it in answers[MOST_ASIDE:]} == {None}
    assert len(lying(school, learner_id)) == MOST_ASIDE
    assert refused.unstored(school.session, learner_id) == {"pre": 3}


@pytest.mark.many
def test_whatever_comes_in_whatever_order_what_a_phone_was_told_lies_there_and_no_more_than_five(
    school: School, learner_id: int
) -> None:
    cohort = school.cohort_of(learner_id)
    keys = [str(uuid.uuid4()) for _ in range(4)]

    @settings(max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(sent=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 8), st.booleans()), min_size=1, max_size=12))
    def come(sent: list[tuple[int, int, bool]]) -> None:
        """Key, content and whether the facilitator removes what lies there longest before."""
        learner = school.learner(cohort)
        school.sit(learner, Wave.PRE, right=2)
        own = [str(uuid.uuid5(uuid.UUID(key), str(learner))) for key in keys]
        sheets = {seconds: sheet(school, learner, seconds) for seconds in {it[1] for it in sent}}
        promised: set[str] = set()
        turned_away = 0
        for key, seconds, is_removed in sent:
            if is_removed and (first := refused.list_refused(school.session, learner)):
                gone = school.session.get(RefusedAttempt, first[0].refused_id)
                assert gone
                promised.discard(gone.content_sha256)
                row = learners.get(school.session, learner)
                assert row
                cards.remove_aside(
                    school.session, cohort, row, first[0].refused_id, by=school.facilitator_id, now=school.now
                )
            body = sheets[seconds]
            answer = school.put(learner, body, key=own[key])
            if answer.status == 409:
                promised.add(sha256(body))
            else:
                assert (answer.status, answer.code) == (422, "not_stored")
                turned_away += 1
            stored = lying(school, learner)
            assert set(stored) == promised
            assert len(stored) == len(set(stored)) <= MOST_ASIDE
        assert refused.unstored(school.session, learner).get("pre", 0) == turned_away

    come()


def test_the_same_under_another_key_lies_there_once(school: School, learner_id: int) -> None:
    body = sheet(school, learner_id, 7)

    assert [school.put(learner_id, body).status for _ in range(9)] == [409] * 9
    assert len(lying(school, learner_id)) == 1
    assert refused.unstored(school.session, learner_id) == {}


def test_what_lies_aside_of_somebody_else_under_this_very_key_is_not_ones_own(school: School, learner_id: int) -> None:
    other = school.learner(school.cohort_of(learner_id))
    school.sit(other, Wave.PRE, right=2)
    body, key = sheet(school, learner_id, 7), str(uuid.uuid4())
    other_body = body | {"form": sheet(school, other, 7)["form"]}
    assert school.put(learner_id, body, key=key).status == 409

    answer = school.put(other, other_body, key=key)

    assert answer.status == (422 if other_body == body else 409)
    assert lying(school, learner_id) == [sha256(body)]


def test_two_who_become_one_keep_all_that_lies_aside_and_what_was_counted(school: School, learner_id: int) -> None:
    cohort = school.cohort_of(learner_id)
    twin = school.learner(cohort)
    school.sit(twin, Wave.PRE, right=3)
    for number in range(1, MOST_ASIDE + 2):
        school.put(learner_id, sheet(school, learner_id, number))
        school.put(twin, sheet(school, twin, 100 + number))
    keep, drop = (learners.get(school.session, it) for it in (learner_id, twin))
    assert keep
    assert drop

    cards.merge(school.session, cohort, keep=keep, drop=drop, by=school.facilitator_id, now=school.now)

    assert len(lying(school, learner_id)) == 2 * MOST_ASIDE
    assert refused.unstored(school.session, learner_id) == {"pre": 2}
    assert school.session.scalar(select(func.count()).select_from(RefusedAttempt)) == 2 * MOST_ASIDE

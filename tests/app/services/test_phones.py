"""What a phone sends after being offline."""

import hashlib
import hmac
import threading
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer
from itsdangerous.encoding import base64_decode
from sqlalchemy import func, select

from app.content import Release
from app.services.facilitator import board
from app.services.learner import joining, phones, testing
from app.services.submission import content_sha256
from app.services.waves import Wave
from app.store import Database, instance
from app.store.answers import attempts, summaries
from app.store.people import learners
from app.store.tables import Attempt, RefusedAttempt
from tests.app.conftest import School

KEY = "0d5f4c1a-9a51-4a8e-bb5e-0d7a0f5f2c11"


@pytest.fixture
def learner_id(school: School) -> int:
    """In a cohort whose pre-test is open."""
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    return school.learner(cohort)


def _close(school: School, wave: Wave = Wave.PRE) -> None:
    school.close(school.cohort_of(1), wave)


def _count(school: School, row: Any) -> int:
    return school.session.scalars(select(func.count()).select_from(row)).one()


def test_a_new_attempt_is_stored_and_a_retry_is_told_the_same(school: School, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3)

    first = school.put(learner_id, sheet, key=KEY)
    school.wait(hours=3)
    again = school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()}, key=KEY)

    assert (first.status, first.code) == (201, "stored")
    assert (again.status, again.code) == (200, "stored_before")
    assert (again.sha256, again.received_at) == (first.sha256, first.received_at)
    assert _count(school, Attempt) == 1
    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert (attempt.score, attempt.wave, attempt.is_counted, attempt.key) == (3, "pre", True, KEY)
    assert phones.receipts(school.session, learner_id) == (
        phones.Receipt(KEY, "pre", first.sha256 or "", attempt.received_at or school.now),
    )


def test_a_test_that_waits_with_a_ticket_of_the_version_before_is_taken(school: School, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    waiting = URLSafeSerializer(instance.pepper_of(school.session, "tickets"), salt="attempt")  # SHA-1
    ticket = waiting.dumps([learner_id, "pre", sheet["form"], sheet["instrument"]])

    assert phones.put_attempt(school.session, ticket, KEY, sheet, school.now).code == "stored"
    forged = URLSafeSerializer("0" * 64, salt="attempt").dumps([learner_id, "pre", sheet["form"], sheet["instrument"]])
    assert phones.put_attempt(school.session, forged, KEY, sheet, school.now).code == "bad_ticket"


def test_a_ticket_is_signed_by_sha_256(school: School, learner_id: int) -> None:
    ticket = phones.tickets(school.session, learner_id)[Wave.PRE]

    body, _, signature = ticket.rpartition(".")
    secret = instance.pepper_of(school.session, "tickets").encode()
    key = hashlib.sha256(b"attempt" + b"signer" + secret).digest()
    assert base64_decode(signature) == hmac.digest(key, body.encode(), "sha256")[:20]


def test_the_hash_is_of_the_body_as_sorted_json() -> None:
    # printf '{"a":{"я":1},"b":null}' | sha256sum
    assert content_sha256({"b": None, "a": {"я": 1}}) == (
        "625d94a7ea1e4ab2e6b3a9fb3eb5aa32d8b99e0171fbba588b94c388e2a9f8e9"
    )


def test_another_body_under_the_key_is_refused_and_set_aside(school: School, learner_id: int) -> None:
    school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3), key=KEY)

    for _ in range(3):
        other = school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=4), key=KEY)
        assert (other.status, other.code) == (409, "key_conflict")

    assert attempts.list_attempts(school.session, learner_id)[0].score == 3
    assert [it.reason for it in school.session.scalars(select(RefusedAttempt))] == ["key_conflict"]


def test_a_second_phone_is_told_that_the_wave_is_taken(school: School, learner_id: int) -> None:
    school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3))

    second = school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=1))

    assert (second.status, second.code) == (409, "wave_taken")
    assert _count(school, Attempt) == 1
    assert summaries.differences(school.session) == []


def test_somebody_elses_key_is_refused_and_touches_nothing_of_theirs(school: School, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    school.put(learner_id, sheet, key=KEY)
    other = school.learner(school.cohort())

    # The very same body: the ticket says whose it is.
    ticket = phones.tickets(school.session, other)[Wave.PRE]
    result = phones.put_attempt(school.session, ticket, KEY, {**sheet, "form": "A"}, school.now)

    assert (result.status, result.code) == (409, "key_conflict")
    assert [it.learner_id for it in school.session.scalars(select(Attempt))] == [learner_id]


def test_what_somebody_has_begun_is_sent_by_nobody_else(school: School, learner_id: int) -> None:
    begun = testing.begin(school.session, learner_id, Wave.PRE, school.now)

    for other in (school.learner(school.cohort_of(learner_id)) for _ in range(2)):  # one of each form
        sheet = school.sheet(other, Wave.PRE, right=3)
        assert school.put(other, sheet, key=begun.key).code == "key_conflict"

    [attempt] = school.session.scalars(select(Attempt))
    assert (attempt.learner_id, attempt.received_at) == (learner_id, None)


def test_a_ticket_authorises_its_own_attempt_only(school: School, learner_id: int) -> None:
    tickets = phones.tickets(school.session, learner_id)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)

    def put(ticket: str, **other: str) -> tuple[int, str | None]:
        result = phones.put_attempt(school.session, ticket, KEY, {**sheet, **other}, school.now)
        return result.status, result.field

    assert put("not a ticket") == (401, None)
    ticket = tickets[Wave.PRE]
    assert put(ticket[:9] + ("x" if ticket[9] != "x" else "y") + ticket[10:]) == (401, None)
    assert put(tickets[Wave.POST]) == (422, "wave")
    assert put(tickets[Wave.PRE], form="B") == (422, "form")
    assert put(tickets[Wave.PRE], instrument="0" * 64) == (422, "instrument")
    assert _count(school, Attempt) == 0


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        pytest.param({"answers": {"no-such-item": "unsure"}}, "answers", id="an item that there is not"),
        pytest.param({"answers": ["a", "b"]}, "answers", id="a list"),
        pytest.param({"answers": {"address": 3}}, "answers.address", id="a number for an option"),
        pytest.param({"seconds": {"address": -1}}, "seconds.address", id="less than no time"),
        pytest.param({"seconds": {"no-such-item": 3}}, "seconds.no-such-item", id="time at an item that there is not"),
        pytest.param({"seconds": {"address": 1.5}}, "seconds.address", id="half a second"),
        pytest.param({"finished_at": "yesterday"}, "finished_at", id="no moment"),
        pytest.param({"finished_at": "2026-03-02T04:00:00"}, "finished_at", id="a moment without a zone"),
        pytest.param({"sent_at": "0001-01-01T00:00:00+14:00"}, "sent_at", id="a year before calendars"),
        pytest.param({"wave": "later"}, "wave", id="a wave that there is not"),
        pytest.param({"score": 4}, "score", id="a score of the phone's own"),
    ],
)
def test_a_body_with_a_fault_names_the_field(
    school: School, learner_id: int, fault: dict[str, Any], field: str
) -> None:
    sheet = {**school.sheet(learner_id, Wave.PRE, right=3), **fault}
    ticket = phones.tickets(school.session, learner_id)[Wave.PRE]

    result = phones.put_attempt(school.session, ticket, KEY, sheet, school.now)

    assert (result.status, result.code, result.field) == (422, "unreadable", field)
    assert _count(school, Attempt) == 0


@pytest.mark.parametrize("key", ["", "1", "0D5F4C1A-9A51-4A8E-BB5E-0D7A0F5F2C11", "../../etc"])
def test_a_key_is_a_uuid(school: School, learner_id: int, key: str) -> None:
    ticket = phones.tickets(school.session, learner_id)[Wave.PRE]
    sheet = school.sheet(learner_id, Wave.PRE, right=3)

    assert phones.put_attempt(school.session, ticket, key, sheet, school.now).field == "key"


@pytest.mark.parametrize("years", [-20, -1, 0, 1, 20])
def test_a_clock_that_is_years_off_changes_nothing(school: School, learner_id: int, years: int) -> None:
    off = timedelta(days=365 * years)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    for name, ago in (("started_at", 60), ("finished_at", 52), ("sent_at", 0)):
        sheet[name] = (school.now - timedelta(minutes=ago) + off).isoformat()
    school.wait(seconds=2)

    assert school.put(learner_id, sheet).status == 201

    attempt = attempts.list_attempts(school.session, learner_id)[0]
    # It was opened two seconds ago: what was finished before that counts as finished at the opening.
    assert attempt.finished_at == school.now - timedelta(seconds=2)
    assert attempt.started_at <= attempt.finished_at


def test_a_clock_set_back_in_mid_test_gives_no_moment_in_the_future(school: School, learner_id: int) -> None:
    school.wait(hours=2)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    sheet["started_at"] = (school.now + timedelta(days=400)).isoformat()
    sheet["finished_at"] = (school.now + timedelta(days=300)).isoformat()

    assert school.put(learner_id, sheet).status == 201

    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert attempt.started_at == attempt.finished_at == school.now


def test_what_was_finished_before_closing_is_taken_afterwards(school: School, learner_id: int) -> None:
    school.wait(minutes=30)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    school.wait(minutes=5)
    _close(school)
    school.wait(days=3)

    result = school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()})

    assert result.status == 201
    assert attempts.list_attempts(school.session, learner_id)[0].is_counted


@pytest.mark.parametrize("years", [-20, 20])
def test_a_clock_that_was_years_off_and_is_set_right_before_the_phone_sends_loses_nothing_in_the_grace(
    school: School, learner_id: int, years: int
) -> None:
    """When it was finished nobody can know then: it counts, and the board says that it came after the closing."""
    school.wait(minutes=30)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    for name in ("started_at", "finished_at"):
        sheet[name] = (datetime.fromisoformat(sheet[name]) + timedelta(days=365 * years)).isoformat()
    school.wait(minutes=5)
    _close(school)
    closed_at = school.now
    school.wait(days=3)

    result = school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()})

    assert result.status == 201
    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert attempt.is_counted
    assert attempt.started_at <= attempt.finished_at <= closed_at
    cohort = school.cohort_of(learner_id)
    assert [seat.is_late for seat in board.board(school.session, cohort, Wave.PRE).arrived] == [True]


def test_what_was_finished_after_closing_is_set_aside(school: School, learner_id: int) -> None:
    _close(school)
    school.wait(minutes=30)

    result = school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3))

    assert (result.status, result.code) == (409, "closed")
    assert [it.reason for it in school.session.scalars(select(RefusedAttempt))] == ["closed"]
    assert _count(school, Attempt) == 0


def test_two_weeks_after_closing_nothing_is_taken(school: School, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    school.wait(minutes=1)
    _close(school)
    school.wait(days=14, seconds=1)

    assert school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()}).code == "closed"


def test_a_test_that_was_never_opened_takes_nothing(school: School, learner_id: int) -> None:
    assert school.put(learner_id, school.sheet(learner_id, Wave.POST, right=3)).code == "closed"


def test_a_pre_test_sat_before_the_lesson_counts_though_it_comes_after(school: School, learner_id: int) -> None:
    school.wait(hours=1)
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    school.wait(hours=1)
    school.finish_lesson(learner_id)
    school.wait(hours=1)

    school.put(learner_id, {**sheet, "sent_at": school.now.isoformat()})

    assert attempts.list_attempts(school.session, learner_id)[0].is_counted


def test_a_pre_test_sat_after_the_post_test_is_no_baseline(school: School, learner_id: int) -> None:
    school.open(school.cohort_of(learner_id), Wave.POST)
    school.take(learner_id, Wave.POST, right=4)
    school.wait(hours=1)

    assert school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=1)).status == 201

    pre = next(it for it in attempts.list_attempts(school.session, learner_id) if it.wave == "pre")
    assert (pre.is_after_lesson, pre.is_counted) == (True, False)


def test_a_ticket_of_somebody_who_withdrew_tells_the_phone_to_forget(school: School, learner_id: int) -> None:
    ticket = phones.tickets(school.session, learner_id)[Wave.PRE]
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    joining.withdraw(school.session, learner_id, school.now)

    result = phones.put_attempt(school.session, ticket, KEY, sheet, school.now)

    assert (result.status, result.code) == (410, "withdrawn")
    assert _count(school, Attempt) == 0


def test_a_ticket_of_somebody_merged_works_for_who_they_became(school: School, learner_id: int) -> None:
    twin = school.learner(school.cohort_of(learner_id))
    ticket = phones.tickets(school.session, twin)[Wave.PRE]
    sheet = school.sheet(twin, Wave.PRE, right=3)
    learners.merge(school.session, learner_id, twin)

    result = phones.put_attempt(school.session, ticket, KEY, sheet, school.now)

    assert result.status == 201
    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert (attempt.form, attempt.score, attempt.is_counted) == ("B", 3, True)


def test_a_phone_may_send_what_was_begun_on_a_page(school: School, learner_id: int) -> None:
    sitting = testing.begin(school.session, learner_id, Wave.PRE, school.now)
    testing.answer(school.session, learner_id, Wave.PRE, school.release.instrument.items[3].id, "unsure", school.now)

    result = school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=3), key=sitting.key)

    assert result.status == 201
    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert (attempt.score, attempt.unsure_count, attempt.received_at is None) == (3, 0, False)


def test_blanks_are_kept_as_blanks(school: School, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=3)
    first = next(iter(sheet["answers"]))
    sheet["answers"][first] = None

    school.put(learner_id, sheet)

    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert attempts.responses_of(school.session, attempt)[first] is None
    assert (attempt.score, attempt.answered_count) == (2, 3)


def test_sixty_four_copies_at_once_are_one_attempt(database: Database, release: Release) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort = school.cohort()
        school.open(cohort, Wave.PRE)
        learner_id = school.learner(cohort)
        sheet = school.sheet(learner_id, Wave.PRE, right=3)
        ticket = phones.tickets(session, learner_id)[Wave.PRE]
        now = school.now
    statuses: list[int] = []

    def send() -> None:
        for _ in range(8):
            with database.writing() as session:
                statuses.append(phones.put_attempt(session, ticket, KEY, sheet, now).status)

    _at_once(send)

    assert Counter(statuses) == {201: 1, 200: 63}
    with database.reading() as reading:
        assert reading.scalars(select(func.count()).select_from(Attempt)).one() == 1
        assert summaries.differences(reading) == []


def test_of_many_phones_of_one_learner_one_counts(database: Database, release: Release) -> None:
    with database.writing() as session:
        school = School(session, release)
        cohort = school.cohort()
        school.open(cohort, Wave.PRE)
        learner_id = school.learner(cohort)
        sheet = school.sheet(learner_id, Wave.PRE, right=3)
        ticket = phones.tickets(session, learner_id)[Wave.PRE]
        now = datetime.now(UTC)
    statuses: list[int] = []

    def send() -> None:
        with database.writing() as session:
            statuses.append(phones.put_attempt(session, ticket, str(uuid.uuid4()), sheet, now).status)

    _at_once(send)

    assert Counter(statuses) == {201: 1, 409: 7}


def _at_once(send: Any) -> None:
    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

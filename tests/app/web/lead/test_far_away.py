"""A group far away, as a tired facilitator walks it: what its pages say is so, and fits nobody in a room."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_babel import force_locale

from app.services import extensions, windows
from app.services.facilitator import reaching
from app.services.learner import testing
from app.services.waves import Wave
from app.store.people import learners
from app.store.tables import Programme
from app.web.clock import now
from app.web.regional import until
from tests.app.services.typed_sheets import type_in
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone

DAY = timedelta(days=1)


def test_who_has_not_joined_is_counted_before_the_first_test_closes(group: Callable[[], Page], room: Room) -> None:
    room.school.alter(room.cohort, expected_count=20)
    learner = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(learner, Wave.PRE, right=1)
    room.wait()

    assert "Expected and not joined yet: 19 of 20." in group().text
    (closing,) = [it for it in group().root.iter("button") if it.text == "Close the first test"]
    assert "quiet" in closing.get("class", "")


def test_extra_time_stands_on_the_tile_and_on_the_closing_page_until_that_learner_has_sent(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    room.school.learner(room.cohort)
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    session, today = room.school.session, room.school.now
    row = learners.by_handle(session, room.cohort.cohort_id, 1)
    assert row is not None
    extensions.extend(session, room.cohort, row, Wave.PRE, today + 3 * DAY, now=today)
    room.wait()
    assert "1not begun until 5 Mar, " in group().text

    question = desk.open(f"/groups/{room.cohort.ref}/tests/pre/close")
    assert "Number 1: may sit it until 5 Mar, " in question.text
    room.close(Wave.PRE)
    assert "Somebody may sit it until 5 Mar, " in group().text
    testing.begin(session, row.learner_id, Wave.PRE, room.school.now)
    room.school.take(row.learner_id, Wave.PRE, right=1)
    room.wait()
    assert "Somebody may sit it" not in group().text


def test_a_message_is_in_the_languages_of_the_programme_alone(desk: Phone, room: Room) -> None:
    programme = room.school.session.get(Programme, room.cohort.programme_id)
    assert programme is not None
    programme.languages = ["ru", "kk"]
    room.wait()

    page = desk.open(f"/groups/{room.cohort.ref}/invite")

    assert {it.get("lang") for it in page.root.iter("textarea")} == {"ru", "kk"}


def test_the_invitation_says_when_the_first_test_is_open(desk: Phone, room: Room) -> None:
    session, today = room.school.session, room.school.now
    windows.plan(session, room.cohort, Wave.PRE, opens_at=today + DAY, closes_at=today + 3 * DAY, now=today)
    room.wait()
    (text, *_) = [it.text for it in desk.open(f"/groups/{room.cohort.ref}/invite").root.iter("textarea")]

    assert any(words in str(text) for words in ("The first test is open from", "Первый тест открыт с", "Бірінші тест"))


def test_whom_to_reach_has_no_list_of_a_test_that_has_not_opened(desk: Phone, room: Room) -> None:
    learner = room.school.learner(room.cohort)
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.school.take(learner, wave, right=1)
        room.close(wave)
    room.wait(minutes=20)
    assert reaching.reach_of(room.school.session, room.cohort).to_follow == (1,)

    assert "not the follow-up" not in desk.open(f"/groups/{room.cohort.ref}/reach").text


@pytest.mark.items(14)
def test_the_result_says_how_many_did_the_lessons(desk: Phone, room: Room) -> None:
    people = [room.school.learner(room.cohort) for _ in range(11)]
    room.open(Wave.PRE)
    for learner in people:
        room.school.take(learner, Wave.PRE, right=3)
    room.close(Wave.PRE)
    room.school.finish_lesson(people[0])
    room.open(Wave.POST)
    for learner in people:
        room.school.take(learner, Wave.POST, right=5)
    windows.close_test(room.school.session, room.cohort, Wave.POST, now=room.school.now)
    room.wait()
    assert "See what was learned" not in desk.open(f"/groups/{room.cohort.ref}").text, "there is nothing yet"
    room.wait(minutes=20)

    text = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "Lessons of these 11 learners before the second test: all lessons 0, some 1, none 10." in text
    assert "after the lessons" not in text


def test_the_result_on_paper_says_that_nobody_noted_who_came_to_lessons(desk: Phone, room: Room) -> None:
    people = [room.school.learner(room.cohort) for _ in range(3)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for learner in people[:2]:
            type_in(room.school, learner, wave, right=1)
        if wave is Wave.PRE:
            room.school.take(people[2], wave, right=1)
    room.school.reveal(room.cohort)
    room.wait()

    text = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "Before this result was made nobody noted who of these 2 learners came to lessons." in text
    assert "none 2" not in text


def test_how_long_it_is_is_never_more_than_it_is(room: Room) -> None:
    with room.app.test_request_context("/"), force_locale("en"):
        for span, words in (
            (timedelta(days=3, hours=12, minutes=5), "in 3 days 12 hours"),
            (timedelta(days=10, minutes=5), "in 10 days"),
            (timedelta(hours=1, minutes=59), "in 1 hour"),
            (timedelta(seconds=20), "in 1 minute"),
        ):
            assert until(now() + span + timedelta(seconds=1)) == words

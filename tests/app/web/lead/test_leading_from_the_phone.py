"""What the facilitator's own phone and messages say: the talk prompt, every language, who has not begun the lessons."""

import re
from collections.abc import Callable

import pytest

from app.content import Release, read_course
from app.services.facilitator import reaching
from app.services.waves import Wave
from app.store.people import learners
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone
from tests.conftest import VERSION_1


@pytest.fixture
def release() -> Release:
    """One with prompts to talk about."""
    return read_course(VERSION_1)


def put(desk: Phone, room: Room, what: str, number: int) -> Page:
    fields = {"csrf_token": desk.open(f"/groups/{room.cohort.ref}").sent_by("Sign out")[1]["csrf_token"]}
    return desk.send(f"/groups/{room.cohort.ref}/wall/show", {**fields, "show": what, "number": str(number)})


def test_the_prompt_of_the_talk_stands_on_the_phone_and_in_no_poll(desk: Phone, room: Room, release: Release) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    number = next(n for n, it in enumerate(release.course.lessons, 1) if release.words_for(it.id, "en", "ru")[0].talks)
    words, _ = release.words_for(release.course.lessons[number - 1].id, "en", "ru")
    prompt = words.talks[0].html

    assert prompt not in desk.open(f"/groups/{room.cohort.ref}").html
    page = put(desk, room, "talk", number)

    assert prompt in page.html
    assert prompt not in desk.client.get(f"/groups/{room.cohort.ref}/board").text
    assert prompt in put(desk, room, "lesson", number).html, "folded, for afterwards"


def languages_in(page: Page, name: str) -> list[str | None]:
    return [it.get("lang") for it in page.root.iter("textarea") if str(it.get("id")).startswith(name)]


def test_invitation_and_reminder_come_in_each_language_of_the_course_the_groups_first(desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(2)]
    invitation = desk.open(f"/groups/{room.cohort.ref}/invite")
    room.open(Wave.PRE)
    room.school.sit(learners[0], Wave.PRE, right=1)
    room.wait()
    reminder = desk.open(f"/groups/{room.cohort.ref}/reach")

    expected = [room.cohort.language, *(it for it in ("en", "ru", "kk") if it != room.cohort.language)]
    for page, name in ((invitation, "text"), (reminder, "message-pre")):
        languages = languages_in(page, name)
        assert languages[0] == expected[0]
        assert sorted(map(str, languages)) == sorted(expected)
    assert "Join our group" in text_of(invitation, "text-en")
    assert "1 of us has not taken the first test yet." in text_of(reminder, "message-pre-en")


def text_of(page: Page, name: str) -> str:
    return next("".join(it.itertext()) for it in page.root.iter("textarea") if it.get("id") == name)


def test_who_has_not_begun_the_lessons_is_a_list_with_a_message_and_its_count(
    desk: Phone, room: Room, release: Release
) -> None:
    reader, idle, gone, _late, early = (room.school.learner(room.cohort) for _ in range(5))
    assert "Have not begun the lessons" not in desk.open(f"/groups/{room.cohort.ref}/reach").text
    room.open(Wave.PRE)
    for learner in (reader, idle, gone):
        room.school.sit(learner, Wave.PRE, right=1)
    room.school.finish_lesson(reader, release.course.piece_ids[0])
    seat = learners.get(room.school.session, gone)
    assert seat is not None
    reaching.note_reason(room.school.session, room.cohort, seat, "work", now=room.school.now)
    room.wait()

    def named() -> list[str]:
        html = desk.open(f"/groups/{room.cohort.ref}/reach").html.partition('id="lessons"')[2]
        return re.findall(r"<b>(\d+)</b>", html.partition("</section>")[0])

    room.school.sit(early, Wave.PRE, right=1)
    room.wait()
    assert named() == ["2", "5"], "4 can still sit the first test, and has to"
    room.close(Wave.PRE)
    page = desk.open(f"/groups/{room.cohort.ref}").tap("Whom to reach: a list and a message")
    assert named() == ["2", "5"], "it can be opened again for 4"
    assert "2 of us have not begun the lessons yet." in text_of(page, "message-lessons-en")
    room.open(Wave.POST)
    assert named() == [], "now they owe a test"


def test_the_page_says_how_a_number_is_learned_that_nobody_writes_down_in_a_room(
    desk: Phone, room: Room, group: Callable[[], Page]
) -> None:
    assert "tells you their number" not in group().text
    room.school.alter(room.cohort, way="remote")
    room.wait()

    assert "Whom you do not meet tells you their number: it stands at the top of their screen" in group().text
    assert "send me your number" in text_of(desk.open(f"/groups/{room.cohort.ref}/invite"), "text-en")

"""Before the second test opens it is asked whether the lessons are done, and who still sits the first test."""

from collections.abc import Callable
from datetime import timedelta

from app.services import extensions
from app.services.facilitator.reaching import note_reason
from app.services.waves import Wave
from app.store.people import learners
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone


def learn(room: Room, learner: int) -> None:
    for lesson in room.school.release.course.lessons:
        room.school.finish_lesson(learner, lesson.id)


def test_the_second_test_is_asked_about_while_nobody_has_done_the_lessons(
    group: Callable[[], Page], room: Room
) -> None:
    for _ in range(3):
        room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)

    question = group().tap("Open the second test …")

    assert question.heading == "Open the second test now?"
    assert "All lessons done: 0 of 3. Not one lesson: 3." in question.text
    assert "still in the first test" not in question.text
    assert question.tap("Not yet").heading == "Group 1"
    opened = question.press("Open it all the same")
    assert "The second test is open" in opened.text
    assert "Open the second test …" in opened.press("Undo the opening: nobody has begun").text


def test_the_second_test_opens_at_once_where_half_have_done_all_lessons(group: Callable[[], Page], room: Room) -> None:
    done, _ = (room.school.learner(room.cohort) for _ in range(2))
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    learn(room, done)
    room.wait()

    assert "The second test is open" in group().press("Open the second test").text


def test_who_is_still_in_the_first_test_is_named_before_the_second_opens(group: Callable[[], Page], room: Room) -> None:
    one, done = (room.school.learner(room.cohort) for _ in range(2))
    room.open(Wave.PRE)
    session, now = room.school.session, room.school.now
    row = learners.by_handle(session, room.cohort.cohort_id, 1)
    assert row is not None and one and done
    extensions.extend(session, room.cohort, row, Wave.PRE, now + timedelta(days=1), now=now)
    room.close(Wave.PRE)
    learn(room, done)
    room.wait()

    question = group().tap("Open the second test …")

    assert "1 is still in the first test: number 1 (until 3 Mar, " in question.text
    assert "All lessons done" not in question.text


def test_the_second_test_is_asked_about_also_where_the_page_is_from_before(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    """The page of yesterday has a button that opens at once."""
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    where, fields = group().sent_by("Open the first test again")
    where = where.replace("/pre", "/post")

    question = desk.send(where, {**fields, "do": "open"})

    assert question.heading == "Open the second test now?"
    assert "The second test is open" not in group().text
    assert "The second test is open" in desk.send(where, {**fields, "do": "open_now"}).text


def test_undoing_the_closing_of_the_second_test_asks_nothing(group: Callable[[], Page], room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    closed = group().tap("Close the second test …").press("Close the second test")

    assert "The closing is undone." in closed.press("Undo the closing").text


def test_whoever_left_is_not_waited_for_with_the_lessons(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    done, gone, gone_too = (room.school.learner(room.cohort) for _ in range(3))
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    learn(room, done)
    room.wait()
    assert "1 of 3 have done every lesson." in group().text
    session = room.school.session
    for handle in (2, 3):
        row = learners.by_handle(session, room.cohort.cohort_id, handle)
        assert row and gone and gone_too
        note_reason(session, room.cohort, row, "moved", now=room.school.now)
    room.wait()

    page = group()
    assert "1 of 1 have done every lesson." in page.text
    assert "1 of 1 have done every lesson" in desk.open(f"/groups/{room.cohort.ref}?view=lessons").text
    assert desk.open(f"/groups/{room.cohort.ref}?view=lessons").text.count("no longer comes") == 2
    assert "The second test is open" in page.press("Open the second test").text


def test_the_form_of_its_dates_says_that_it_opens_whatever_lessons_are_done(desk: Phone, room: Room) -> None:
    learner = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    words = "It opens at that time whatever lessons are done by then, and whoever is still in the first test"
    assert words in desk.open(f"/groups/{room.cohort.ref}/tests/post/dates").text

    learn(room, learner)
    room.wait()
    assert words not in desk.open(f"/groups/{room.cohort.ref}/tests/post/dates").text

"""A lesson on a phone without JavaScript."""

from collections.abc import Callable

import pytest
from flask import Flask, render_template
from sqlalchemy import select

from app.content import Release
from app.services.waves import Wave
from app.store import Database
from app.store.tables import DeedTally, LessonProgress
from app.web.learn.lesson import OpenLesson
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)
TO_READ = ("prose", "close")


@pytest.fixture
def reader(room: Room, learner: Learner) -> Learner:
    """A learner who has sent the first test."""
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=7)
    return learner


def progress(database: Database) -> dict[str, tuple[int, bool]]:
    with database.reading() as session:
        return {row.lesson_id: (row.step, row.done_at is not None) for row in session.scalars(select(LessonProgress))}


def test_lessons_open_after_the_first_test(learner: Learner, room: Room) -> None:
    page = learner.phone.open("/l/1")

    assert page.heading == "Your road"
    assert "This lesson opens after the first test." in page.text


def test_a_lesson_begins_with_what_to_know_before(reader: Learner, room: Room) -> None:
    words = room.school.release.lessons["way-home"]["en"]
    page = reader.phone.open("/l/2")

    assert page.heading == words.title
    assert words.note in page.text


def test_words_that_are_a_draft_are_said_to_be_one_before_a_lesson_begins(app: Flask, shipped: Release) -> None:
    structure = shipped.course.lessons[0]
    in_kazakh, in_russian = (
        OpenLesson(shipped, 1, structure, shipped.lessons[structure.id][language], language, language, frozenset())
        for language in ("kk", "ru")
    )
    with app.test_request_context("/?lang=en"):
        assert in_kazakh.notice
        assert in_kazakh.notice in render_template("learn/lesson.html", lesson=in_kazakh)
        assert not in_russian.notice


def test_a_lesson_is_read_step_by_step_and_goes_on_where_it_stopped(
    app: Flask, reader: Learner, room: Room, database: Database
) -> None:
    screens = room.school.release.lessons["welcome"]["en"].screens
    page = reader.phone.open("/l/1").tap("Begin")
    page = page.press("Next")
    assert page.path == "/l/1/2"
    assert progress(database)["welcome"] == (2, False)

    road = reader.sign_in(Phone(app))
    assert f"Step 2 of {len(screens)}, 2 minutes left" in road.text
    assert "/l/1/2" in road.links()
    assert 'data-href="/l/1#2"' in road.html


def test_a_learner_is_told_how_long_a_slow_reader_takes_and_not_the_room(reader: Learner, room: Room) -> None:
    """Also in what a phone takes along; the room's minutes are the author's for a session."""
    in_the_room = [lesson.minutes for lesson in room.school.release.course.lessons]
    road, along = reader.phone.open("/road"), reader.phone.client.get("/api/v1/road").json["stops"]
    stops = [stop for stop in along if stop["kind"] == "lesson"]
    first = [lesson["minutes"] for lesson in reader.phone.client.get("/api/v1/bundle").json["lessons"]]

    assert in_the_room == [5, 6]
    assert "Hello 2 minutes" in road.text
    assert [stop["note"] for stop in stops] == ["2 minutes", "Piece 1 of 2: 1 minute"]
    assert '<span id="where" data-begin="2 minutes">2 minutes</span>' in reader.phone.open("/l/1").html
    assert '<span id="where" data-begin="Piece 1 of 2: 1 minute">' in reader.phone.open("/l/2").html
    assert first == [2, 1], "of what comes first: nobody is told a sum"


def test_a_screen_is_something_to_read_or_one_thing_to_do(reader: Learner, room: Room) -> None:
    """A learner is never asked for an answer to a question that stands below the fold."""
    for number, lesson in enumerate(room.school.release.course.lessons, start=1):
        activity_ids = []
        for n, screen in enumerate(room.school.release.lessons[lesson.id]["en"].screens, start=1):
            page = reader.phone.open(f"/l/{number}/{n}")
            kinds = [it.get("data-kind") for it in page.root.iter("form") if it.get("data-kind")]
            assert kinds == ([screen.block.kind] if screen.block.kind not in (*TO_READ, "own") else [])
            activity_ids += [] if screen.block.kind in TO_READ else [screen.block.id]
        assert activity_ids == [each.id for each in lesson.activities if each.kind != "talk"]


def test_the_last_step_ends_the_lesson_once(reader: Learner, room: Room, database: Database) -> None:
    screens = room.school.release.lessons["welcome"]["en"].screens
    page = reader.read(1)
    done = page.sent_by("Done")
    page = reader.phone.send(*done)
    assert page.heading == "Your road"
    assert "Done: " in page.text
    reader.phone.send(*done)

    assert progress(database) == {"welcome": (len(screens), True)}


def test_a_screen_that_the_lesson_does_not_have_ends_nothing(reader: Learner, database: Database) -> None:
    _, fields = reader.phone.open("/l/2/1").sent_by("Next")

    assert reader.phone.client.post("/l/2/999", data=fields).status_code == 404
    assert reader.phone.client.post("/l/2/0", data=fields).status_code == 404
    assert not any(is_done for _, is_done in progress(database).values())


def test_the_whole_lesson_is_the_same_bytes_for_everybody(
    app: Flask, reader: Learner, join: Callable[..., Learner], room: Room, database: Database
) -> None:
    """So a phone may keep it: no code, no handle, no token, no message for one learner."""
    other = join()
    room.close(Wave.PRE)
    reader.finish(1)
    mine = reader.phone.open("/l/1")
    theirs = other.phone.open("/l/1")

    assert mine.html == theirs.html
    assert mine.response.headers["ETag"] == theirs.response.headers["ETag"]
    assert "csrf_token" not in mine.html
    assert "You have done this lesson" not in mine.html
    again = reader.phone.client.get("/l/1", headers={"If-None-Match": mine.response.headers["ETag"]})
    assert again.status_code == 304


def test_a_lesson_can_be_skipped_before_it_begins(reader: Learner, room: Room) -> None:
    page = reader.phone.open("/l/1").tap("Skip this lesson")

    assert page.path == "/l/2"
    last = len(room.school.release.course.lessons)
    assert reader.phone.open(f"/l/{last}").tap("Skip this lesson").heading == "Your road"


def test_a_lesson_that_is_done_may_be_read_again(reader: Learner, room: Room, database: Database) -> None:
    reader.finish(1)

    assert reader.phone.open("/l/1").tap("Begin").press("Next").status == 200
    assert progress(database)["welcome"][1]


def test_a_piece_is_done_at_its_close_and_the_road_leads_to_the_next(
    app: Flask, reader: Learner, room: Room, database: Database
) -> None:
    page = reader.phone.open("/l/2").tap("Begin").press("Next").press("Skip")
    assert page.heading == "Over the hill"
    assert "Piece 1 of 2 is done" in page.html
    assert "Next piece: Before leaving" in page.text
    assert "This piece showed how to: See whether an office is real." in page.text
    assert "One small thing to do: Look up one address today." in page.text
    assert progress(database) == {"over-the-hill": (3, True)}

    road = reader.sign_in(Phone(app))
    assert "The way home Piece 2 of 2, 2 minutes to its end" in road.text
    assert "/l/2/4" in road.links()
    assert page.press("Next piece").heading == "For yourself"


def test_a_lesson_is_done_when_each_of_its_pieces_was_closed(reader: Learner, room: Room, database: Database) -> None:
    page = reader.phone.open("/l/2/3").press("Next piece")
    of = room.school.release.lessons["way-home"]["en"].place(4).of
    for _ in range(of - 1):
        page = page.press("Next" if "Next" in page.buttons() else "Skip")
    assert page.heading == "Before leaving"
    road = page.press("Done")

    assert road.heading == "Your road"
    assert progress(database) == {"before-leaving": (of, True)}, "the first piece was left out"
    reader.phone.open("/l/2/2").press("Skip")
    assert progress(database).keys() == {"before-leaving", "over-the-hill"}
    assert "The way home, done" in reader.phone.open("/road").text


def test_a_piece_with_a_title_says_it_on_its_first_screen_alone(reader: Learner) -> None:
    assert "Before leaving" in reader.phone.open("/l/2/4").text
    assert "Before leaving" not in reader.phone.open("/l/2/5").text


def tallied(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {row.answer: row.count for row in session.scalars(select(DeedTally))}


def test_the_next_time_one_is_asked_how_the_small_thing_went_and_it_is_counted_once(
    reader: Learner, room: Room, database: Database
) -> None:
    assert "Did it work out?" not in reader.phone.open("/l/2/4").text, "nobody has seen what there is to do"
    straight_on = reader.phone.open("/l/2/2").press("Skip").press("Next piece")
    room.wait(hours=2, minutes=59)
    for page in (straight_on, reader.phone.open("/l/2/4")):
        assert "Did it work out?" not in page.text, "nobody has had time to do it"

    room.wait(minutes=2)
    page = reader.phone.open("/l/2/4")
    assert "Last time: Look up one address today." in page.text
    sent = page.sent_by("Not yet")
    assert "Did it work out?" not in reader.phone.send(*sent).text
    reader.phone.send(*sent)
    assert tallied(database) == {"not_yet": 1}
    assert "Did it work out?" not in reader.phone.open("/l/2/4").text
    assert "Did it work out?" not in reader.phone.open("/l/2/5").text


def test_a_piece_asks_of_those_before_it_and_of_the_lesson_before(shipped: Release) -> None:
    """So of three pieces that were done in one go, each is behind about by one of the next."""
    first, second = (lesson.piece_ids for lesson in shipped.course.lessons[:2])
    structure, words = shipped.course.lessons[1], shipped.lessons[shipped.course.lessons[1].id]["ru"]
    opened = OpenLesson(shipped, 2, structure, words, "ru", "ru", {})
    behind = {
        screen.piece_id: [deed.piece_id for deed in opened.past_deeds_at(screen)]
        for screen in opened.screens
        if screen.place.step == 1
    }

    assert behind == {piece_id: [*first, *second[:n]] for n, piece_id in enumerate(second)}
    assert not any(opened.past_deeds_at(screen) for screen in opened.screens if screen.place.step > 1)


def test_an_answer_that_no_button_gives_is_refused(reader: Learner, room: Room, database: Database) -> None:
    reader.phone.open("/l/2/2").press("Skip")
    room.wait(hours=4)
    path, fields = reader.phone.open("/l/2/4").sent_by("Yes")

    for name, value in (("worked_out", "very"), ("key", "0"), ("key", "g" * 16), ("piece", "welcome")):
        assert reader.phone.client.post(path, data={**dict(fields), name: value}).status_code == 400
    assert tallied(database) == {}

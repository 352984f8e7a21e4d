"""A lesson on a phone without JavaScript."""

import pytest
from sqlalchemy import select

from app.services.testing import Wave
from app.store.tables import LessonProgress
from tests.app.web.reader import Phone


@pytest.fixture
def reader(room, learner):
    """A learner who has sent the first test."""
    room.open(Wave.PRE)
    learner.take(1, right=7, keys=room.keys("A")).press("Send")
    return learner


def progress(database):
    with database.reading() as session:
        return {row.lesson_id: (row.step, row.done_at is not None) for row in session.scalars(select(LessonProgress))}


def test_lessons_open_after_the_first_test(learner, room):
    page = learner.phone.open("/l/1")

    assert page.heading == "Your road"
    assert "This lesson opens after the first test." in page.text


def test_a_lesson_begins_with_what_to_know_before(reader, room):
    words = room.school.release.lessons["my-road"]["en"]
    page = reader.phone.open("/l/2")

    assert page.heading == words.title
    assert words.note in page.text


def test_a_lesson_is_read_step_by_step_and_goes_on_where_it_stopped(app, reader, room, database):
    screens = room.school.release.lessons["my-road"]["en"].screens
    page = reader.phone.open("/l/2").press("Begin")
    page = page.press("Next")
    assert page.path == "/l/2/2"
    assert progress(database)["my-road"] == (2, False)

    road = reader.sign_in(Phone(app))
    assert f"Step 2 of {len(screens)}, 19 minutes left" in road.text
    assert "/l/2/2" in road.links()


def test_a_screen_is_something_to_read_or_one_question(reader, room):
    """A learner is never asked for an answer to a question that stands below the fold."""
    for number, lesson in enumerate(room.school.release.course.lessons, start=1):
        asked = []
        for n in range(1, len(room.school.release.lessons[lesson.id]["en"].screens) + 1):
            page = reader.phone.open(f"/l/{number}/{n}")
            names = {it.get("name") for it in page.root.iter("input")} - {"csrf_token"}
            assert ("Check" in page.buttons()) == bool(names)
            assert not names or 'class="prose gap"' not in page.html
            asked += names
        assert asked == [activity.id for activity in lesson.activities]


def test_the_last_step_ends_the_lesson_once(reader, room, database):
    screens = room.school.release.lessons["welcome"]["en"].screens
    page = reader.read(1)
    done = page.sent_by(next(label for label in ("Done", "Finish without it") if label in page.buttons()))
    page = reader.phone.send(*done)
    assert page.heading == "Your road"
    assert "Done: " in page.text
    reader.phone.send(*done)

    assert progress(database) == {"welcome": (len(screens), True)}


def test_a_check_answers_at_once_with_its_reason_and_keeps_nothing(reader, room, database):
    lesson = room.school.release.course.lesson("my-road")
    check = lesson.activities[0]
    words = {option.id: option for option in room.school.release.lessons["my-road"]["en"].screens[1].block.options}
    wrong = next(option for option in check.options if option != check.key)
    page = reader.phone.open("/l/2").press("Begin").press("Next")
    before = progress(database)

    page = page.press("Check", **{check.id: wrong})
    assert "Look again." in page.text
    assert words[wrong].reason_html in page.html
    page = page.press("Check", **{check.id: check.key})
    assert "Right." in page.text
    assert words[check.key].reason_html in page.html

    assert page.press("Next").heading == room.school.release.lessons["my-road"]["en"].screens[2].heading
    assert progress(database)["my-road"][0] == before["my-road"][0] + 1


def test_an_answer_stands_in_sight_and_its_address_says_nothing(reader):
    page = reader.phone.open("/l/2").press("Begin").press("Next")
    assert "autofocus" not in page.html
    page = page.press("Check", factory="pull")

    [shown] = [it for it in page.root.iter("input") if "autofocus" in it.attrib]
    assert shown.get("value") == "pull"
    assert "#" not in page.sent_by("Check")[0]
    assert 'id="factory"' not in page.html


def test_a_check_without_a_choice_is_asked_for_and_may_be_left_out(reader):
    page = reader.phone.open("/l/2").press("Begin").press("Next").press("Check")

    assert "Choose one answer, or skip." in page.text
    assert page.press("Go on without it").path.endswith("/l/2/3")


def test_a_lesson_that_lacks_the_learners_language_is_shown_in_the_programmes_next_and_says_so(app, room):
    phone = Phone(app, language="kk")
    page = phone.open(f"/j/{room.cohort.join_code}?lang=kk")
    page = phone.send(*page.sent_by("Иә, бастайық"))
    page.press(page.buttons()[0], sex="unsaid", age_band="unsaid")
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = phone.open("/l/2")

    assert "Бұл сабақ әзірге қазақша жоқ. Орысшасы төменде." in page.text
    assert 'lang="kk"' in page.html.split("<head>")[0]
    assert '<h1 lang="ru">' in page.html


def test_a_lesson_that_is_done_may_be_read_again(reader, room, database):
    reader.finish(1)

    assert "You have done this lesson." in reader.phone.open("/l/1").text
    assert reader.phone.open("/l/1").press("Begin").status == 200
    assert progress(database)["welcome"][1]

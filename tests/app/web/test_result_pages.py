"""What a learner sees of their tests, and when; and the way out for good."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.services import extensions
from app.services.waves import Wave
from app.store import Database, tables
from app.store.people import learners
from app.store.tables import Attempt, Cohort, DeedTally
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


def sit(room: Room, learner: Learner, *, before: int, after: int) -> Page:
    """Both tests; the second is still open."""
    room.open(Wave.PRE)
    learner.take(1, right=before, keys=room.keys("A")).press("Send")
    room.open(Wave.POST)
    return learner.take(2, right=after, keys=room.keys("B")).press("Send")


def have_sat(room: Room, learner: Learner, *, before: int, after: int) -> None:
    """As `sit`, beneath the pages."""
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=before)
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=after)


def test_before_the_second_test_has_closed_it_is_said_which_arrived_and_nothing_else(
    room: Room, learner: Learner
) -> None:
    page = sit(room, learner, before=6, after=10)
    assert "Arrived. Your answers are stored." in page.text
    assert "How many were right, which, and why, you can read when everybody has finished" in page.text
    page = learner.phone.open("/result")

    assert "First test Arrived. Your answers are stored. Second test Arrived. Your answers are stored." in page.text
    assert "right answers of" not in page.text
    assert '<svg class="chart"' not in page.html


def test_beside_the_result_one_is_asked_how_the_small_things_of_the_last_lesson_went(
    room: Room, learner: Learner, database: Database
) -> None:
    """No piece comes after them that could ask."""
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=6)
    page = learner.phone.open("/l/2/2").press("Skip")
    while page.heading != "Your road":
        page = page.press(next(it for it in ("Next", "Skip", "Next piece", "Done") if it in page.buttons()))
    assert "Did it work out?" not in learner.phone.open("/result").text, "nobody has had time to do it"

    room.wait(hours=3)
    page = learner.phone.open("/result")
    for deed in ("Write an address down.", "Look up one address today."):
        assert f"Last time: {deed} Did it work out?" in page.text
        page = page.press("Yes")
        assert page.heading == "What we know so far"
    assert "Did it work out?" not in page.text
    with database.reading() as session:
        assert [row.count for row in session.scalars(select(DeedTally))] == [1, 1]


REFRESH = re.compile(r'<meta http-equiv="refresh" content="(\d+);url=(/result\?since=\d+)">')


def look(page: Page) -> tuple[int, str]:
    """After how many seconds the page looks again, and where."""
    match = REFRESH.search(page.html)
    assert match, page.text
    return int(match[1]), match[2]


def test_whoever_waits_for_the_result_is_told_the_true_minute_and_sees_it_come(room: Room, learner: Learner) -> None:
    seconds, address = look(sit(room, learner, before=6, after=10))
    assert seconds == 240, "sooner than the phone locks itself, and than the answers wait"
    room.wait(seconds=seconds)
    page = learner.phone.open(address)
    assert look(page) == (60, address), "then the phone has lain still for five minutes"
    assert "It opens at" not in page.text

    room.wait(seconds=29)
    room.school.close(room.cohort, Wave.POST)
    room.wait(minutes=8)
    page = learner.phone.open("/result")
    [promised] = re.findall(r"It opens at (\d\d):(\d\d)\.", page.text)
    assert f"It opens at {':'.join(promised)}." in learner.phone.open("/road").text
    seconds, address = look(page)
    assert 0 < seconds <= 120
    room.wait(seconds=seconds)
    shown_at = room.school.now.astimezone(ZoneInfo("Asia/Almaty"))
    minute = shown_at.replace(hour=int(promised[0]), minute=int(promised[1]), second=0, microsecond=0)
    assert timedelta(0) <= minute - shown_at < timedelta(minutes=1), "never later than promised"
    page = learner.phone.open(address)
    assert page.heading == "Your result is ready"
    assert "right answers" not in page.text, "whoever passes by reads nothing"
    assert page.tap("See it").heading == "4 more right answers"


def test_whoever_waits_for_somebody_elses_extra_time_is_told_the_day_too(room: Room, learner: Learner) -> None:
    slow = room.school.learner(room.cohort)
    sit(room, learner, before=6, after=10)
    other = learners.get(room.school.session, slow)
    assert other is not None
    until = room.school.now + timedelta(days=4)
    extensions.extend(room.school.session, room.cohort, other, Wave.POST, until, now=room.school.now)
    room.close(Wave.POST)

    for page in ("/result", "/road"):
        assert re.search(r"It opens on 6 Mar, \d\d:\d\d\.", learner.phone.open(page).text), page


def test_a_page_that_waits_untouched_leads_nowhere_without_the_pin_and_with_it_to_the_result(
    room: Room, learner: Learner
) -> None:
    _, address = look(sit(room, learner, before=6, after=10))
    room.wait(seconds=240)
    seconds, address = look(learner.phone.open(address))
    assert seconds == 60, "it looks again when five minutes are over, and is shut then"
    assert learner.phone.open("/road").path == "/road", "four minutes only"
    room.wait(seconds=seconds)

    page = learner.phone.open(address)
    assert look(page) == (240, address), "it goes on waiting"
    assert "data-shut" in page.html
    for path in ("/road", "/held", "/stop", "/result", "/l/1", "/t/2"):
        assert learner.phone.open(path).path == "/unlock", path
    room.wait(minutes=2)
    room.close(Wave.POST)
    page = learner.phone.open(address)
    assert page.heading == "Your result is ready"
    page = page.tap("See it")
    assert page.path == "/unlock"
    assert page.press("Go on", pin=learner.pin).heading == "4 more right answers"
    assert learner.phone.open("/road").path == "/road"


def test_a_page_that_waits_on_a_phone_of_ones_own_is_not_shut(room: Room, learner: Learner) -> None:
    sit(room, learner, before=6, after=10)
    learner.phone.open("/mine").press("Keep me in", pin=learner.pin)
    _, address = look(learner.phone.open("/result"))
    room.wait(minutes=6)

    assert "data-shut" not in learner.phone.open(address).html
    assert learner.phone.open("/road").path == "/road"


def test_a_locked_phone_shows_no_page_that_does_not_wait(room: Room, learner: Learner) -> None:
    now = int(room.school.now.timestamp())
    learner.phone.open("/still")
    assert learner.phone.open(f"/result?since={now}").path == "/unlock", "nothing is waited for before the second test"


def test_a_page_that_waits_too_long_asks_for_the_pin_as_any_other(room: Room, learner: Learner) -> None:
    _, address = look(sit(room, learner, before=6, after=10))
    room.wait(minutes=59)
    assert look(learner.phone.open(address))
    room.wait(minutes=1, seconds=1)

    page = learner.phone.open(address)
    assert page.path == "/unlock"
    assert page.press("Go on", pin=learner.pin).path == "/result"


def test_a_phone_that_locked_itself_says_why_and_its_pin_leads_to_the_result(room: Room, learner: Learner) -> None:
    sit(room, learner, before=6, after=10)
    page = learner.phone.open("/still?at=/result")
    assert "The phone lay still for five minutes." in page.text
    assert "Your result is ready" not in page.text
    room.close(Wave.POST)
    page = learner.phone.open("/unlock")
    assert "Your result is ready: it comes after the PIN." in page.text

    assert page.press("Go on", pin=learner.pin).heading == "4 more right answers"


def test_a_test_that_does_not_count_tells_nobody_whether_its_one_answer_was_right(room: Room, learner: Learner) -> None:
    """Else it could be sent with one answer after another, and each time the score would say which is right."""
    room.open(Wave.POST)
    texts = []
    for right in (1, 0):
        learner.take(2, right=right, keys=room.keys("B"), blank=13).press("Send as it is")
        texts.append(learner.phone.open("/result").text + learner.phone.open("/t/2").text)
    assert "so it does not count" in texts[0]
    assert texts[0] == texts[1]

    room.wait(minutes=1)
    room.school.close(room.cohort, Wave.POST)
    room.wait(minutes=1)
    closed = learner.phone.open("/result").text + learner.phone.open("/t/2").text
    assert "so it does not count" in closed
    assert "right answers of 14" not in closed

    room.wait(minutes=10)
    assert "0 right answers of 14" in learner.phone.open("/result").text


def test_afterwards_what_changed_item_by_item_with_reasons(room: Room, learner: Learner) -> None:
    have_sat(room, learner, before=6, after=10)
    room.close(Wave.POST)
    page = learner.phone.open("/result")

    assert page.heading == "4 more right answers"
    assert "Right answers: before 6, after 10 of 14" in page.html
    parts = ("before 6, after 10 of 14", "Look once more: 4", "Clear now: 4", "Clear already before: 6")
    assert sorted(parts, key=page.text.index) == list(parts)
    assert page.html.count("<details open>") == 1
    words = room.school.release.instrument_words["en"].forms["B"]
    for item in room.school.release.instrument.items:
        assert words[item.id].reasons[item.forms["B"].key] in page.text


@pytest.mark.parametrize(("before", "after", "heading"), [(9, 7, "This time 2 fewer"), (9, 9, "As many as before")])
def test_fewer_is_said_calmly(room: Room, learner: Learner, before: int, after: int, heading: str) -> None:
    have_sat(room, learner, before=before, after=after)
    room.close(Wave.POST)
    page = learner.phone.open("/result")

    assert page.heading == heading
    assert ("It happens: look at the 7 below once more." in page.text) == (after < before)


@pytest.mark.parametrize(("before", "after"), [(0, 14), (14, 0), (0, 0), (14, 14), (0, 1), (13, 14), (7, 8)])
def test_the_figure_stays_within_its_frame(room: Room, learner: Learner, before: int, after: int) -> None:
    have_sat(room, learner, before=before, after=after)
    room.close(Wave.POST)
    page = learner.phone.open("/result")

    for text in page.root.iter("text"):
        x, half = float(text.get("x", "0")), 12 * max(len("".join(text.itertext())), 1) / 2
        left = {"c": x - half, "e": x - 2 * half, "s": x}[text.get("class", "").split()[0]]
        assert left > -16, (before, after)


def test_a_first_test_without_a_second_shows_no_score_and_why_each_answer_is_right(
    room: Room, learner: Learner
) -> None:
    """A score that stands alone says how good one is, not what one has learned."""
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=6)
    room.open(Wave.POST)
    room.close(Wave.POST)
    page = learner.phone.open("/result")

    assert "First test Arrived. Your answers are stored." in page.text
    assert "right answers of" not in page.text
    assert "Look once more " in page.text
    assert page.html.count('class="why"') == 14
    assert not re.search(r"(Look once more|Right): \d", page.text), "a count of what was right is a score"


def test_a_first_test_after_a_lesson_is_no_before(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    learner.finish(1)
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=6)
    room.open(Wave.POST)
    room.sit(learner, Wave.POST, right=10)
    room.close(Wave.POST)
    page = learner.phone.open("/result")

    assert "It was taken after a lesson" in page.text
    assert '<svg class="chart"' not in page.html


def test_no_key_and_no_reason_is_in_any_answer_before_the_second_test_has_closed(
    app: Flask, room: Room, learner: Learner
) -> None:
    """Every page and every answer that a learner can get, searched."""
    phone = learner.phone
    sit(room, learner, before=6, after=10)
    for path in ("/", "/road", "/card", "/result", "/help", "/stop", "/t/1", "/t/2", "/t/1/3", "/t/2/all", "/in"):
        phone.open(path)
    for number, lesson in enumerate(room.school.release.course.lessons, start=1):
        phone.open(f"/l/{number}")
        for n in range(1, len(room.school.release.lessons[lesson.id]["en"].steps) + 1):
            phone.open(f"/l/{number}/{n}")
    assert phone.api("GET", "/bundle").status_code == 200
    assert len(phone.seen) > 60
    for text in phone.seen:
        assert not [lead for lead in ('"key"', "is_right", "key_text", '"reasons"') if lead in text]
    for path in ("/receipts", "/openapi.json"):
        assert phone.api("GET", path).status_code == 200
    everything = "\n".join(phone.seen)

    assert not [secret for secret in room.secrets() if secret in everything or html.escape(secret) in everything]


def test_the_road_and_the_test_lead_to_the_result_once_there_is_something_to_see(room: Room, learner: Learner) -> None:
    have_sat(room, learner, before=6, after=10)
    for lesson in room.school.release.course.lessons:
        room.school.finish_lesson(room.id_of(learner), lesson.id)
    room.wait()
    road = learner.phone.open("/road")
    assert "It opens ten minutes after the second test is closed for everybody." in road.text
    assert road.tap("Look again").path == "/result", "where one waits"
    room.close(Wave.POST)

    assert "/result" in learner.phone.open("/road").links()
    for number in (1, 2):
        page = learner.phone.open(f"/t/{number}")
        assert "when everybody has finished" not in page.text
        assert page.tap("See it").heading == "4 more right answers"


def test_who_sits_the_second_test_after_the_answers_were_shown_is_told_that_it_is_not_compared(
    room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=6)
    room.open(Wave.POST)
    room.close(Wave.POST)
    room.open(Wave.POST)

    assert "is kept and not compared with your first test" in learner.phone.open("/t/2").text
    room.sit(learner, Wave.POST, right=14)
    room.close(Wave.POST)

    page = learner.phone.open("/result")
    assert "so it is not compared" in page.text
    assert '<svg class="chart"' not in page.html


def test_what_is_to_be_looked_at_once_more_leads_back_and_what_is_clear_does_not(room: Room, learner: Learner) -> None:
    """O1 is taught by a lesson that is one piece, the others by a piece each of a lesson that has two."""
    have_sat(room, learner, before=6, after=3)
    before = [learner.phone.open(path).html for path in ("/result", "/road", "/t/2")]
    assert not [page for page in before if "Back to the lesson" in page]
    room.close(Wave.POST)
    page = learner.phone.open("/result")
    words = room.school.release.lessons["way-home"]["en"]
    missed = room.school.release.instrument.items[3:]
    back = {"O1": "/l/1/1", "O2": f"/l/2/{words.first_of(0)}", "O3": f"/l/2/{words.first_of(1)}"}

    links = [link for link in page.links() if link.startswith("/l/") and "paper" not in link]
    assert list(dict.fromkeys(links)) == list(dict.fromkeys(back[item.objective] for item in missed))
    assert page.text.count("Back to the lesson:") == len(missed)


def test_nobody_elses_result_has_an_address(
    app: Flask, room: Room, learner: Learner, join: Callable[..., Learner]
) -> None:
    have_sat(room, learner, before=6, after=10)
    other = join()

    assert "After the second test your results stand here." in other.phone.open("/result").text


def test_stopping_for_good_is_a_question_then_everything_is_gone(
    app: Flask, room: Room, learner: Learner, database: Database
) -> None:
    have_sat(room, learner, before=6, after=10)
    page = learner.phone.open("/road").tap("Take my answers out")
    assert "cannot be undone" in page.text
    assert page.tap("Keep them").heading == "Your road"
    erase = page.sent_by("Erase my answers")
    page = learner.phone.send(*erase)

    assert page.heading == "Your answers are erased"
    with database.reading() as session:
        for table in (tables.Learner, Attempt):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert session.scalars(select(Cohort.withdrawn_count)).one() == 1
    assert learner.phone.open("/road").heading == "Come in with your card"
    assert learner.sign_in(Phone(app)).path == "/in"


def test_a_second_phone_of_somebody_who_withdrew_is_signed_out_too(app: Flask, learner: Learner) -> None:
    second = Phone(app)
    learner.sign_in(second)
    learner.phone.open("/stop").press("Erase my answers")

    page = second.open("/road")
    assert page.heading == "Come in with your card"
    assert "The answers of this card are erased." in page.text

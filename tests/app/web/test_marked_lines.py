"""A question whose lines are marked, on pages without a script: learners, facilitators, and what may be seen when."""

from typing import Any

import pytest
from flask import Flask

from app.services.waves import Wave
from app.store import Database
from tests.app import stored
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.marks

ADVERT = "/t/1/2"


@pytest.fixture
def page(room: Room, learner: Learner) -> Page:
    """The first learner has form A; its second question has four lines."""
    room.open(Wave.PRE)
    learner.phone.open("/road").tap("Begin").press("Begin")
    return learner.phone.open(ADVERT)


def answered(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        return {item: answer for _, item, answer in stored.responses(session)}


def marked(page: Page) -> list[str]:
    return [it.get("value", "") for it in page.root.iter("input") if "checked" in it.attrib]


def test_lines_stand_in_the_order_of_the_text_and_any_number_may_be_marked(page: Page) -> None:
    boxes = [it for it in page.root.iter("input") if it.get("name") == "answer"]

    assert page.choices("answer") == ["town", "fee", "hours", "silence", "unsure"]
    assert {it.get("type") for it in boxes} == {"checkbox"}
    assert "You may mark several." in page.text
    assert "You may mark several." not in page.phone.open("/t/1/1").text


def test_marks_are_stored_as_a_set_shown_again_and_taken_back(page: Page, database: Database) -> None:
    assert page.press("Next", answer=["silence", "town"]).path == "/t/1/3"
    assert answered(database) == {"advert": ("silence", "town")}
    again = page.phone.open(ADVERT)
    assert marked(again) == ["town", "silence"]
    assert again.text.count("Arrived") == 2

    action, _ = again.sent_by("Next")
    again.phone.send(action, {"csrf_token": again.sent_by("Next")[1]["csrf_token"]})

    assert answered(database) == {"advert": None}
    assert marked(page.phone.open(ADVERT)) == []
    assert "Question 2" in page.phone.open("/t/1/all").text, "it is open again"


def test_nothing_marked_stores_nothing_and_leads_on(page: Page, database: Database) -> None:
    assert page.press("Next").path == "/t/1/3"
    assert answered(database) == {}


def test_lines_beside_not_sure_are_asked_about_and_not_stored(page: Page, database: Database) -> None:
    again = page.press("Next", answer=["fee", "unsure"])

    assert again.path == ADVERT
    assert "Mark lines or “I don’t know yet”, not both." in again.text
    assert answered(database) == {}
    assert again.press("Next", answer=["unsure"]).path == "/t/1/3"
    assert answered(database) == {"advert": "unsure"}


@pytest.mark.parametrize("answer", [["papers"], ["fee", "papers"], [""]])
def test_a_line_that_is_not_on_offer_is_refused(page: Page, database: Database, answer: list[str]) -> None:
    action, sent = page.sent_by("Next")
    page.phone.send(action, {**sent, "answer": answer}, status=400)

    assert answered(database) == {}


def test_what_was_marked_right_and_what_was_not_is_shown_after_the_reveal_and_not_before(
    app: Flask, room: Room, learner: Learner
) -> None:
    keys: Any = room.keys("A")
    room.open(Wave.PRE)
    page = learner.phone.open("/t/1").press("Begin")
    for answer in (keys["address"], ["fee", "town"], keys["copy"], "unsure"):
        page = page.press("Next", answer=answer)
    learner.phone.open("/t/1/all").press("Send")
    before = " ".join(learner.phone.seen)
    assert not any(secret in before for secret in room.secrets())
    room.close(Wave.PRE)
    room.open(Wave.POST)
    room.close(Wave.POST)

    text = learner.phone.open("/result").text

    assert "Right: Pay before you begin. Nobody pays in order to work." in text
    assert "Not marked: Say nothing at home." in text
    assert "Marked, though it is no sign: Work in the next town. A place can be looked up." in text
    assert "Eight hours a day." not in text, "neither to be marked nor marked"
    assert "Your answer: I don’t know yet" in text


def cells_of(page: Page) -> list[Any]:
    return [it for it in page.root.iter("input") if "cell" in it.get("class", "").split()]


def test_on_paper_all_letters_are_typed_into_one_cell(
    desk: Phone, room: Room, learner: Learner, database: Database
) -> None:
    room.open(Wave.PRE)
    address = f"/groups/{room.cohort.ref}/paper"
    page = desk.open(f"{address}?wave=pre")
    longest = {it.get("name"): it.get("maxlength") for it in cells_of(page)}
    assert [longest[f"m-1-{n}"] for n in (1, 2, 3, 4)] == ["1", "10", "1", "12"]
    assert "Several letters may be marked in questions 2, 4" in page.text

    marks = {"m-1-1": "Б", "m-1-2": "г б", "m-1-3": "-"}
    page = page.press("Save", **marks, **{"m-1-4": "Е"})
    assert "Question 4: “Е” could be two answers" in page.text, "the learner reads English, the group Russian"
    assert answered(database) == {}

    page = page.press("Save", **marks, **{"m-1-4": "6"})

    assert "saved" in page.text or "Sheets saved" in page.text
    assert answered(database) == {"address": "family", "advert": ("fee", "silence"), "copy": None, "chat": "unsure"}
    again = desk.open(f"{address}?wave=pre")
    cells = {it.get("name"): it.get("value") for it in cells_of(again)}
    assert [cells[f"m-1-{n}"] for n in (1, 2, 3, 4)] == ["2", "24", "-", "6"]


def test_the_printed_sheet_says_where_several_may_be_marked(desk: Phone, room: Room) -> None:
    html = desk.client.get(f"/groups/{room.cohort.ref}/paper/A/en?wave=pre").get_data(as_text=True)

    assert html.count("Here you may mark several.") == 2
    assert "<li><b>B</b> Pay before you begin.</li>" in html


def test_a_phone_hears_which_questions_have_lines_and_not_how_many_are_to_be_marked(learner: Learner) -> None:
    form = learner.phone.api("GET", "/forms").get_json()["forms"]["pre"]

    assert [item["has_lines"] for item in form["items"]] == [False, True, False, True]
    assert {name for item in form["items"] for name in item} == {"id", "stem", "options", "has_lines"}


def test_what_is_held_says_the_lines_in_words(room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)
    room.sit(learner, Wave.PRE, right=4)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    room.close(Wave.POST)
    page = learner.phone.open("/held").press("Show", pin=learner.pin)

    assert "advert: fee + silence" in page.text

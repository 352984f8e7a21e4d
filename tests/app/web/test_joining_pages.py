"""From a poster to a card, and no is a real path."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.services.learner import joining
from app.services.releases import keep_release
from app.services.waves import Wave
from app.store import Database, tables
from app.store.programmes import releases
from app.store.tables import Cohort, Consent
from tests.app.conftest import School
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone


def count(database: Database, column: Any) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(column)).one()


def door_of(room: Room) -> str:
    return f"/j/{room.cohort.join_code}"


def at_the_two_questions(phone: Phone, room: Room) -> Page:
    return phone.open(f"{door_of(room)}?lang=en").press("Yes, begin")


def test_a_learner_joins_from_the_poster_and_gets_a_card(phone: Phone, room: Room, database: Database) -> None:
    page = phone.open("/").press("Next", code=room.cohort.join_code.lower())
    page = page.tap("English")
    assert page.heading == "Where’s the trick?"
    page = page.tap("The string costs 9,000 ₸.")
    assert page.heading == "Yes, this is it"
    page = page.tap("Next")
    assert page.heading == "Before you begin"
    page = page.press("Yes, begin")
    page = page.press("Join", **page.choice("Female"), **page.choice("15–17"))

    assert page.heading == "Your card"
    assert "Number in group 1" in page.text
    assert page.press("Written down").heading == "Your road"
    with database.reading() as session:
        row = session.scalars(select(tables.Learner)).one()
        assent = session.scalars(select(Consent)).one()
    assert (row.sex, row.age_band, row.language) == ("female", "15-17", "en")
    assert (assent.version, assent.language) == (joining.ASSENT_VERSION, "en")


def test_the_poster_asks_for_the_language_before_anything_else(phone: Phone, room: Room) -> None:
    page = phone.open(door_of(room))

    assert page.links()[:3] == [f"{door_of(room)}/look?lang={code}" for code in ("kk", "ru", "en")]


def test_whichever_line_is_tapped_the_trick_is_shown_and_nothing_is_kept(
    phone: Phone, room: Room, database: Database
) -> None:
    advert = phone.open(f"{door_of(room)}/look?lang=en")

    for line in ("Red, with a long tail.", "Come in the evening.", "It flies in any wind."):
        page = advert.tap(line)
        assert page.heading == "It’s another line"
        assert "The string costs 9,000 ₸." in page.text
        assert "A kite without a string does not fly." in page.text
    assert phone.open(f"{door_of(room)}/look?line=none").heading == "Where’s the trick?"
    assert count(database, tables.Learner) == 0


def test_a_course_without_an_advert_begins_with_what_is_asked(phone: Phone, room: Room, school: School) -> None:
    course = school.release.course.model_copy(update={"taster": None})
    ref = keep_release(
        school.session, school.programme_id, school.release.model_copy(update={"course": course}), school.now
    )
    stored = releases.get(school.session, ref)
    assert stored
    school.alter(room.cohort, course_release_id=stored.course_release_id)
    room.wait()

    page = phone.open(door_of(room))
    assert page.links()[0] == f"{door_of(room)}?lang=kk"
    assert phone.open(f"{door_of(room)}/look?lang=en").heading == "Before you begin"


def test_whoever_has_written_the_card_down_stands_before_the_test_that_is_open(phone: Phone, room: Room) -> None:
    room.open(Wave.PRE)

    page = at_the_two_questions(phone, room).press("Join", sex="unsaid", age_band="unsaid").press("Written down")

    assert page.path == "/t/1"


def test_languages_stand_in_one_order_everywhere(phone: Phone, room: Room, learner: Learner) -> None:
    pages = [phone.open("/"), phone.open("/in"), phone.open(door_of(room)), phone.open(f"{door_of(room)}?lang=en")]
    for page in pages:
        languages = [link for link in page.links() if "lang=" in link and not link.startswith("/open")]
        assert [link[-2:] for link in languages] == ["kk", "ru", "en"], page.path

    languages = [label for label in learner.phone.open("/road").buttons() if label in ("Қазақша", "Русский", "English")]
    assert languages == ["Қазақша", "Русский", "English"]


def test_a_code_is_read_as_people_type_it(phone: Phone, room: Room) -> None:
    code = room.cohort.join_code

    assert phone.open("/?lang=en").press("Next", code=f" {code[:4].lower()} {code[4:]} ").path == f"/j/{code}/look"


def test_a_phone_whose_language_is_known_sees_the_advert_first_and_once(phone: Phone, room: Room) -> None:
    phone.open("/?lang=en")
    page = phone.open(door_of(room))

    assert page.heading == "Where’s the trick?"
    assert page.tap("Русский").heading == "Где подвох?"
    page = page.tap("English").tap("Come in the evening.").tap("Next")
    assert page.heading == phone.open(door_of(room)).heading == "Before you begin", "once is enough"


def test_a_group_of_one_language_asks_for_none(phone: Phone, room: Room, school: School) -> None:
    school.session.execute(update(tables.Programme).values(languages=["kk"]))
    room.wait()
    page = phone.open(door_of(room))

    assert page.heading == "Қулық қай жерде?"
    assert not [link for link in page.links() if "lang=" in link]


@pytest.mark.parametrize(
    "typed", ["", "XXXX", "ZZZZZZZZ", "x" * 500], ids=["nothing", "too short", "wrong", "too long"]
)
def test_a_code_that_opens_nothing_is_said_kindly_at_the_field(phone: Phone, room: Room, typed: str) -> None:
    page = phone.open("/").press("Next", code=typed)

    assert "autofocus" in page.html
    assert 'aria-describedby="code-error"' in page.html


def test_a_closed_a_wrong_and_an_expired_code_look_alike(phone: Phone, room: Room, school: School) -> None:
    opened = door_of(room)
    assert "This group is closed, or its code is another one." in phone.open("/j/ZZZZZZZZ", status=404).text
    wrong = phone.open("/j/ZZZZZZZZ", status=404).text
    room.wait(days=200)

    assert phone.open(opened, status=404).text == wrong


def test_no_is_thanked_counted_once_and_leads_back(phone: Phone, room: Room, database: Database) -> None:
    page = phone.open(f"{door_of(room)}/look?lang=en").tap("Come in the evening.").tap("Next")
    action, fields = page.sent_by("Not now")
    page = phone.send(action, fields)
    phone.send(action, fields)

    assert page.heading == "That is fine"
    assert page.tap("Read it once more").heading == "Before you begin"
    with database.reading() as session:
        assert session.scalars(select(Cohort.declined_count)).one() == 1
    assert count(database, tables.Learner) == 0


def test_nobody_joins_without_having_said_yes(phone: Phone, room: Room) -> None:
    assert phone.open(f"{door_of(room)}/you?lang=en").heading == "Where’s the trick?", "from the beginning"


def test_a_question_left_open_is_asked_again_and_keeps_the_other_answer(phone: Phone, room: Room) -> None:
    page = at_the_two_questions(phone, room)
    key = page.sent_by("Join")[1]["join_key"]
    page = page.press("Join", sex="male")

    assert "Choose one." in page.text
    assert page.chosen("sex") == "male"
    assert page.sent_by("Join")[1]["join_key"] == key, "sent twice it is one learner still"


def test_two_taps_on_join_are_one_learner_with_a_card_that_works(
    app: Flask, phone: Phone, room: Room, database: Database
) -> None:
    action, fields = at_the_two_questions(phone, room).sent_by("Join", sex="male", age_band="18-19")
    cookie = phone.client.get_cookie("n")
    phone.client.post(action, data=fields)  # its answer is never seen: the second tap came too soon
    phone.client.set_cookie("n", cookie.value)
    page = phone.send(action, fields)

    assert count(database, tables.Learner) == 1
    assert page.heading == "Your card"
    code, pin = (page.html.split(f"{name}</dt><dd>")[1].split("</dd>")[0] for name in ("Code", "PIN"))
    assert Phone(app).open("/in?lang=en").press("Come in", code=code, pin=pin).heading == "Your road"


def test_a_second_tap_after_the_answer_came_shows_the_card(phone: Phone, room: Room, database: Database) -> None:
    action, fields = at_the_two_questions(phone, room).sent_by("Join", sex="male", age_band="18-19")
    first = phone.send(action, fields)
    second = phone.send(action, fields)

    assert count(database, tables.Learner) == 1
    assert second.text == first.text


def test_the_same_form_gives_no_card_to_anybody_once_the_learner_has_begun(
    app: Flask, phone: Phone, room: Room, database: Database
) -> None:
    action, fields = at_the_two_questions(phone, room).sent_by("Join", sex="male", age_band="18-19")
    cookie = phone.client.get_cookie("n")
    phone.send(action, fields).press("Written down")
    room.open(Wave.PRE)
    phone.open("/t/1").press("Begin")
    other = Phone(app)
    other.client.set_cookie("n", cookie.value)
    page = other.send(action, fields)

    assert page.heading == "Come in with your card"
    assert "You have joined already" in page.text
    assert phone.open("/road").heading == "Your road"


def test_two_tabs_join_once(phone: Phone, room: Room, database: Database) -> None:
    first, second = at_the_two_questions(phone, room), at_the_two_questions(phone, room)
    first.press("Join", sex="male", age_band="18-19")
    page = second.press("Join", sex="male", age_band="18-19")

    assert count(database, tables.Learner) == 1
    assert page.heading == "Your card"


def test_the_card_stays_until_it_is_written_down_and_is_gone_then(phone: Phone, room: Room) -> None:
    page = at_the_two_questions(phone, room).press("Join", sex="unsaid", age_band="unsaid")
    pin = page.html.split("PIN</dt><dd>")[1].split("</dd>")[0]
    assert "After “Leave” it isn’t shown again" in page.text
    assert "Closing the browser signs you out" in page.text
    assert pin in phone.open("/card").html
    assert "not written down" in phone.open("/road").text

    phone.open("/card").press("Written down")

    assert pin not in phone.open("/card").html
    assert "not written down" not in phone.open("/road").text


def test_the_next_learner_on_this_phone_starts_clean(phone: Phone, room: Room, join: Callable[..., Learner]) -> None:
    first = join(phone)
    page = phone.open(door_of(room))
    assert page.heading == f"On this phone number {first.handle} is signed in"

    page.press("Somebody else joins")
    second = join(phone)

    assert second.handle == first.handle + 1
    assert first.sign_in(Phone(phone.app)).heading == "Your road"


def test_half_of_the_cohort_starts_with_form_a(join: Callable[..., Learner], database: Database) -> None:
    for _ in range(4):
        join()
    with database.reading() as session:
        assert sorted(session.scalars(select(tables.Learner.first_form))) == ["A", "A", "B", "B"]

"""A group is begun on one screen, and its learners are invited by link, text or code; a leaked code is made anew."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from app.services.waves import Wave
from app.store import Database, audit
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import control, new_group, sit_down
from tests.app.web.reader import Page, Phone


def test_a_group_with_its_consent_is_open_to_join_as_soon_as_it_is_made(desk: Phone, room: Room, app: Flask) -> None:
    consent = {"is_there": "y", "consent_on": "2026-03-01"}
    page = desk.open("/groups/new").press("Make the group", **new_group(room), **consent)

    assert page.path.endswith("/poster"), "consent, joining and poster are one act"
    assert "learners can join: print this poster" in page.html
    address = re.search(r'aria-label="[^"]*http://localhost(/j/\w{8})"', page.html) or re.search(
        r"(/j/\w{8})", page.html
    )
    assert address
    assert Phone(app).client.get(address[1]).status_code == 200
    assert "Open the first test" in page.buttons()


def test_a_consent_to_come_makes_no_group(desk: Phone, room: Room) -> None:
    consent = {"is_there": "y", "consent_on": "2026-03-03"}
    page = desk.open("/groups/new").press("Make the group", **new_group(room), **consent)

    assert page.status == 422
    assert "That day is still to come." in page.text
    assert "Group 2" not in desk.open("/groups").text


def test_the_next_group_begins_with_place_and_way_of_the_last_and_by_the_local_day(app: Flask, room: Room) -> None:
    room.school.alter(room.cohort, region_code="KZ-75", way="remote")
    room.wait(hours=15.5)  # it is the next day in Almaty, and not yet in Greenwich

    page = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now).open("/groups/new")

    assert control(page, "starts_on").get("value") == "2026-03-03"
    assert control(page, "ends_on").get("value") == "2026-05-26"
    assert control(page, "label").get("value") == "Group 2"
    assert re.search(r'<option selected value="KZ-75">', page.html)
    assert re.search(r'<option selected value="remote">', page.html)


def test_one_press_notes_the_consent_and_lets_learners_in(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new").press("Make the group", **new_group(room))
    page = page.press("Note it, and let learners in", is_there="yes", consent_on="2026-03-01")

    assert "Consent in place since 1 March 2026" in page.text
    assert "Open: the code lets learners in." in page.text


def test_joining_after_the_last_day_is_not_said_to_let_anybody_in(group: Callable[[], Page], room: Room) -> None:
    page = group().press("Close joining")
    form = page.sent_by("Open joining")
    room.school.alter(room.cohort, ends_on=room.school.now.date().replace(day=1))
    room.wait()

    page = page.phone.send(*form)

    assert "nobody could join. Change the last day first." in page.text
    assert "learners can come in" not in page.text


def test_the_page_of_invitations_has_link_text_and_code_to_mark_and_copy(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}").tap("Invite")
    code = room.cohort.join_code

    assert f'value="http://localhost/j/{code}"' in page.html
    text = re.search(r'<textarea[^>]*lang="ru"[^>]*>(.*?)</textarea>', page.html, re.DOTALL)
    assert text
    assert f"http://localhost/j/{code}" in text[1]
    assert f"{code[:4]} {code[4:]}" in text[1]
    assert "Join our group" not in text[1]
    assert "30 мая 2026" in text[1]


def test_a_new_code_stops_the_old_one_at_once_and_whoever_has_joined_stays(
    desk: Phone, room: Room, learner: Learner, app: Flask, database: Database
) -> None:
    old = room.cohort.join_code
    late = Phone(app).open(f"/j/{old}?lang=en").press("Yes, begin")

    question = desk.open(f"/groups/{room.cohort.ref}/invite").tap("Make a new code …")
    assert Phone(app).client.get(f"/j/{old}").status_code == 200, "a question changes nothing"
    page = question.press("Make a new code")

    new = re.search(r'value="http://localhost/j/(\w{8})"', page.html)[1]
    assert new != old
    assert Phone(app).client.get(f"/j/{old}").status_code == 404
    assert Phone(app).client.get(f"/j/{new}").status_code == 200
    assert late.phone.client.post(late.path, data={"sex": "female", "age_band": "15-17"}).status_code in (303, 404)
    assert "1 joined" in desk.open(f"/groups/{room.cohort.ref}").text
    assert learner.sign_in(Phone(app)).path == "/road"
    with database.reading() as session:
        acts = repr(audit.list_acts(session, cohort_id=room.cohort.cohort_id))
    assert "cohort.join_code" in acts
    assert old not in acts
    assert new not in acts


def test_a_limit_of_joiners_is_set_raised_and_taken_away(
    desk: Phone, group: Callable[[], Page], room: Room, app: Flask, learner: Learner
) -> None:
    door = f"/j/{room.cohort.join_code}"
    page = desk.open(f"/groups/{room.cohort.ref}/invite").press("Save", places="1")
    assert "Places: 1, taken: 1" in page.text
    assert Phone(app).client.get(door).status_code == 409
    assert "The group is full." in group().text

    page = group().press("Let 1 more in")
    assert "Places: 2, taken: 1" in page.text
    assert Phone(app).client.get(door).status_code == 200
    page = desk.open(f"/groups/{room.cohort.ref}/invite").press("Save", places="")
    assert "Places: 1200, taken: 1" in page.text


@pytest.mark.parametrize("typed", ["0", "1201", "many", "-1", "99999999"])
def test_a_limit_is_within_reason(desk: Phone, room: Room, typed: str) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/invite").press("Save", places=typed)

    assert "Write how many may join: 1 to 1200." in page.text


@pytest.mark.parametrize("sheet", ["", "/poster", "/cards", "/invite"])
def test_where_learners_come_in_it_says_that_names_stay_on_paper(desk: Phone, room: Room, sheet: str) -> None:
    html = desk.client.get(f"/groups/{room.cohort.ref}{sheet}").text

    assert "No name ever stands here." in html
    assert f"/groups/{room.cohort.ref}/class-sheet" in html


def test_nothing_is_offered_to_send_while_nobody_can_join_and_it_says_how_to_open_that(desk: Phone, room: Room) -> None:
    address = f"/groups/{room.cohort.ref}/invite"
    open_page = desk.open(address)
    assert "Nobody can join now" not in open_page.text
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = desk.open(address)
    assert "Nobody can join now" in page.text
    assert room.cohort.join_code not in page.html
    assert "Text to send" not in page.text

    page.press("Open joining")
    assert "Text to send" in desk.open(address).text

    room.school.alter(room.school.anew(room.cohort), ends_on=date(2026, 3, 1), starts_on=date(2026, 3, 1))
    room.wait()
    page = desk.open(address)
    assert "The last day is over: nobody joins." in page.text
    assert room.cohort.join_code not in page.html
    assert page.tap("Change the last day").path.endswith("/edit")

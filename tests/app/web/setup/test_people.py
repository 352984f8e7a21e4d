"""Staff: added, given roles, shut out and let in again; their groups find somebody else."""

import pytest
from flask import Flask

from app.services.people import Role
from tests.app.web.conftest import Room
from tests.app.web.desk import control, sit_down
from tests.app.web.reader import Phone


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"name": ""}, "Give a name.", id="no name"),
        pytest.param({"name": "a"}, "Between 2 and 60 characters", id="a short name"),
        pytest.param({"name": "AIGUL"}, "Somebody has this name already.", id="a name that is taken"),
        pytest.param({"role": "king"}, "Not a valid choice", id="no such role"),
        pytest.param({"role": "me_officer", "place": "o1"}, "held in a programme", id="an officer with a partner"),
        pytest.param({"role": "administrator"}, "sets up everything", id="an administrator with a partner"),
        pytest.param({"role": "partner_lead", "place": "p1"}, "held with a partner", id="a lead of a programme"),
    ],
)
def test_a_wrong_person_is_said_and_what_was_typed_is_kept(
    desk: Phone, room: Room, wrong: dict[str, str], message: str
) -> None:
    usual = {"name": "Bota", "language": "kk", "role": "facilitator", "place": f"o{room.school.partner_id}"}
    page = desk.open("/setup/staff/new").press("Add, and make a one-time link", **{**usual, **wrong})

    assert page.status == 422
    assert message in page.text
    assert control(page, "name").get("value") == wrong.get("name", "Bota"), "as it was typed"


def test_the_only_partner_need_not_be_chosen(desk: Phone, room: Room) -> None:
    desk.open("/setup/staff/new").press("Add, and make a one-time link", name="bota", language="en", role="facilitator")

    assert "Facilitator: Bilim" in desk.open("/setup/staff").tap("bota").text


def test_a_role_is_given_ended_and_given_back(desk: Phone) -> None:
    page = desk.open("/setup/staff").tap("aigul")

    page = page.press("Give the role", role="me_officer")
    assert "M&E officer: Safe ways" in page.text
    ended = page.press("End")
    assert "Facilitator: Bilim (ended)" in ended.text
    back = ended.press("Give back")

    assert "(ended)" not in back.text
    assert "Facilitator: Bilim" in back.text


def test_a_role_without_its_place_is_said(desk: Phone, room: Room) -> None:
    room.school.partner("Another")
    room.wait()

    page = desk.open("/setup/staff").tap("aigul").press("Give the role", role="partner_lead")

    assert page.status == 422
    assert "held with a partner: choose one" in page.text


def test_disabling_shuts_out_at_once_and_is_undone(app: Flask, desk: Phone, room: Room) -> None:
    aigul = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    assert aigul.client.get("/groups").status_code == 200

    page = desk.open("/setup/staff").tap("aigul").press("Disable")
    assert "Disabled, and signed out everywhere." in page.text
    assert aigul.client.get("/groups").status_code == 303
    assert "Make a new link" not in page.text
    assert "Enabled again" in page.press("Enable").text


def test_the_last_administrator_is_told_why_not(desk: Phone, room: Room) -> None:
    page = desk.open("/setup/staff").tap("root")

    assert "This is the last administrator who can sign in." in page.press("End").text
    assert "This is the last administrator who can sign in." in page.press("Disable").text
    assert desk.open("/setup").heading == "Set-up"


def test_an_administrator_who_steps_back_lands_at_a_page_that_is_open(app: Flask, desk: Phone, room: Room) -> None:
    school = room.school
    sit_down(app, school.session, school.staff("second", Role.ADMINISTRATOR), school.now)
    desk.open("/setup/staff").tap("root").press("Give the role", role="facilitator")

    page = desk.open("/setup/staff").tap("root").press("End")

    assert page.path == "/groups"


def test_groups_of_somebody_who_left_get_another_facilitator(app: Flask, desk: Phone, room: Room) -> None:
    room.school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    room.wait()
    desk.open("/setup/staff").tap("aigul").press("Disable")

    groups = desk.open("/setup/groups")
    assert "aigul disabled" in groups.text
    page = groups.tap("Hand over")
    assert "Now: aigul" in page.text
    page = page.press("Hand the group over", **page.choice("bota"))

    assert "Group 1 Bilim, Turkistan Region, 2 March 2026 – 30 May 2026 Learners are joining bota" in page.text

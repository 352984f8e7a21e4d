"""Helplines: added, called, hidden, each undone; an old one is called again before learners lose it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.store.tables import Helpline
from tests.app.web.conftest import Room
from tests.app.web.desk import control
from tests.app.web.reader import Page, Phone

HELPLINE = {
    "country": "KZ",
    "kind": "helpline",
    "service": "Police",
    "number": "102",
    "audience": "everyone",
    "hours": "24/7",
    "is_free": "yes",
    "source": "A newspaper",
    "source_url": "https://paper.example/102",
    "sourced_on": "2026-02-01",
}


def test_a_helpline_is_added_called_hidden_and_each_is_undone(desk: Phone, phone: Phone) -> None:
    page = desk.open("/setup/helplines?country=KZ").tap("Add a helpline").press("Add the helpline", **HELPLINE)
    assert "do not see it" in page.text
    assert "not yet called by us" in page.text
    assert "102" not in phone.open("/help?country=KZ").text

    page = page.press("I called today: it answered")
    assert "called 2 March 2026" in page.text
    assert "Called by us on 2 March 2026: it answered." in phone.open("/help?country=KZ").text
    page = page.press("Hide")
    assert "102 is hidden in Kazakhstan." in page.text
    assert "102" not in phone.open("/help?country=KZ").text
    page = page.press("Show")
    assert "102" in phone.open("/help?country=KZ").text
    page = page.press("Take back")

    assert "102 counts as not called." in page.text
    assert "Police" not in phone.open("/help?country=KZ").text


def test_the_first_page_asks_to_call_again_before_a_number_is_lost_to_learners(desk: Phone, room: Room) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **HELPLINE).press("I called today: it answered")
    assert "Call again" not in desk.open("/setup").text
    line = room.school.session.scalars(select(Helpline).where(Helpline.confirmed_on.is_not(None))).one()

    line.confirmed_on = room.school.now.date() - timedelta(days=720)
    room.school.session.commit()
    assert "102, Kazakhstan: learners see it until 12 March 2026. Call again before." in desk.open("/setup").text

    line.confirmed_on = room.school.now.date() - timedelta(days=731)
    room.school.session.commit()
    assert "learners do not see it any more. Call again, or hide it." in desk.open("/setup").text
    desk.open("/setup/helplines?country=KZ").press("Hide")
    assert "Call again" not in desk.open("/setup").text


def test_the_same_line_twice_is_a_slip_that_is_said(desk: Phone) -> None:
    first = desk.open("/setup/helplines/new").press("Add the helpline", **HELPLINE)
    again = desk.open("/setup/helplines/new").press("Add the helpline", **HELPLINE)
    other = desk.open("/setup/helplines/new").press("Add the helpline", **{**HELPLINE, "service": "Fire"})

    assert first.status == other.status == 200
    assert again.status == 422
    assert "has the number for this service already, perhaps a hidden one" in again.text
    assert "Saved." in other.tap("Fire").press("Save", hours="9 to 18").text
    moved = desk.open("/setup/helplines?country=KZ").tap("Fire").press("Save", service="Police")
    assert moved.status == 422


EMERGENCY = {**HELPLINE, "kind": "emergency", "number": "112", "service": "All emergencies"}


def test_an_emergency_number_is_added_with_its_date_and_called_by_nobody(desk: Phone, phone: Phone) -> None:
    page = desk.open("/setup/helplines?country=KZ")
    assert "No emergency number for this country yet." in page.text
    page = page.tap("Add an emergency number")
    assert page.chosen("kind") == "emergency"
    page = page.press("Add the emergency number", **EMERGENCY)

    assert "Added. Learners see it in Help, before every helpline." in page.text
    assert "I called today: it answered" not in page.buttons()
    assert "not yet called by us" not in page.text
    assert "No helpline for this country yet." in page.text
    assert "“I need help. Please call 112.”" in phone.open("/help?country=KZ").text


def test_an_emergency_number_is_not_confirmed_by_a_form_of_yesterday(desk: Phone, room: Room) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **{**HELPLINE, "number": "104"})
    old = desk.open("/setup/helplines?country=KZ")
    line = room.school.session.scalars(select(Helpline)).one()
    line.kind = "emergency"
    room.school.session.commit()

    assert (
        "104 is an emergency number: please do not call it to test it." in old.press("I called today: it answered").text
    )
    room.school.session.expire_all()
    assert line.confirmed_on is None


def test_hiding_an_emergency_number_asks_says_what_follows_and_is_undone(desk: Phone, phone: Phone) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **EMERGENCY)
    desk.open("/setup/helplines/new").press("Add the helpline", **{**EMERGENCY, "number": "102", "service": "Police"})

    def ask(service: str) -> Page:
        row = next(
            it for it in desk.open("/setup/helplines?country=KZ").root.iter("tr") if service in "".join(it.itertext())
        )
        return desk.open(next(it.get("href", "") for it in row.iter("a") if it.get("href", "").endswith("/hide")))

    page = ask("All emergencies")
    assert "Hide 112 in Kazakhstan?" in page.text
    assert "the first one that learners see" in page.text
    assert "Learners there then see 102 first (Police)." in page.text
    assert "112" in page.tap("Leave it shown").text
    assert "“I need help. Please call 112.”" in phone.open("/help?country=KZ").text

    assert "112 is hidden in Kazakhstan." in page.press("Hide 112").text
    assert "“I need help. Please call 102.”" in phone.open("/help?country=KZ").text
    page = ask("Police")
    assert "Learners there then see no emergency number." in page.text
    page = page.press("Hide 102")
    assert "Learners see no emergency number for this country." in page.text
    assert "Kazakhstan: learners see no emergency number." in desk.open("/setup").text

    for _ in range(2):
        desk.open("/setup/helplines?country=KZ").press("Show")
    assert "“I need help. Please call 112.”" in phone.open("/help?country=KZ").text
    assert "learners see no emergency number" not in desk.open("/setup").text


def test_a_form_that_does_not_ask_hides_no_emergency_number(desk: Phone, phone: Phone) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **HELPLINE)
    old = desk.open("/setup/helplines?country=KZ")
    desk.open("/setup/helplines?country=KZ").tap("Police").press("Save", kind="emergency")

    page = old.press("Hide")

    assert "Hide 102 in Kazakhstan?" in page.text
    assert "tel:102" in phone.open("/help?country=KZ").links()


@pytest.mark.parametrize(
    "change",
    [{"number": "113"}, {"country": "KG"}, {"kind": "helpline", "number": "102"}],
    ids=["number", "country", "kind"],
)
def test_an_emergency_number_is_not_changed_away(desk: Phone, phone: Phone, change: dict[str, str]) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **EMERGENCY)

    page = desk.open("/setup/helplines?country=KZ").tap("All emergencies").press("Save", **change)

    assert page.status == 422
    assert "If it is wrong, hide it and add another." in page.text
    assert "tel:112" in phone.open("/help?country=KZ").links()


def test_another_number_is_another_helpline(desk: Phone) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **HELPLINE).press("I called today: it answered")

    form = desk.open("/setup/helplines?country=KZ").tap("Police")
    assert control(form, "number").get("value") == "102"
    page = form.press("Save", **{**HELPLINE, "number": "103"})

    assert "not yet called by us" in page.text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"service": ""}, "Say what it is.", id="no service"),
        pytest.param({"number": ""}, "Give the number.", id="no number"),
        pytest.param(
            {"number": "call me"},
            "Digits, blanks, dashes and brackets only; or the address of a chat, from https:// on.",
            id="no digits",
        ),
        pytest.param({"number": "8 800 2000 122", "kind": "emergency"}, "two to four digits", id="a long number"),
        pytest.param({"number": "+112", "kind": "emergency"}, "two to four digits", id="a number of a country"),
        pytest.param({"number": "https://t.me/112", "kind": "emergency"}, "two to four digits", id="a chat"),
        pytest.param(
            {"country": "ZZ", "kind": "emergency", "number": "102"},
            "is one country’s: choose it",
            id="of all countries",
        ),
        pytest.param(
            {"number": "102", "kind": "pictures"}, "the address of its page", id="a service without an address"
        ),
        pytest.param({"sourced_on": "", "kind": "emergency"}, "give the date of the source", id="no day to show"),
        pytest.param({"source": ""}, "Name the source.", id="no source"),
        pytest.param({"source_url": "javascript:alert(1)"}, "It begins with https://", id="no address"),
        pytest.param({"country": "XX"}, "Choose again.", id="no such country"),
        pytest.param({"sourced_on": "soon"}, "Write the day like 2026-03-02, please.", id="no date"),
        pytest.param({"sourced_on": "2026-03-03"}, "That day has not come yet.", id="a day to come"),
    ],
)
def test_a_wrong_helpline_is_said_at_its_field_and_what_was_typed_is_kept(
    desk: Phone, wrong: dict[str, str], message: str
) -> None:
    page = desk.open("/setup/helplines/new").press("Add the helpline", **{**HELPLINE, **wrong})

    assert page.status == 422
    assert message in page.text
    assert control(page, next(iter(wrong))).get("aria-invalid") == "true"
    assert control(page, "audience").get("value") == "everyone"
    assert control(page, "number").get("value") == wrong.get("number", "102")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"kind": ""}, "Choose the kind.", id="none"),
        pytest.param({"number": "1-1-2"}, "1-1-2 is an emergency number: choose that kind.", id="112 as a helpline"),
    ],
)
def test_a_wrong_kind_is_said_at_its_choices(desk: Phone, wrong: dict[str, str], message: str) -> None:
    page = desk.open("/setup/helplines/new").press("Add the helpline", **{**HELPLINE, **wrong})

    assert page.status == 422
    choices = next(it for it in page.root.iter("fieldset") if it.get("aria-describedby") == "kind-error")
    assert message in "".join(choices.itertext())

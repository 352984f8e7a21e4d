"""An administrator on an empty install, step by step, and what they never see."""

import re

from flask import Flask

from app.services import staff_signing
from tests.app.web.conftest import Room
from tests.app.web.desk import follow
from tests.app.web.reader import Page, Phone

PROGRAMME = {
    "name": "Safe ways",
    "main_country": "KZ",
    "time_zone": "Asia/Almaty",
    "first_language": "ru",
    "second_language": "kk",
    "third_language": "en",
    "consent_kept_at": "in the school's office",
}


def link_on(page: Page) -> str:
    """The one-time link that this page shows."""
    return next(it.text or "" for it in page.root.iter("textarea") if it.get("id") == "link")


def buttons(page: Page) -> list[str]:
    return ["".join(button.itertext()).strip() for button in page.root.iter("button")]


def test_an_empty_install_goes_step_by_step_until_a_group_can_be_made(app: Flask, empty: Phone) -> None:
    home = empty.open("/setup")
    assert "4 steps more, and facilitators can make their first group." in home.text
    for section, sentence in (
        ("programmes", "No programme yet."),
        ("partners", "No partner yet."),
        ("groups", "No group yet."),
        ("helplines", "No helpline for this country yet."),
        ("courses", "there is none yet"),
        ("partners/new", "there is none yet"),
    ):
        assert sentence in empty.open(f"/setup/{section}").text, section

    home = home.tap("Name the programme").press("Save", **PROGRAMME)
    assert "The programme “Safe ways” is there." in home.text
    partners = home.tap("Add a partner").press("Add the partner", name="Bilim")
    assert "“Bilim” is added." in partners.text
    form = empty.open("/setup").tap("Add a facilitator")
    assert form.chosen("role") == "facilitator"
    shown = form.press("Add, and make a one-time link", name="Aigul", language="ru")
    link = link_on(shown)
    home = shown.tap("It is handed over")
    assert "1 step more, and facilitators" in home.text
    courses = home.tap("Release the course")
    assert "Checked: no fault." in courses.text
    assert "Қазақша: draft, to be read by a native speaker" in courses.text
    assert "Released. New groups can take the course" in courses.press("Release for “Safe ways”").text

    home = empty.open("/setup")
    assert "Ready: facilitators can make groups." in home.text
    assert link and link.startswith("http://localhost/staff/link#")
    aigul = Phone(app)
    page = follow(aigul, link)
    new = page.press(buttons(page)[-1], passphrase="a long way to the school").phone.open("/groups/new")
    assert "Bilim" in new.text


def test_a_link_is_shown_once_and_renewed(app: Flask, desk: Phone, room: Room) -> None:
    first = desk.open("/setup/staff/new").press(
        "Add, and make a one-time link", name="bota", language="en", role="administrator"
    )
    old = link_on(first)
    member = first.tap("More about bota")
    assert old and old.rpartition("#")[2] not in member.html

    second = member.press("Make a new link")
    fresh = link_on(second)

    room.school.session.commit()
    token = {name: str(link).rpartition("#")[2] for name, link in (("old", old), ("fresh", fresh))}
    assert staff_signing.open_link(room.school.session, token["old"], room.school.now) is None
    assert staff_signing.open_link(room.school.session, token["fresh"], room.school.now) == "bota"


def test_an_administrator_sees_no_answer_and_no_handle(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.wait()

    for path in ("/setup/groups", f"/setup/groups/{room.cohort.ref}"):
        page = desk.open(path)
        assert not [
            link for link in page.links() if re.search(r"/groups/\w{12}(/\d+)?$", link) and "/setup/" not in link
        ]
    assert desk.client.get(f"/groups/{room.cohort.ref}").status_code == 404


def test_every_staff_page_that_names_something_unknown_is_not_there(desk: Phone) -> None:
    for path in ("programmes/x", "partners/x", "staff/x", "helplines/x", "groups/x"):
        assert desk.client.get(f"/setup/{path}").status_code == 404

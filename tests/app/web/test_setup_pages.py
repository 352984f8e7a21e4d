"""An administrator at the desk: an empty install, long lists, wrong entries, and the way back from each act."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.services import signing
from app.services.people import Grant, Role
from app.services.staff import add_staff
from app.store import Database, programmes, releases
from app.store.tables import Helpline
from tests.app.conftest import MORNING
from tests.app.web.conftest import Room
from tests.app.web.desk import control, sit_down
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
HELPLINE = {
    "country": "KZ",
    "service": "Police",
    "number": "102",
    "audience": "everyone",
    "hours": "24/7",
    "is_free": "yes",
    "source": "A newspaper",
    "source_url": "https://paper.example/102",
    "sourced_on": "2026-02-01",
}


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    """An administrator where everything is set up."""
    return sit_down(app, room.school.session, room.school.staff("root", Role.ADMINISTRATOR), room.school.now)


@pytest.fixture
def empty(app: Flask, database: Database) -> Phone:
    """The first administrator of an instance where nothing is set up."""
    with database.writing_session() as session:
        made = add_staff(session, name="root", language="en", grant=Grant(Role.ADMINISTRATOR), now=MORNING)
        app.extensions["clock_offset"] = MORNING - datetime.now(UTC)
        return sit_down(app, session, made.staff_id, MORNING)


def link_on(page: Page) -> str:
    """The one-time link that this page shows."""
    return next(it.text or "" for it in page.root.iter("textarea") if it.get("id") == "link")


def buttons(page: Page) -> list[str]:
    return ["".join(button.itertext()).strip() for button in page.root.iter("button")]


def test_an_empty_install_goes_step_by_step_until_a_group_can_be_made(app: Flask, empty: Phone) -> None:
    home = empty.open("/setup")
    assert "Four steps" in home.text
    for section, said in (
        ("programmes", "No programme yet."),
        ("partners", "No partner yet."),
        ("groups", "No group yet."),
        ("helplines", "No helpline for this country yet."),
        ("courses", "there is none yet"),
        ("partners/new", "there is none yet"),
    ):
        assert said in empty.open(f"/setup/{section}").text, section

    home = home.tap("Name the programme").press("Save", **PROGRAMME)
    assert "The programme “Safe ways” is there." in home.text
    partners = home.tap("Add a partner").press("Add the partner", name="Bilim")
    assert "“Bilim” is added." in partners.text
    form = empty.open("/setup").tap("Add a facilitator")
    assert form.chosen("role") == "facilitator"
    shown = form.press("Add, and make a one-time link", name="Aigul", language="ru")
    link = link_on(shown)
    home = shown.tap("It is handed over")
    courses = home.tap("Release the course")
    assert "Checked: no fault." in courses.text
    assert "kk: draft, to be read by a native speaker" in courses.text
    assert "Released. New groups can take the course" in courses.press("Release for “Safe ways”").text

    home = empty.open("/setup")
    assert "Ready: facilitators can make groups." in home.text
    assert link and link.startswith("http://localhost/staff/link/")
    aigul = Phone(app)
    page = aigul.open(link.removeprefix("http://localhost"))
    new = page.press(buttons(page)[-1], passphrase="a long way to the school").phone.open("/groups/new")
    assert "Bilim" in new.text


def test_a_link_is_shown_once_and_renewed(app: Flask, desk: Phone, room: Room) -> None:
    first = desk.open("/setup/staff/new").press(
        "Add, and make a one-time link", name="bota", language="en", role="administrator"
    )
    old = link_on(first)
    member = first.tap("More about bota")
    assert old and old.rpartition("/")[2] not in member.html

    second = member.press("Make a new link")
    fresh = link_on(second)

    room.school.session.commit()
    token = {name: str(link).rpartition("/")[2] for name, link in (("old", old), ("fresh", fresh))}
    assert signing.open_link(room.school.session, token["old"], room.school.now) is None
    assert signing.open_link(room.school.session, token["fresh"], room.school.now) == "bota"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"name": " "}, "Give the programme a name.", id="no name"),
        pytest.param({"name": "x" * 121}, "At most 120 characters, please.", id="a long name"),
        pytest.param({"main_country": "XX"}, "Choose again.", id="no such country"),
        pytest.param({"time_zone": "Asia/Nowhere"}, "Choose again.", id="no such time zone"),
        pytest.param({"third_language": "ru"}, "Each language once, please.", id="a language twice"),
        pytest.param({"consent_kept_at": ""}, "Say where the signed papers are.", id="no place for consent"),
    ],
)
def test_a_wrong_programme_is_said_at_its_field_and_what_was_typed_is_kept(
    empty: Phone, wrong: dict[str, str], said: str
) -> None:
    page = empty.open("/setup/programmes/new").press("Save", **{**PROGRAMME, **wrong})

    assert page.status == 422
    assert said in page.text
    assert control(page, next(iter(wrong))).get("aria-invalid") == "true"
    assert control(page, "consent_kept_at").get("value") == wrong.get("consent_kept_at", PROGRAMME["consent_kept_at"])


def test_every_time_zone_stands_once_with_its_offset(empty: Phone) -> None:
    page = empty.open("/setup/programmes/new")

    said = ["".join(option.itertext()) for option in control(page, "time_zone").iter("option")]

    assert "Almaty (UTC+05:00)" in said
    assert "Kyiv (UTC+02:00)" in said
    assert not {"Kiev", "Calcutta"} & {one.partition(" (")[0] for one in said}
    assert len(said) == len(set(said)) < 70


def test_a_programme_in_another_time_zone_keeps_it(desk: Phone, room: Room) -> None:
    programmes.get_by_id(room.school.session, room.school.programme_id).time_zone = "America/Lima"
    room.wait()

    page = desk.open("/setup/programmes").tap("Safe ways")

    assert page.sent_by("Save") and "America/Lima" in page.html
    assert "Lima (UTC-05:00)" in page.text


def test_a_programme_is_changed_archived_and_brought_back(desk: Phone) -> None:
    form = desk.open("/setup/programmes").tap("Safe ways")
    assert control(form, "name").get("value") == "Safe ways"
    page = form.press("Save", **{**PROGRAMME, "name": "Safer ways", "other_countries": "KG"})
    assert "Safer ways" in page.text
    assert "Kazakhstan, Kyrgyzstan" in page.text

    assert "archived" in page.press("Archive").text
    assert "“Safer ways” is back." in desk.open("/setup/programmes").press("Bring back").text


def test_where_every_programme_is_archived_the_first_page_says_so_and_leads_to_them(desk: Phone) -> None:
    desk.open("/setup/programmes").press("Archive")

    home = desk.open("/setup")

    assert "Every programme is archived." in home.text
    assert home.tap("Look at the programmes").press("Bring back").heading == "Programmes"


def test_a_partner_is_renamed_archived_and_brought_back(desk: Phone) -> None:
    page = desk.open("/setup/partners").tap("Bilim").press("Save", name="Bilim plus")
    assert "Bilim plus" in page.text

    assert "is archived" in page.press("Archive").text
    assert "is back" in desk.open("/setup/partners").press("Bring back").text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("  ", "Give the partner a name.", id="none"),
        pytest.param("Bilim", "of this name already", id="twice"),
    ],
)
def test_a_wrong_partner_is_said_at_its_field(desk: Phone, name: str, said: str) -> None:
    page = desk.open("/setup/partners/new").press("Add the partner", name=name)

    assert page.status == 422
    assert said in page.text


def test_twenty_partners_are_a_list_and_a_thousand_have_a_search(desk: Phone, room: Room) -> None:
    school = room.school
    for number in range(2, 21):
        school.partner(f"Partner {number}")
    school.session.commit()
    twenty = desk.open("/setup/partners")
    assert "Find a partner" not in twenty.text
    assert twenty.text.index("Partner 2") < twenty.text.index("Partner 10")

    for number in range(21, 1001):
        school.partner(f"Partner {number}")
    school.session.commit()
    thousand = desk.open("/setup/partners?page=20")
    assert "Page 20 of 20" in thousand.text
    assert "Partner 1000" in thousand.text
    assert len(thousand.html) < 100_000
    found = desk.open("/setup/partners?search=partner+77")
    assert "19 found" in found.text
    assert "No partner has these words" in desk.open("/setup/partners?search=zebra").text


@pytest.mark.parametrize(
    ("wrong", "said"),
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
    desk: Phone, room: Room, wrong: dict[str, str], said: str
) -> None:
    usual = {"name": "Bota", "language": "kk", "role": "facilitator", "place": f"o{room.school.partner_id}"}
    page = desk.open("/setup/staff/new").press("Add, and make a one-time link", **{**usual, **wrong})

    assert page.status == 422
    assert said in page.text
    assert control(page, "name").get("value") == wrong.get("name", "bota").lower()


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


def test_a_release_is_withdrawn_and_offered_again(desk: Phone, room: Room) -> None:
    page = desk.open("/setup/courses").press("Withdraw")
    assert "Withdrawn: no new group takes it." in page.text
    row = releases.list_releases(room.school.session, room.school.programme_id)[0]
    room.school.session.refresh(row)
    assert row.withdrawn_at
    room.school.session.commit()

    assert "can take this release again" in page.press("Offer again").text


def test_a_course_or_programme_that_is_not_there_is_not_released(desk: Phone, room: Room) -> None:
    page = desk.open("/setup/courses")
    room.school.session.commit()

    _, token = page.sent_by("Withdraw")
    for wrong in ({"programme": "nowhere", "course": "smart-navigator"}, {"programme": "x", "course": "../secrets"}):
        desk.send("/setup/courses/release", {"csrf_token": token["csrf_token"], **wrong}, status=404)


def test_a_helpline_is_added_called_hidden_and_each_is_undone(desk: Phone, phone: Phone) -> None:
    page = desk.open("/setup/helplines?country=KZ").tap("Add a helpline").press("Add the helpline", **HELPLINE)
    assert "do not see it" in page.text
    assert "not yet called by us" in page.text
    assert "102" not in phone.open("/help?country=KZ").text

    page = page.press("I called today: it answered")
    assert "called March 2, 2026" in page.text
    assert "Called by us on March 2, 2026: it answered." in phone.open("/help?country=KZ").text
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
    assert "102, Kazakhstan: learners see it until March 12, 2026. Call again before." in desk.open("/setup").text

    line.confirmed_on = room.school.now.date() - timedelta(days=731)
    room.school.session.commit()
    assert "learners do not see it any more. Call again." in desk.open("/setup").text


def test_another_number_is_another_helpline(desk: Phone) -> None:
    desk.open("/setup/helplines/new").press("Add the helpline", **HELPLINE).press("I called today: it answered")

    form = desk.open("/setup/helplines?country=KZ").tap("Police")
    assert control(form, "number").get("value") == "102"
    page = form.press("Save", **{**HELPLINE, "number": "103"})

    assert "not yet called by us" in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"service": ""}, "Say what it is.", id="no service"),
        pytest.param({"number": ""}, "Give the number.", id="no number"),
        pytest.param({"number": "call me"}, "Digits, blanks, dashes and brackets only.", id="no digits"),
        pytest.param({"source": ""}, "Name the source.", id="no source"),
        pytest.param({"source_url": "javascript:alert(1)"}, "It begins with https://", id="no address"),
        pytest.param({"country": "XX"}, "Choose again.", id="no such country"),
        pytest.param({"sourced_on": "soon"}, "valid date", id="no date"),
    ],
)
def test_a_wrong_helpline_is_said_at_its_field_and_what_was_typed_is_kept(
    desk: Phone, wrong: dict[str, str], said: str
) -> None:
    page = desk.open("/setup/helplines/new").press("Add the helpline", **{**HELPLINE, **wrong})

    assert page.status == 422
    assert said in page.text
    assert control(page, next(iter(wrong))).get("aria-invalid") == "true"
    assert control(page, "audience").get("value") == "everyone"
    assert control(page, "number").get("value") == wrong.get("number", "102")


def test_groups_of_somebody_who_left_get_another_facilitator(app: Flask, desk: Phone, room: Room) -> None:
    room.school.staff("bota", Role.FACILITATOR)
    room.wait()
    desk.open("/setup/staff").tap("aigul").press("Disable")

    groups = desk.open("/setup/groups")
    assert "aigul disabled" in groups.text
    page = groups.tap("Hand over")
    assert "Now: aigul" in page.text
    page = page.press("Hand the group over", **page.choice("bota"))

    assert "Group 1 Bilim, March 2, 2026 – May 30, 2026 bota" in page.text


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

"""Programmes, partners and releases: made, changed, archived, brought back; wrong entries said at their field."""

from pathlib import Path

import pytest

from app.content import Release, shelf
from app.services.administrator import programme as deeds
from app.store.programmes import programmes, releases
from tests.app.web.conftest import Room
from tests.app.web.desk import control
from tests.app.web.reader import Phone

PROGRAMME = {
    "name": "Safe ways",
    "main_country": "KZ",
    "time_zone": "Asia/Almaty",
    "first_language": "ru",
    "second_language": "kk",
    "third_language": "en",
    "consent_kept_at": "in the school's office",
}


@pytest.fixture
def release(shipped: Release) -> Release:
    """The course on the shelf."""
    return shipped


@pytest.mark.parametrize(
    ("wrong", "message"),
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
    empty: Phone, wrong: dict[str, str], message: str
) -> None:
    page = empty.open("/setup/programmes/new").press("Save", **{**PROGRAMME, **wrong})

    assert page.status == 422
    assert message in page.text
    assert control(page, next(iter(wrong))).get("aria-invalid") == "true"
    assert control(page, "consent_kept_at").get("value") == wrong.get("consent_kept_at", PROGRAMME["consent_kept_at"])


def test_two_programmes_of_one_name_are_a_slip_that_is_said(desk: Phone) -> None:
    """A form that is sent twice makes one programme; a change may keep its own name, and not take another's."""
    twice = desk.open("/setup/programmes/new").press("Save", **PROGRAMME)
    desk.open("/setup/programmes/new").press("Save", **{**PROGRAMME, "name": "Far ways"})
    renamed = desk.open("/setup/programmes").tap("Far ways").press("Save", name="Safe ways")
    saved = desk.open("/setup/programmes").tap("Safe ways").press("Save", consent_kept_at="at the partner's")

    for page in (twice, renamed):
        assert page.status == 422
        assert "There is a programme of this name already, perhaps an archived one." in page.text
    assert "Saved." in saved.text


def test_every_time_zone_stands_once_with_its_offset(empty: Phone) -> None:
    page = empty.open("/setup/programmes/new")

    labels = ["".join(option.itertext()) for option in control(page, "time_zone").iter("option")]

    assert "Almaty (UTC+05:00)" in labels
    assert "Kyiv (UTC+02:00)" in labels
    assert not {"Kiev", "Calcutta"} & {one.partition(" (")[0] for one in labels}
    assert len(labels) == len(set(labels)) < 70


def test_cities_of_time_zones_are_named_in_the_language_of_the_reader(empty: Phone) -> None:
    page = empty.open("/setup/programmes/new?lang=ru")

    labels = ["".join(option.itertext()) for option in control(page, "time_zone").iter("option")]

    assert {"Алматы (UTC+05:00)", "Киев (UTC+02:00)", "Калькутта (UTC+05:30)", "Катманду (UTC+05:45)"} <= set(labels)


def test_a_programme_in_another_time_zone_keeps_it(desk: Phone, room: Room) -> None:
    programmes.change(room.school.session, room.school.programme_id, time_zone="America/Lima")
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
    ("name", "message"),
    [
        pytest.param("  ", "Give the partner a name.", id="none"),
        pytest.param("Bilim", "of this name already", id="twice"),
    ],
)
def test_a_wrong_partner_is_said_at_its_field(desk: Phone, name: str, message: str) -> None:
    page = desk.open("/setup/partners/new").press("Add the partner", name=name)

    assert page.status == 422
    assert message in page.text


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
    results = desk.open("/setup/partners?search=partner+77")
    assert "19 found" in results.text
    assert "No partner has these words" in desk.open("/setup/partners?search=zebra").text


def test_a_release_is_withdrawn_and_offered_again(desk: Phone, room: Room) -> None:
    page = desk.open("/setup/courses").press("Withdraw")
    assert "Withdrawn: no new group takes it." in page.text
    room.school.session.expire_all()
    assert releases.list_releases(room.school.session, room.school.programme_id)[0].withdrawn_at
    room.school.session.commit()

    assert "can take this release again" in page.press("Offer again").text


def test_a_release_is_named_by_its_digest_and_can_be_withdrawn_when_its_course_has_left_the_shelf(
    desk: Phone, room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    digest = room.school.release.digest[:12]
    assert digest in desk.open("/setup/courses").text

    monkeypatch.setattr(shelf, "CONTENT", tmp_path)
    page = desk.open("/setup/courses")
    assert "It is no longer on the shelf." in page.text
    assert digest in page.text
    assert "The check found faults" not in page.text

    assert "Withdrawn: no new group takes it." in page.press("Withdraw").text


def test_courses_of_a_thousand_programmes_are_pages_with_a_search(
    desk: Phone, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = room.school
    for number in range(2, 1001):
        deeds.add_programme(
            school.session,
            name=f"Programme {number}",
            countries=["KZ"],
            languages=["ru"],
            time_zone="Asia/Almaty",
            consent_kept_at="in the office",
            now=school.now,
        )
    school.session.commit()
    desk.open("/setup/courses")
    monkeypatch.setattr(shelf, "read_course", lambda *_: pytest.fail("it is read on each visit"))

    last = desk.open("/setup/courses?page=20")
    assert "Page 20 of 20" in last.text
    assert last.text.count("Not released yet") == 49, "and the one that has it"
    results = desk.open("/setup/courses?search=programme+777")
    assert "1 found" in results.text
    released = results.press("Release for “Programme 777”")
    assert "Released. New groups can take the course" in released.text
    assert "1 found" in released.text, "back where one was"
    assert "1 found" in released.press("Withdraw").press("Offer again").text
    assert "No programme has these words" in desk.open("/setup/courses?search=zebra").text
    assert "Page 1 of 20" in desk.open("/setup/courses?page=none").text


def test_a_course_or_programme_that_is_not_there_is_not_released(desk: Phone, room: Room) -> None:
    page = desk.open("/setup/courses")
    room.school.session.commit()

    _, token = page.sent_by("Withdraw")
    for wrong in ({"programme": "nowhere", "course": "smart-navigator"}, {"programme": "x", "course": "../secrets"}):
        desk.send("/setup/courses/release", {"csrf_token": token["csrf_token"], **wrong}, status=404)

    assert desk.open("/setup/courses").text == page.text

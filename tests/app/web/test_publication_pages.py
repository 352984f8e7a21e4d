"""Publications on their pages: who makes one, what is looked at before, what stands on it, and taking it back."""

import re
import sys
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.exports import FORMATS, OPTIONAL, REQUIRED, STATUSES
from app.services.administrator.staff import give_role
from app.services.people import Grant, Role
from app.store.tables import Audit
from tests.app.conftest import School
from tests.app.publishing.conftest import Programmes
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.promised import EVERYWHERE, PAGES
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

Desk = Callable[[Role], Phone]


@pytest.fixture
def house(room: Room, school: School) -> Programmes:
    """In the middle of April, after two regions have settled and a third has a few."""
    house = Programmes(school)
    house.settle("KZ-61", 30, 12)
    house.settle("KZ-79", 30, 14)
    house.settle("KZ-31", 4)
    room.wait(days=46)
    return house


@pytest.fixture
def desk(app: Flask, house: Programmes) -> Desk:
    """A browser of somebody new in this role."""

    def come(role: Role) -> Phone:
        school = house.school
        return sit_down(app, school.session, school.staff(f"some {role}", role), school.now)

    return come


@pytest.fixture
def published(house: Programmes) -> None:
    """As the command line does it."""
    house.publish(10)
    house.school.session.commit()


@pytest.fixture
def officer(desk: Desk) -> Phone:
    return desk(Role.ME_OFFICER)


def looked(officer: Phone, until: str) -> str:
    """The address of a look at what would be published."""
    page = officer.open("/figures/publications")
    return f"/figures/publications/new?programme={page.choices('programme')[0]}&until={until}"


def test_a_look_says_which_group_waits_since_a_few_came_after_its_result_was_shown(
    officer: Phone, house: Programmes
) -> None:
    house.settle("KZ-10", 30, late=3)
    house.settle("KZ-35", 14, 16, late=3, way="home")
    house.settle("KZ-35", 40, 40)
    house.school.session.commit()
    preview = officer.open(looked(officer, "2026-04-10"))
    few, uneven = preview.text.split("In these regions new groups of fewer than 11")[1].split(
        "In these regions the only new group"
    )
    assert "learners with both tests: 4" in few
    assert "learners with both tests: 30" not in few
    assert "new groups: 1; learners with both tests: 30" in uneven
    assert "who came or left after their group was shown its result" in preview.text

    house.publish(10)
    house.school.session.commit()
    nothing = officer.open(looked(officer, "2026-04-12"), status=422)
    assert "wait for others of their region" in nothing.text
    assert "new groups: 1; learners with both tests: 30" in nothing.text


def test_an_officer_publishes_after_a_look_at_what_is_hidden_rounded_and_waits(officer: Phone) -> None:
    page = officer.open("/figures").tap("Publications and files")
    assert "Nothing has been published yet." in page.text
    action, sent = page.sent_by("Look at it first")
    preview = officer.open(f"{action}?programme={sent['programme']}&until={sent['until']}")
    assert "nearest 5" in preview.text
    assert "new groups: 1; learners with both tests: 4" in preview.text
    page = preview.press("Publish")
    assert page.heading == "Publication 1"
    assert "Publication 1 is made." in page.text
    assert "No. 1, edition 1, of groups settled until" in page.text


@pytest.mark.usefixtures("published")
def test_a_publication_shows_each_of_its_tables_and_no_other(officer: Phone) -> None:
    page = officer.open("/figures/publications/1")
    tables = [link for link in page.links() if re.fullmatch(r"/figures/publications/1(\?by=\w+)?", link)]
    assert len(tables) == 8
    for link in tables:
        assert "All figures" in officer.open(link).text
    officer.open("/figures/publications/1?by=month", status=404)
    officer.open("/figures/publications/2", status=404)
    officer.open("/figures/publications/road", status=404)


def test_the_table_of_regions_has_a_column_without_late_learners_on_page_and_paper(
    officer: Phone, house: Programmes
) -> None:
    pytest.importorskip("weasyprint")
    house.settle("KZ-75", 40, sent_late=20)
    house.publish(10)
    house.school.session.commit()
    page = officer.open("/figures/publications/1")
    pdf = officer.client.get("/figures/publications/1/files/pdf").data
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())

    assert "Without late tests: the share improved of those of whom no test came" in page.text
    assert page.html.count("Without late tests: ") == 1 + 4, "a cell for each region and for all, which a phone labels"
    assert "Without late By chance" in text


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Publication 1"), ("ru", "Публикация 1"), ("kk", "Жарияланым 1")]
)
@pytest.mark.usefixtures("published")
def test_it_can_be_read_in_each_language(officer: Phone, language: str, title: str) -> None:
    for address in ("?", "/1?", "/1?by=region_sex&"):
        assert title in officer.open(f"/figures/publications{address}lang={language}").text
    assert "KZ-31" not in officer.open(f"{looked(officer, '2026-04-10')}&correct=y").text


@pytest.mark.usefixtures("published")
def test_its_files_are_the_same_bytes_each_time_and_say_which_publication_they_are_of(officer: Phone) -> None:
    for form in ("csv", "xlsx", "dhis2", "parquet"):
        first, again = (officer.client.get(f"/figures/publications/1/files/{form}") for _ in range(2))
        assert first.status_code == 200
        assert first.data == again.data
        assert "publication-1-region-en" in first.headers["Content-Disposition"]
    text = officer.client.get("/figures/publications/1/files/csv?by=sex").data.decode("utf-8-sig")
    assert "No. 1, edition 1" in text
    assert officer.client.get("/figures/publications/1/files/xyz").status_code == 404
    assert officer.client.get("/figures/publications/1/files/csv?by=month").status_code == 404
    assert officer.client.get("/figures/publications/1/files/dhis2?by=sex").status_code == 422


@pytest.mark.usefixtures("published")
def test_each_of_its_files_has_the_headers_of_every_answer(officer: Phone) -> None:
    for form in ("csv", "json", "xlsx", "html", "parquet"):
        headers = officer.client.get(f"/figures/publications/1/files/{form}").headers
        promised = PAGES if headers["Content-Type"].startswith("text/html") else EVERYWHERE
        assert {name: headers.get(name) for name in promised} == promised, form


def test_files_of_two_formats_lie_beside_each_other_in_one_folder() -> None:
    assert len({form.ending for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.usefixtures("published")
def test_a_withdrawn_one_stays_listed_and_its_files_say_why_there_are_none(officer: Phone) -> None:
    page = officer.open("/figures/publications/1").press("Withdraw", reason="A group was counted twice.")
    assert "A group was counted twice." in page.text
    assert "A group was counted twice." in officer.open("/figures/publications").text
    gone = officer.open("/figures/publications/1/files/csv", status=410)
    assert "A group was counted twice." in gone.text
    officer.open("/figures/publications/1")


@pytest.mark.usefixtures("published")
def test_the_day_is_the_programmes_also_where_it_is_still_yesterday_for_the_server(
    desk: Desk, room: Room, house: Programmes
) -> None:
    room.wait(hours=16)
    assert (house.school.now.hour, house.school.now.day) == (20, 17)
    officer = desk(Role.ME_OFFICER)

    page = officer.open("/figures/publications/1").press("Withdraw", reason="Counted twice.")

    assert "Withdrawn on 18 April 2026" in page.text
    assert "18 April 2026: Counted twice." in officer.open("/figures/publications").text
    assert "18 April 2026" in officer.open("/figures/publications/1/files/csv", status=410).text


@pytest.mark.usefixtures("published")
def test_a_correction_is_a_second_edition(officer: Phone) -> None:
    preview = officer.open("/figures/publications/1").tap("Correct it as a new edition")
    page = preview.press("Publish the new edition", reason="A typing error.")
    assert page.heading == "Publication 1.2"
    former = officer.open("/figures/publications/1")
    assert "A typing error." in former.text
    assert former.tap("Publication 1.2 stands in its place").heading == "Publication 1.2"
    assert officer.client.get("/figures/publications/1.2/files/csv").status_code == 200
    assert officer.client.get("/figures/publications/1/files/csv").status_code == 410


@pytest.mark.usefixtures("published")
def test_nothing_new_cannot_be_published_nor_what_is_to_come(officer: Phone) -> None:
    page = officer.open(looked(officer, "2026-04-17"), status=422)
    assert "No group has settled" in page.text
    assert "Zhambyl Region: new groups: 1; learners with both tests: 4" in page.text
    assert "Choose a day" in officer.open(looked(officer, "2027-01-01"), status=422).text
    for day in ("yesterday", ""):
        assert "written as 2026-01-31" in officer.open(looked(officer, day), status=422).text


def test_whoever_was_overtaken_is_told_to_look_again(officer: Phone, house: Programmes) -> None:
    preview = officer.open(looked(officer, "2026-04-10"))
    house.publish(10)
    house.school.session.commit()
    action, sent = preview.sent_by("Publish")
    assert "look again" in officer.send(action, sent, status=409).text


def test_what_is_published_is_what_was_looked_at(officer: Phone, house: Programmes) -> None:
    """A group settled between the look and the deed: what it rounds and hides was not shown."""
    action, sent = officer.open(looked(officer, "2026-04-10")).sent_by("Publish")
    house.settle("KZ-71", 12)
    house.school.session.commit()

    assert "look again" in officer.send(action, sent, status=409).text
    assert "Nothing has been published yet." in officer.open("/figures/publications").text
    assert officer.open(looked(officer, "2026-04-10")).press("Publish").heading == "Publication 1"


@pytest.mark.usefixtures("published")
def test_whoever_writes_no_reason_is_asked_for_it_and_nothing_is_done(officer: Phone) -> None:
    page = officer.open("/figures/publications/1")
    for form, button in ((page, "Withdraw"), (page.tap("Correct it as a new edition"), "Publish the new edition")):
        action, sent = form.sent_by(button)
        question = officer.send(action, {**sent, "reason": " "}, status=422)
        assert question.heading == "The reason is missing"
        assert button in question.tap("Write the reason").buttons()
    assert "Publication 1.2" not in officer.open("/figures/publications").text


@pytest.mark.usefixtures("published")
def test_a_partner_lead_reads_publications_and_makes_none(desk: Desk, officer: Phone) -> None:
    lead = desk(Role.PARTNER_LEAD)
    assert "Look at it first" not in lead.open("/figures/publications").buttons()
    page = lead.open("/figures/publications/1")
    assert "Withdraw" not in page.buttons()
    assert lead.client.get("/figures/publications/1/files/csv").status_code == 200


@pytest.mark.usefixtures("published")
def test_an_officer_of_another_programme_sees_none_of_it(app: Flask, house: Programmes, officer: Phone) -> None:
    other = School(house.school.session, house.school.release, house.school.now, name="Other ways", facilitator="other")
    stranger = sit_down(app, other.session, other.staff("stranger", Role.ME_OFFICER), other.now)
    assert "Publication 1" not in stranger.open("/figures/publications").text
    stranger.open("/figures/publications/1", status=404)
    stranger.open("/figures/publications/1/files/csv", status=404)
    stranger.open(looked(officer, "2026-04-17"), status=404)


@pytest.mark.usefixtures("published")
def test_whoever_counts_elsewhere_and_reads_it_takes_nothing_back(app: Flask, house: Programmes) -> None:
    school = house.school
    elsewhere, _ = school.other_programme()
    both = school.staff("both", Role.PARTNER_LEAD)
    give_role(school.session, both, Grant(Role.ME_OFFICER, elsewhere), now=school.now)
    desk = sit_down(app, school.session, both, school.now)
    page = desk.open("/figures/publications/1")
    token = page.sent_by("Sign out")[1]["csrf_token"]

    desk.send("/figures/publications/1/withdraw", {"reason": "none", "csrf_token": token}, status=404)

    assert "Withdrawn" not in desk.open("/figures/publications/1").text


@pytest.mark.usefixtures("published")
def test_who_took_which_file_stands_in_the_audit(officer: Phone, desk: Desk, house: Programmes) -> None:
    officer.client.get("/figures/publications/1/files/csv?by=sex&lang=kk")
    row = house.school.session.scalars(select(Audit).where(Audit.act == "publication.file")).one()
    assert row.detail == {"format": "csv", "split": "sex", "language": "kk"}
    assert row.staff_id is not None
    acts = desk(Role.ADMINISTRATOR).open("/setup/acts")
    assert "some me_officer A file of a publication was taken Publication 1, CSV, Sex, Қазақша" in acts.text


@pytest.mark.usefixtures("published")
def test_who_was_refused_what_stands_in_the_audit(officer: Phone, desk: Desk, house: Programmes) -> None:
    preview = officer.open(f"{looked(officer, '2026-04-10')}&correct=y")
    officer.client.get("/figures/files/xlsx")
    officer.open(looked(officer, "2026-04-17"), status=422)
    officer.open(looked(officer, "2027-01-01"), status=422)
    house.publish(10, is_correction=True, reason="Twice.")
    house.school.session.commit()
    action, sent = preview.sent_by("Publish the new edition")
    officer.send(action, {**sent, "reason": "Twice."}, status=409)
    officer.client.get("/figures/publications/1/files/csv")
    assert officer.client.get("/figures/publications/1.2/files/csv?by=month").status_code == 404
    assert officer.client.get("/figures/publications/1.2/files/dhis2?by=sex").status_code == 422
    assert officer.client.get("/figures/publications/1.2/files/iati").status_code == 422

    text = desk(Role.ADMINISTRATOR).open("/setup/acts?act=refusal").text.rpartition("Of what")[2]
    places = [
        text.index(f"some me_officer Refused: {what}")
        for what in (
            "a file of a publication Publication 1.2, IATI, Region, English, the format cannot say it so",
            "a file of a publication Publication 1.2, DHIS2, Sex, English, the format cannot say it so",
            "a file of a publication Publication 1.2, CSV, English, it has no such table",
            "a file of a withdrawn publication Publication 1, CSV, Region, English",
            "to publish Safe ways, something was published or had settled since",
            "to publish Safe ways, not until this day",
            "to publish Safe ways, nothing new may enter",
            "a file of internal figures XLSX",
        )
    ]
    assert places == sorted(places)
    assert text.count("Refused: ") == 8


@pytest.mark.usefixtures("published")
def test_what_only_the_publisher_knows_is_asked_for_on_the_page_and_stands_in_the_file(officer: Phone) -> None:
    page = officer.open("/figures/publications/1")
    inputs = {field.get("name"): field for kind in ("input", "select") for field in page.root.iter(kind)}
    assert {name for name in (*REQUIRED, *OPTIONAL) if "required" in inputs[name].attrib} == set(REQUIRED)
    assert [one.get("value") for one in inputs["status"].iter("option")] == ["", *STATUSES]

    address = "/figures/publications/1/files/iati"
    known = {"identifier": "XM-9-1", "title": " " + "x" * 500, "organisation": "XM-9", "status": "2"}
    lacking = officer.client.get(address, query_string=known)
    assert lacking.status_code == 422
    assert "Kind of organisation, What the organisation does in it, Day on which it began" in lacking.text
    known |= {"organisation_type": "22", "role": "4", "start": "2026-01-31"}
    file = officer.client.get(address, query_string=known)
    assert file.status_code == 200
    assert f">{'x' * 400}<" in file.text, "cut, as the field is"


@pytest.mark.usefixtures("published")
def test_a_file_that_wants_a_library_is_refused_and_that_stands_in_the_audit(
    officer: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed
    assert officer.client.get("/figures/publications/1/files/parquet").status_code == 501
    assert (
        "PARQUET, Region, English, a library for the format is not installed"
        in desk(Role.ADMINISTRATOR).open("/setup/acts?act=refusal.file").text
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "A publication was withdrawn Publication 1: Counted twice."),
        ("ru", "Публикация 1: Counted twice."),
        ("kk", "Жарияланым 1: Counted twice."),
    ],
)
@pytest.mark.usefixtures("published")
def test_why_a_publication_was_withdrawn_stands_in_the_audit(
    officer: Phone, desk: Desk, house: Programmes, language: str, sentence: str
) -> None:
    officer.open("/figures/publications/1").press("Withdraw", reason="Counted twice.")

    assert sentence in desk(Role.ADMINISTRATOR).open(f"/setup/acts?act=publication.withdraw&lang={language}").text
    row = house.school.session.scalars(select(Audit).where(Audit.act == "publication.withdraw")).one()
    assert row.detail == {}, "it stands with the publication alone"


def test_a_refusal_to_a_passer_by_is_none_of_the_house(app: Flask, officer: Phone, house: Programmes) -> None:
    """Whoever is not signed in, or of another role, gets no 409 and writes nothing."""
    teacher = sit_down(app, house.school.session, house.school.facilitator_id, house.school.now)
    assert teacher.client.get("/figures/files/xlsx").status_code == 404
    assert Phone(app).client.get("/figures/files/xlsx").status_code == 303
    assert not house.school.session.scalars(select(Audit).where(Audit.act == "refusal.internal")).all()

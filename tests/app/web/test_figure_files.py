"""Files beside the figures: the same people, the same hiding, and a plain word where a format cannot say it."""

import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from app.services.people import Role
from tests.app.reported import Ledger, six_regions
from tests.app.web.reader import Phone
from tests.app.web.test_figures import SignIn, ledger, now, officer, sign_in

__all__ = ["ledger", "now", "officer", "sign_in"]


def test_every_file_on_the_page_can_be_had(officer: Phone) -> None:
    page = officer.open("/figures/files")
    links = re.findall(r'href="(/figures/files/[a-z0-9]+)"', page.html)

    assert len(links) == 9
    for link in links:
        answer = officer.client.get(link)
        assert (answer.status_code, len(answer.data) > 100) == (200, True), link
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_has_the_figures_of_the_page_with_its_filters(officer: Phone) -> None:
    answer = officer.client.get("/figures/files/xlsx?region=KZ-61")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    total = json.loads(officer.client.get("/figures/files/dhis2?region=KZ-61").data)

    assert "KZ-61" in answer.headers["Content-Disposition"]
    head = next(row for row in sheet if "Enrolled" in row)
    paired = head.index("Both tests: n of every share")
    values = {one["dataElement"]: one["value"] for one in total["dataValues"]}
    codes, *rows = sheet[sheet.index(head) + 1 :]
    assert codes[paired] == "flow_paired"
    assert {int(row[paired]) for row in rows} == {int(values["SN_PAIRED"])}


def test_page_and_files_say_until_when_a_test_that_was_finished_in_time_is_taken(officer: Phone) -> None:
    """Not only who has asked the facilitator knows that a figure may grow after a closing."""
    said = "counts when it arrives within 14 days"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(officer.client.get("/figures/files/xlsx").data))
    sheets = [rows.get_sheet_by_name(name).to_python() for name in rows.sheet_names]

    assert said in officer.open("/figures").text
    assert said in officer.client.get("/figures/files/csv").data.decode("utf-8-sig")
    assert any(said in str(cell) for sheet in sheets for row in sheet for cell in row)


IATI = "identifier=X-1&title=Safe&organisation=X&organisation_type=22&role=4&status=2&start=2025-09-01"


@pytest.mark.parametrize(("lang", "said"), [("en", "split the report"), ("ru", "разбейте"), ("kk", "бөліңіз")])
def test_what_a_format_cannot_say_is_answered_in_words(officer: Phone, lang: str, said: str) -> None:
    assert said in officer.open(f"/figures/files/dhis2?by=sex&lang={lang}", status=422).text
    officer.open("/figures/files/docx", status=404)


def test_iati_takes_what_the_form_says_and_names_what_is_wanting(officer: Phone) -> None:
    form = officer.open("/figures/files")
    assert all(f'name="{name}"' in form.html for name in ("identifier", "organisation_type", "start", "sector"))
    without = IATI.replace("2025-09-01", "")
    assert "Day on which it began" in officer.open(f"/figures/files/iati?lang=en&{without}", status=422).text
    assert "IATI does not know" in officer.open(f"/figures/files/iati?{IATI}9", status=422).text

    root = ElementTree.fromstring(officer.client.get(f"/figures/files/iati?{IATI}").data)
    assert root.findtext("iati-activity/title/narrative") == "Safe"
    assert root.find("iati-activity/activity-date").get("iso-date") == "2025-09-01"


@pytest.mark.parametrize("form", ["dhis2", "adx", "iati", "xapi"])
@pytest.mark.parametrize(("lang", "said"), [("en", "Every group is hidden"), ("ru", "скрыты"), ("kk", "жасырылған")])
def test_a_file_with_nothing_in_it_is_refused_in_words(officer: Phone, form: str, lang: str, said: str) -> None:
    """Six learners: whoever narrows so far gets no empty shell."""
    address = f"/figures/files/{form}?{IATI}&lang={lang}&region=KZ-15&sex=female&way=remote"
    assert said in officer.open(address, status=422).text


def test_a_file_of_girls_is_filed_under_girls_and_all_where_somebody_says(officer: Phone) -> None:
    girls = json.loads(officer.client.get("/figures/files/dhis2?sex=female").data)["dataValues"]
    total = json.loads(officer.client.get("/figures/files/dhis2?org_unit=NATIONAL").data)["dataValues"]

    assert {one["categoryOptionCombo"] for one in girls} == {"F"}
    assert [one["value"] for one in total if (one["orgUnit"], one["dataElement"]) == ("NATIONAL", "SN_PAIRED")] == [
        "173"
    ]
    assert not [one for one in total if "categoryOptionCombo" in one]


def test_a_lead_of_one_partner_files_under_that_partner_where_there_are_others(
    now: None, ledger: Ledger, school: Any, sign_in: SignIn
) -> None:
    six_regions(ledger)
    other = Ledger(school.release.structure_digest, school.programme_id, school.partner("Other"))
    six_regions(other)
    ledger.write(school.session)

    def attributes(phone: Phone) -> set[str | None]:
        values = json.loads(phone.client.get("/figures/files/dhis2").data)["dataValues"]
        return {one.get("attributeOptionCombo") for one in values}

    lead = sign_in(Role.PARTNER_LEAD)
    assert attributes(lead) == {None}, "as long as nobody else has figures, the partner's are everybody's"
    other.write(school.session)
    school.session.commit()
    assert None not in attributes(lead)
    assert attributes(sign_in()) == {None}


def test_with_nobody_there_is_no_file_and_the_page_says_when(sign_in: SignIn, now: None) -> None:
    phone = sign_in()
    assert "as soon as there are figures" in phone.open("/figures/files").text
    phone.open("/figures/files/xlsx", status=404)


@pytest.mark.parametrize("path", ["/figures", "/figures/files", "/figures/files/dhis2", "/figures/table.csv"])
def test_what_the_page_cannot_be_narrowed_by_is_refused_and_not_passed_over(officer: Phone, path: str) -> None:
    """`month` is a filter of the command line: a file of everybody would be taken for that of March."""
    answer = officer.client.get(f"{path}?month=2026-03")

    assert answer.status_code == 404
    assert "a value that these figures do not have: month." in answer.text
    assert "Content-Disposition" not in answer.headers

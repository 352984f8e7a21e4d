"""Files beside the figures: the same people, the same hiding, and a plain word where a format cannot say it."""

import io
import json
import re

from python_calamine import CalamineWorkbook

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
    assert {int(row[paired]) for row in sheet[sheet.index(head) + 1 :]} == {int(values["SN_PAIRED"])}


def test_page_and_files_say_until_when_a_test_that_was_finished_in_time_is_taken(officer: Phone) -> None:
    """Not only who has asked the facilitator knows that a figure may grow after a closing."""
    said = "counts when it arrives within 14 days"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(officer.client.get("/figures/files/xlsx").data))
    sheets = [rows.get_sheet_by_name(name).to_python() for name in rows.sheet_names]

    assert said in officer.open("/figures").text
    assert said in officer.client.get("/figures/files/csv").data.decode("utf-8-sig")
    assert any(said in str(cell) for sheet in sheets for row in sheet for cell in row)


def test_what_a_format_cannot_say_is_answered_in_words(officer: Phone) -> None:

    assert "split the report by region" in officer.open("/figures/files/dhis2?by=sex", status=422).text
    assert "both needed" in officer.open("/figures/files/iati?activity=X", status=422).text
    assert officer.client.get("/figures/files/iati?activity=X-1&organisation=X").status_code == 200
    officer.open("/figures/files/docx", status=404)


def test_with_nobody_there_is_no_file_and_the_page_says_when(sign_in: SignIn, now: None) -> None:
    phone = sign_in()
    assert "as soon as there are figures" in phone.open("/figures/files").text
    phone.open("/figures/files/xlsx", status=404)

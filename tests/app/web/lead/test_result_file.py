"""The result of an own group on its page and as PDF, and the list of the group as a file: read back and compared."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.publishing import drafts, publications
from app.services import windows
from app.services.cohorts import today_of
from app.services.facilitator import attendance, paper, removing, sheets_out
from app.services.people import Role
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import audit
from app.store.people import learners
from app.store.programmes import programmes
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)

BEFORE = [3 + place % 5 for place in range(14)]
AFTER = [right + (4 if place < 8 else 0 if place < 12 else -2) for place, right in enumerate(BEFORE)]
"""Of fourteen: eight improved, four are the same, two are worse."""


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def pdf_text(data: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def sit(room: Room, before: list[int], after: list[int]) -> list[int]:
    who = [room.school.learner(room.cohort) for _ in before]
    for wave, rights in ((Wave.PRE, before), (Wave.POST, after)):
        room.open(wave)
        for learner, right in zip(who, rights, strict=False):
            room.school.sit(learner, wave, right=right)
        if wave is Wave.PRE:
            room.close(wave)
    room.wait()
    return who


def objectives_of(page: Page) -> list[tuple[str, str]]:
    """How many questions are about each, and what is said of it."""
    [section] = [it for it in page.root.iter("section") if "objectives" in it.get("class", "")]
    rows = [[plain("".join(cell.itertext())) for cell in row.iter("td")] for row in section.iter("tr")]
    return [(count, standing) for count, standing in filter(None, rows)]


def test_the_result_says_three_outcomes_the_wrong_answer_the_piece_and_the_objectives(desk: Phone, room: Room) -> None:
    sit(room, BEFORE, AFTER)
    path = f"/groups/{room.cohort.ref}/learned"
    assert "What can be said" not in desk.open(path).text
    assert desk.client.get(f"{path}.pdf").status_code == 404, "nothing is counted yet"
    room.close(Wave.POST)
    page = desk.open(path)
    text = plain(page.text)

    assert "8 of 14 learners who took both tests 4 scored the same, 2 scored lower." in text
    assert "As many would score lower." in text
    assert re.search(r"Counted once, on \d+ \w+ \d{4}, and fixed since", text)
    assert "8 of 14 scored higher on the second test than on the first. By chance alone it would be about" in text
    assert "How good the course is: one group is too little for that" in text
    assert "There is no publication of this programme to compare with." in text

    assert "What was chosen instead is shown only where 11 learners or more had each of the two wordings." in text
    last = room.school.release.instrument_words["en"].form("A")[room.school.release.instrument.items[-1].id]
    assert f"{last.stem} Another answer: 14. Not sure, or left open: 0." in text, "nobody had it right"
    assert "hosen instead, " not in text

    listed = objectives_of(page)
    assert {verdict for _, verdict in listed} <= {"met", "not met"}
    several = sum(int(count) > 1 for count, _ in listed)
    assert f" of {several}. Those with one question only are left out." in text
    assert "An objective is met where two thirds or more had each question about it right" in text
    repeat = next(link for link in page.links() if re.search(r"/trial/en/l/\d/\d+$", link))
    assert "You try the course: nothing is stored, and it counts nowhere." in desk.open(repeat).html
    assert not any(secret in text for secret in room.secrets())


@pytest.mark.items(4)
def test_an_objective_of_one_question_is_not_judged_on_page_and_pdf(desk: Phone, room: Room) -> None:
    pytest.importorskip("weasyprint")
    sit(room, [1] * 12, [4] * 12)
    room.close(Wave.POST)
    path = f"/groups/{room.cohort.ref}/learned"

    page = desk.open(path)
    pdf = pdf_text(desk.client.get(f"{path}.pdf", headers={"Accept-Language": "en"}).data)

    verdict = [verdict for count, verdict in objectives_of(page) if count == "1"]
    assert verdict
    assert {*verdict} == {"not judged: one question only"}
    assert pdf.count("1 not judged: one question only") == len(verdict)


def test_the_pdf_has_the_figures_of_the_page_and_the_day_of_the_group(desk: Phone, room: Room) -> None:
    pytest.importorskip("weasyprint")
    sit(room, BEFORE, AFTER)
    now = room.school.now
    windows.plan(room.school.session, room.cohort, Wave.POST, closes_at=now + timedelta(minutes=1), now=now)
    windows.plan(room.school.session, room.cohort, Wave.POST, now=now)
    room.wait(minutes=2)
    room.close(Wave.POST)
    path = f"/groups/{room.cohort.ref}/learned"
    page = plain(desk.open(path).text)

    sent = desk.client.get(f"{path}.pdf", headers={"Accept-Language": "en"})
    text = pdf_text(sent.data)

    assert sent.mimetype == "application/pdf"
    assert re.search(r'filename="?Group-1-result-\d{4}-\d\d-\d\d.pdf"?', sent.headers["Content-Disposition"])
    day = room.school.now.astimezone(ZoneInfo(room.cohort.time_zone)).date()
    assert day.isoformat() in sent.headers["Content-Disposition"]
    chance = re.search(r"By chance alone about (\d+) of 14", page)
    assert chance is not None
    for count, verdict in objectives_of(desk.open(path)):
        assert f"{count} {verdict}" in text
    for row in (f"Scored higher 8 {chance[1]}", "Scored the same 4", f"Scored lower 2 {chance[1]}"):
        assert row in text
    means = re.search(r"The mean score was [\d.]+ and became [\d.]+ of 14.", page)
    assert means is not None
    assert means[0] in text
    longer = re.search(r"The second test was open longer than announced: [^.]*\.", page)
    assert longer is not None
    assert longer[0] in text
    assert longer[0] in plain(desk.open(f"/groups/{room.cohort.ref}").text)
    others = re.findall(r"Another answer: \d+\. Not sure, or left open: \d+\.", page)
    assert others
    for sentence in others:
        assert sentence in text
    items = next(it for it in desk.open(path).root.iter("section") if "items" in it.get("class", ""))
    rows = [plain(" ".join(row.itertext())) for row in items.iter("tr")][1:]
    assert len(rows) == 14
    for words, counts in (re.fullmatch(r"(.*?) (?:Another.*open: \d+\. )?(\d+ \d+) .*", row).groups() for row in rows):
        assert f"{words} {counts}" in text
    assert "Internal, not for publication." in text
    in_russian = desk.client.get(f"{path}.pdf?lang=ru")
    assert "-результат-" in unquote(in_russian.headers["Content-Disposition"])
    acts = audit.page(room.school.session, audit.Reach(0, is_whole=True, programme_ids=None), audit.Search()).entries
    assert "cohort.result_file" in [act.act for act in acts]


def test_a_region_of_this_group_alone_is_not_compared_with_it_on_page_and_pdf(app: Flask, room: Room) -> None:
    pytest.importorskip("weasyprint")
    sit(room, BEFORE, AFTER)
    room.close(Wave.POST)
    room.wait(days=15)
    room.school.settle_all()
    session, now = room.school.session, room.school.now
    programme = programmes.get_by_id(session, room.school.programme_id)
    assert programme is not None
    draft = drafts.draft(session, programme, today_of(programme, now), home="https://navigator.example", now=now)
    publications.publish(session, draft, by=None, now=now, reason="")
    desk = sit_down(app, session, room.school.facilitator_id, now)
    path = f"/groups/{room.cohort.ref}/learned"

    page = plain(desk.open(path).text)
    pdf = pdf_text(desk.client.get(f"{path}.pdf", headers={"Accept-Language": "en"}).data)

    for text in (page, pdf):
        assert "is not compared here: besides this group, its figure of " in text
        assert "holds at most two groups, or fewer than 11 learners. The comparison would tell their results." in text
        assert "Compare with care" not in text


def test_which_wrong_answer_was_chosen_is_told_where_eleven_met_each_wording(desk: Phone, room: Room) -> None:
    pytest.importorskip("weasyprint")
    sit(room, [*BEFORE, *BEFORE[:8]], [*AFTER, *AFTER[:8]])
    room.close(Wave.POST)
    path = f"/groups/{room.cohort.ref}/learned"
    page = plain(desk.open(path).text)
    pdf = pdf_text(desk.client.get(f"{path}.pdf", headers={"Accept-Language": "en"}).data)

    last = room.school.release.instrument.items[-1]
    wrong = next(option for option in last.form("A").options if option not in last.form("A").keys)
    words = room.school.release.instrument_words["en"].form("A")[last.id].options[wrong]
    for text in (page, pdf):
        assert f"Chosen instead, 11 each: “{words}”." in text
        assert "In the other wording (“" in text
        assert "Another answer: " not in text


def test_where_the_library_is_missing_a_page_says_how_to_print(desk: Phone, room: Room) -> None:
    sit(room, BEFORE, AFTER)
    room.close(Wave.POST)

    with patch("app.exports.gain_pdf.import_module", side_effect=ImportError("weasyprint")):
        page = desk.open(f"/groups/{room.cohort.ref}/learned.pdf", status=501)

    assert "Print the page: a browser can save it as PDF, too." in page.text


def test_of_ten_words_and_objectives_stand_on_the_page_and_no_file_is_made(desk: Phone, room: Room) -> None:
    sit(room, BEFORE[:10], AFTER[:10])
    room.close(Wave.POST)
    page = desk.open(f"/groups/{room.cohort.ref}/learned")

    assert "whoever knows what some of them got could work out the others" in page.text
    assert "Objectives, met and not" in page.text
    assert "Another answer: " not in page.text
    assert "scored the same" not in page.text
    assert "PDF" not in page.text
    assert desk.client.get(f"/groups/{room.cohort.ref}/learned.pdf").status_code == 404


def test_an_officer_reads_the_settled_group_and_takes_no_file(app: Flask, room: Room) -> None:
    sit(room, BEFORE, AFTER)
    room.close(Wave.POST)
    room.wait(days=15)
    school = room.school
    officer = sit_down(app, school.session, school.staff("officer", Role.ME_OFFICER), school.now)

    text = plain(officer.open(f"/groups/{room.cohort.ref}/learned").text)

    assert "4 scored the same, 2 scored lower." in text
    assert "Another answer: 14." in text
    assert "PDF" not in text
    for name in ("learned.pdf", "group.xlsx"):
        assert officer.client.get(f"/groups/{room.cohort.ref}/{name}").status_code == 404


def test_the_list_of_the_group_has_numbers_days_and_what_is_owed_and_no_answer(desk: Phone, room: Room) -> None:
    who = sit(room, BEFORE[:4], AFTER[:2])
    school, course = room.school, room.school.release.course
    school.learner(room.cohort)  # number 5 has done nothing
    by = school.facilitator_id
    for learner in who[2:]:
        form = paper.paper_of(school.session, learner, Wave.POST).form
        sheet: dict[str, Any] = {
            "answers": school.answers(form, right=2),
            "points": {},
            "source": Source(Way.PAPER, by),
        }
        today = today_of(room.cohort, school.now)
        paper.type_in(school.session, room.cohort, learner, Wave.POST, **sheet, sat_on=today, now=school.now)
    prank = learners.get(school.session, school.learner(room.cohort))
    assert prank is not None
    removing.remove(school.session, room.cohort, prank, reason=None, by=by, now=school.now)
    sheets_out.take_out(
        school.session, room.cohort, who[2], Wave.POST, reason=Reason.OTHER_LEARNER, by=by, now=school.now
    )
    school.finish_lesson(who[1])
    attendance.note_session(school.session, room.cohort, course.piece_ids[0], [1, 3], by=None, now=school.now)
    school.session.commit()

    sent = desk.client.get(f"/groups/{room.cohort.ref}/group.xlsx", headers={"Accept-Language": "en"})
    book = CalamineWorkbook.from_filelike(BytesIO(sent.data))
    head, *rows = book.get_sheet_by_name("Group").to_python()
    of = [dict(zip(head, row, strict=True)) for row in rows]

    assert [row["Number"] for row in of] == [1, 2, 3, 4, 5]
    done = next(name for name in head if name.startswith("1. "))
    assert [row[done] for row in of] == [0, len(course.lessons[0].piece_ids), 0, 0, 0]
    room_of_first = next(name for name in head if name.startswith("In the room: 1. "))
    assert [bool(row[room_of_first]) for row in of] == [True, False, True, False, False]
    assert [row["First test"] for row in of] == ["has come"] * 4 + ["has not come, closed"]
    second = ["has come", "has come", "has still to come", "has come", "open, makes no pair"]
    assert [row["Second test"] for row in of] == second, "what was taken out is owed; who has no first owes none"
    assert [row["Second test: how it came"] for row in of] == ["sent by a phone"] * 2 + ["", "typed in from paper", ""]
    everything = str(book.get_sheet_by_name("About this file").to_python()) + str(rows)
    assert "No answers, no scores" in everything
    for learner in who:
        assert school.cards[learner].learner_code not in everything

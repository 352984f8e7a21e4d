"""Before a yes, a page says what it does and until when; settling names the sheets that it leaves out."""

from typing import Any

import pytest
from flask import Flask

from app.services import archiving
from app.services.facilitator import paper
from app.services.facilitator.paper_marks import BLANK, mark_of
from app.services.people import Role
from app.services.waves import Wave
from app.store.answers import attempts
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)
LIST = "/groups/second-yes"


@pytest.fixture
def people(desk: Phone, room: Room) -> list[int]:
    """Two of whom the first has both tests on paper; the right answers can be seen."""
    school = room.school
    people = [school.learner(room.cohort) for _ in range(2)]
    room.open(Wave.PRE)
    for learner_id in people:
        school.sit(learner_id, Wave.PRE, right=4)
    room.open(Wave.POST)
    type_in(desk, room, people, 1, right=6)
    room.close(Wave.POST)
    room.wait(minutes=1)
    return people


def type_in(desk: Phone, room: Room, people: list[int], handle: int, *, right: int | None, **more: str) -> Page:
    """right: None for a sheet of hyphens alone."""
    sheet = paper.paper_of(room.school.session, people[handle - 1], Wave.POST)
    answers = room.school.answers(sheet.form, right=right or 0)
    room.school.session.commit()
    marks = {
        f"m-{handle}-{n}": BLANK if right is None else mark_of(answers[item], options, "ru")
        for n, (item, options) in enumerate(sheet.items.items(), 1)
    }
    page = desk.open(f"/groups/{room.cohort.ref}/paper?wave=post")
    return page.press("Save", sat_on=str(room.school.now.date()), **marks, **more)


def keys(room: Room, people: list[int]) -> list[str]:
    room.school.session.expire_all()
    waiting = [it for who in people for it in attempts.list_attempts(room.school.session, who) if it.bar == "waiting"]
    room.school.session.commit()
    return [it.key for it in waiting]


@pytest.fixture
def officer(app: Flask, room: Room, people: list[int]) -> Any:
    assert people
    return sit_down(app, room.school.session, room.school.staff("second", Role.ME_OFFICER), room.school.now)


def test_the_day_until_which_a_yes_counts_stands_wherever_sheets_wait(
    desk: Phone, room: Room, people: list[int], officer: Phone
) -> None:
    type_in(desk, room, people, 2, right=9)

    day = "16 March 2026"
    assert f"Until {day}: then the group settles." in desk.open(LIST).text
    assert f"1 sheet waits for a second yes. Until {day}" in desk.open(f"/groups/{room.cohort.ref}").text
    assert f"The first group among them settles on {day}" in desk.open("/groups").text
    (key,) = keys(room, people)
    question = officer.open(f"{LIST}/{key}")
    assert "What a yes does: the sheet counts: reports have it once" in question.text
    assert "The sheet counts, and is" in question.press("Yes, it counts").text


def test_an_archived_group_and_the_list_name_the_same_sheets(
    desk: Phone, room: Room, people: list[int], officer: Phone
) -> None:
    type_in(desk, room, people, 1, right=9, reason="misread")
    type_in(desk, room, people, 2, right=9)
    archiving.archive(room.school.session, room.cohort, without_follow_up=True, now=room.school.now)
    room.school.session.commit()

    assert "2 sheets wait for a second yes. Until" in officer.open(f"/groups/{room.cohort.ref}").text
    for key in keys(room, people):
        assert key in officer.open(LIST).html
        assert "The sheet counts, and is" in officer.open(f"{LIST}/{key}").press("Yes, it counts").text
    assert "No sheet waits." in officer.open(LIST).text
    assert "wait for a second yes" not in officer.open(f"/groups/{room.cohort.ref}").text


def test_settle_now_names_the_sheets_that_it_leaves_out_and_a_yes_after_it_says_so(
    desk: Phone, room: Room, people: list[int], officer: Phone
) -> None:
    type_in(desk, room, people, 1, right=9, reason="misread")
    type_in(desk, room, people, 2, right=9)

    question = officer.open(f"/groups/{room.cohort.ref}").tap("Settle now …")
    named = "2 sheets wait for a second yes and will not count: number 1, Second test; number 2, Second test."
    assert named in question.text
    question.press("Settle now")

    assert "does not count: what has settled stays as it is" in officer.open(LIST).text
    assert (
        "saved: waits for a second yes; does not count" in desk.open(f"/groups/{room.cohort.ref}/paper?wave=post").text
    )
    page = officer.open(f"{LIST}/{keys(room, people)[0]}").press("Yes, the sheet is right")
    assert "Your yes is noted. What has settled stays as it is" in page.text
    assert "The sheet counts, and is" not in page.text


def test_a_yes_to_a_sheet_of_blanks_says_what_it_takes_away_and_the_result_says_that_it_did(
    desk: Phone, room: Room, people: list[int], officer: Phone
) -> None:
    page = type_in(desk, room, people, 1, right=None, reason="incomplete")
    assert "saved: waits for a second yes; does not count: too many blanks" in page.text

    (key,) = keys(room, people)
    question = officer.open(f"{LIST}/{key}")
    assert "the learner has no pair any more, and reports say how many those are" in question.text
    page = question.press("Yes, the sheet is right")
    assert "The sheet stands and does not count: it has too many blanks." in page.text

    sentence = "1 learner with both tests has lost one since"
    assert sentence in desk.open(f"/groups/{room.cohort.ref}/learned").text
    officer.open(f"/groups/{room.cohort.ref}").tap("Settle now …").press("Settle now")
    assert sentence in officer.open(f"/groups/{room.cohort.ref}/learned").text


def test_once_the_result_is_made_the_page_says_why_two_numbers_stay_two_and_what_to_do(
    desk: Phone, room: Room, people: list[int]
) -> None:
    assert people
    for address in (f"/groups/{room.cohort.ref}/1/merge", f"/groups/{room.cohort.ref}/1/merge?other=2"):
        page = desk.open(address)
        assert "Two numbers stay two now" in page.text
        assert "Go on with the number that sent the tests" in page.text
        assert "Make them one" not in page.buttons()

"""A sheet that is typed in after the reveal: the one who types it is told to ask, another one says yes or no."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.services.facilitator import paper
from app.services.facilitator.paper_marks import BLANK, mark_of
from app.services.intake import Code, take
from app.services.people import Role
from app.services.submission import Source, Submission, Way
from app.services.waves import Wave
from app.store.answers import attempts
from courses import Clock
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)
LIST = "/groups/second-yes"


@pytest.fixture
def learner_id(room: Room) -> int:
    """Who took the first test by phone, and the second one on paper; the right answers can be seen."""
    learner_id: int = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.sit(learner_id, Wave.PRE, right=4)
    room.open(Wave.POST)
    room.close(Wave.POST)
    room.wait(minutes=1)
    return learner_id


def type_in(desk: Phone, room: Room, learner_id: int, *, right: int, number: int = 1, **more: str) -> Any:
    sheet = paper.paper_of(room.school.session, learner_id, Wave.POST)
    answers = room.school.answers(sheet.form, right=right)
    marks = {
        f"m-{number}-{n}": mark_of(answers[item], options, "ru")
        for n, (item, options) in enumerate(sheet.items.items(), 1)
    }
    room.school.session.commit()
    page = desk.open(f"/groups/{room.cohort.ref}/paper?wave=post")
    return page.press("Save", **{"sat_on": str(room.school.now.date()), **marks, **more})


def post_test(room: Room, learner_id: int) -> Any:
    room.school.session.expire_all()
    rows = [it for it in attempts.list_attempts(room.school.session, learner_id) if it.wave == Wave.POST]
    room.school.session.commit()
    return rows[-1]


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PARTNER_LEAD, Role.ME_OFFICER])
def test_whoever_types_it_is_told_to_ask_and_another_person_says_yes(
    app: Flask, desk: Phone, room: Room, learner_id: int, role: Role
) -> None:
    page = type_in(desk, room, learner_id, right=9)
    assert "saved: waits for a second yes" in page.text
    assert post_test(room, learner_id).bar == "waiting"
    own = page.tap("Sheets that wait for a second yes")
    assert "somebody else must say yes" in own.text
    assert "Yes or no …" not in own.text

    second = sit_down(app, room.school.session, room.school.staff("second", role), room.school.now)
    page = second.open("/groups").tap("1 sheet waits for a second yes")
    assert "Group 1 1 Second test typed in for the first time aigul" in page.text
    page = page.tap("Yes or no …")
    assert "9" not in page.heading
    page = page.press("Yes, it counts")
    assert "The sheet counts, and is" in page.text
    assert "No sheet waits." in page.text

    row = post_test(room, learner_id)
    assert (row.bar, row.is_counted, row.is_confirmed, row.score) == (None, True, True, 9)
    text = desk.open(f"/groups/{room.cohort.ref}/1").text
    assert "First test: sent by a phone" in text
    assert "Counts. Typed in after the right answers were shown, with a second person’s yes. Reports have it" in text
    assert "said yes: second" in text


def test_a_no_is_kept_and_whoever_typed_it_cannot_answer(app: Flask, desk: Phone, room: Room, learner_id: int) -> None:
    type_in(desk, room, learner_id, right=9)
    key = post_test(room, learner_id).key

    page = desk.open(f"{LIST}/{key}").press("Yes, it counts")
    assert "somebody else has to say yes or no" in page.text
    assert post_test(room, learner_id).bar == "waiting"
    second = sit_down(app, room.school.session, room.school.staff("second", Role.FACILITATOR), room.school.now)
    question = second.open(f"{LIST}/{key}")
    assert "novalidate" in question.html, "the reason of a no is in nobody's way who says yes"
    assert "Choose why you say no." in question.press("No").text
    assert "The sheet does not count." in question.press("No", reason="misread").text
    assert post_test(room, learner_id).bar == "refused"
    second.open(f"{LIST}/{key}", status=404)
    assert "Does not count: a second person said no." in desk.open(f"/groups/{room.cohort.ref}/1").text


def test_the_second_person_sees_which_questions_changed_and_no_answer(
    app: Flask, desk: Phone, room: Room, learner_id: int
) -> None:
    second = sit_down(app, room.school.session, room.school.staff("second", Role.FACILITATOR), room.school.now)
    type_in(desk, room, learner_id, right=9)
    page = second.open(f"{LIST}/{post_test(room, learner_id).key}")
    assert "The whole sheet is new. Sat on 2 March 2026." in page.text
    page.press("Yes, it counts")

    type_in(desk, room, learner_id, right=9, reason="misread", **{"m-1-3": BLANK, "m-1-14": BLANK})
    key = post_test(room, learner_id).key
    page = second.open(f"{LIST}/{key}")
    assert "Changed: questions 3, 14. Sat on 2 March 2026. Hold it against the sheet of paper." in page.text
    several = answer_for(second, second.open(LIST), [key], ASK)
    assert "Changed: questions 3, 14. Sat on 2 March 2026." in several.text


def test_the_page_reads_the_same_whatever_letter_came_in_place_of_another(
    app: Flask, desk: Phone, room: Room, learner_id: int
) -> None:
    second = sit_down(app, room.school.session, room.school.staff("second", Role.FACILITATOR), room.school.now)
    type_in(desk, room, learner_id, right=9)
    second.open(f"{LIST}/{post_test(room, learner_id).key}").press("Yes, it counts")

    type_in(desk, room, learner_id, right=8, reason="misread")
    wrong = second.open(f"{LIST}/{post_test(room, learner_id).key}").text
    type_in(desk, room, learner_id, right=9, reason="misread", **{"m-1-9": BLANK})
    blank = second.open(f"{LIST}/{post_test(room, learner_id).key}").text

    assert "Changed: question 9." in wrong
    assert re.sub(r"\d+:\d+", "", wrong) == re.sub(r"\d+:\d+", "", blank), "and neither says which letters"


def test_the_second_person_sees_both_days_of_a_sheet_whose_day_alone_was_wrong(app: Flask, room: Room) -> None:
    learner_id = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.sit(learner_id, Wave.PRE, right=4)
    room.open(Wave.POST)
    room.wait(days=1)
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    type_in(desk, room, learner_id, right=9)
    room.close(Wave.POST)
    room.wait(minutes=1)
    opened_on = room.school.now.date() - timedelta(days=1)
    type_in(desk, room, learner_id, right=9, reason="wrong_day", sat_on=str(opened_on))

    second = sit_down(app, room.school.session, room.school.staff("second", Role.FACILITATOR), room.school.now)
    key = post_test(room, learner_id).key
    words = "No answer was changed. Sat on 2 March 2026 (before: 3 March 2026)."
    assert words in second.open(f"{LIST}/{key}").text
    assert words in answer_for(second, second.open(LIST), [key], ASK).text


def test_how_a_test_came_says_on_which_day_a_sheet_was_sat(desk: Phone, room: Room, learner_id: int) -> None:
    type_in(desk, room, learner_id, right=9, sat_on=str((room.school.now - timedelta(minutes=1)).date()))
    assert re.search(
        r"Second test: typed in from paper, sat on \d+ \w+ \d{4}, aigul",
        desk.open(f"/groups/{room.cohort.ref}/1").text,
    )


def test_no_sheet_is_taken_out_then(desk: Phone, room: Room, learner_id: int) -> None:
    type_in(desk, room, learner_id, right=9)
    page = desk.open(f"/groups/{room.cohort.ref}/1/paper/post").press("Take the sheet out", reason="other")

    assert "waiting" in str(post_test(room, learner_id).bar)
    assert page.heading == "Number 1"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_pages_are_in_the_reader_s_language(desk: Phone, room: Room, learner_id: int, language: str) -> None:
    type_in(desk, room, learner_id, right=9)
    key = post_test(room, learner_id).key
    for address in (LIST, f"{LIST}/{key}", f"/groups/{room.cohort.ref}/1", f"/groups/{room.cohort.ref}/1/paper/post"):
        text = desk.open(f"{address}?lang={language}").text
        assert not [word for word in ("yes", "sheet", "Typed", "Counts", "Why") if word in text]


def test_several_sheets_are_answered_for_at_once_each_by_its_number(app: Flask, desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(4)]
    room.open(Wave.PRE)
    for learner_id in learners:
        room.school.sit(learner_id, Wave.PRE, right=4)
    room.open(Wave.POST)
    room.close(Wave.POST)
    room.wait(minutes=1)
    for number, learner_id in enumerate(learners, start=1):
        type_in(desk, room, learner_id, right=9, number=number)
    second = sit_down(app, room.school.session, room.school.staff("second", Role.PARTNER_LEAD), room.school.now)
    keys = [post_test(room, it).key for it in learners]

    assert "Tick the sheets for which you answer." in second.send(LIST, second.open(LIST).sent_by(ASK)[1]).text
    page = answer_for(second, second.open(LIST), keys[:2], ASK)
    assert page.heading == "Do these 2 sheets count?"
    assert "Number 1, Group 1, Second test" in page.text
    assert "Number 2, Group 1, Second test" in page.text
    done = answer_for(second, page, keys[:2], "Yes to 2 sheets")
    assert "You said yes to sheets: 2." in done.text

    page = answer_for(second, done, keys[2:], ASK)
    again = page.tap("Choose other sheets")
    ticked = {it.get("value") for it in again.root.iter("input") if it.get("checked") is not None}
    assert ticked == set(keys[2:]), "what was ticked stays ticked"
    assert "a line slipped" not in page.html, "why a sheet is changed is no reason to say no"
    assert "Choose why you say no." in answer_for(second, page, keys[2:], "No to 2 sheets").text
    done = answer_for(second, page, keys[2:], "No to 2 sheets", reason="other_learner")
    assert "You said no to sheets: 2." in done.text
    assert [post_test(room, it).is_counted for it in learners] == [True, True, False, False]
    assert "another learner" in desk.open(f"/groups/{room.cohort.ref}/3").text


def test_a_yes_to_several_says_how_many_of_them_count_in_nothing_and_which_a_phone_has_sent(
    app: Flask, desk: Phone, room: Room
) -> None:
    """One sheet is full, one is of hyphens alone, and of one the phone comes back after the sheet."""
    school = room.school
    learners = [school.learner(room.cohort) for _ in range(3)]
    room.open(Wave.PRE)
    for learner_id in learners:
        school.sit(learner_id, Wave.PRE, right=4)
    room.open(Wave.POST)
    finished_at = school.now
    room.close(Wave.POST)
    room.wait(minutes=1)
    for number, learner_id in enumerate(learners, start=1):
        type_in(desk, room, learner_id, right=9, number=number, **(hyphens() if number == 2 else {}))
    keys = [post_test(room, it).key for it in learners]
    sheet = school.sheet(learners[2], Wave.POST, right=9)
    timing = Clock(finished_at - timedelta(minutes=8), finished_at, school.now)
    late = Submission(learners[2], Wave.POST, timing, sheet["answers"], content=sheet, key=str(uuid.uuid4()))
    assert take(school.session, late, Source(Way.PHONE), school.now).code is Code.STORED
    school.session.commit()
    second = sit_down(app, school.session, school.staff("second", Role.PARTNER_LEAD), school.now)

    page = answer_for(second, second.open(LIST), keys, ASK)
    done = answer_for(second, page, keys, "Yes to 3 sheets").text

    assert "You said yes to sheets: 2." in done
    assert "Of these 1 – does not count: too many blanks." in done
    assert "Sheets whose test a phone has sent meanwhile: 1. That counts: say no to these sheets." in done
    assert "Left as they are" not in done


def hyphens() -> dict[str, str]:
    return {f"m-2-{n}": BLANK for n in range(1, 15)}


ASK = "Answer for the ticked sheets …"


def answer_for(second: Phone, page: Any, keys: list[str], button: str, **more: str) -> Any:
    """The button of the page, with several sheets ticked."""
    _where, fields = page.sent_by(button, **more)
    answer = second.client.post(LIST, data={**fields, "key": keys})
    return second.open(answer.location) if answer.status_code == 303 else Page(second, LIST, answer)


def test_whoever_said_yes_takes_it_back_on_the_same_page_until_the_group_settles(
    app: Flask, desk: Phone, room: Room, learner_id: int
) -> None:
    type_in(desk, room, learner_id, right=9)
    second = sit_down(app, room.school.session, room.school.staff("second", Role.PARTNER_LEAD), room.school.now)
    question = second.open(LIST).tap("Yes or no …")
    assert "A yes can be taken back until the group settles, a no cannot." in question.text
    page = question.press("Yes, it counts")
    assert post_test(room, learner_id).is_counted

    page = page.press("Take my yes back: No. 1")

    assert "Your yes is taken back: the sheet waits again and does not count." in page.text
    assert post_test(room, learner_id).bar == "waiting"
    assert "took the yes back: second" in desk.open(f"/groups/{room.cohort.ref}/1").text
    page = page.tap("Yes or no …").press("Yes, it counts")
    room.school.settle(room.cohort)
    room.wait()
    assert "cannot be taken back any more" in page.press("Take my yes back: No. 1").text
    assert "You said yes" not in second.open(LIST).text


def test_whoever_takes_a_yes_back_reads_before_that_the_phone_s_own_test_does_not_come_in_its_place(
    app: Flask, desk: Phone, room: Room, learner_id: int
) -> None:
    school = room.school
    type_in(desk, room, learner_id, right=9)
    second = sit_down(app, school.session, school.staff("second", Role.PARTNER_LEAD), school.now)
    words = "That is kept aside and does not count, also once you take your yes back."
    page = second.open(LIST).tap("Yes or no …").press("Yes, it counts")
    assert words not in page.text
    finished_at = school.now - timedelta(minutes=11, seconds=30)  # while it was open
    sheet = school.sheet(learner_id, Wave.POST, right=9)
    timing = Clock(finished_at - timedelta(minutes=8), finished_at, school.now)
    late = Submission(learner_id, Wave.POST, timing, sheet["answers"], content=sheet, key=str(uuid.uuid4()))
    assert take(school.session, late, Source(Way.PHONE), school.now).code is Code.WAVE_TAKEN
    school.session.commit()

    page = second.open(LIST)
    assert words in page.text
    page.press("Take my yes back: No. 1")
    assert [it.is_counted for it in attempts.list_attempts(school.session, learner_id) if it.wave == Wave.POST] == [
        False
    ]

"""A group that waits, on its pages: made at the desk, joined and sat on a phone without JavaScript."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.services.people import Role
from app.services.waves import Wave
from app.store.programmes import cohorts as rows
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import new_group, sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def room(app: Flask, school: Any) -> Room:
    return Room(app, school, school.cohort(is_waiting=True, lessons_on=date(2026, 4, 1)))


@pytest.fixture
def group(desk: Phone, room: Room) -> Callable[[], Page]:
    return lambda: desk.open(f"/groups/{room.cohort.ref}")


def test_from_the_poster_to_what_changed(room: Room, learner: Learner, group: Callable[[], Page]) -> None:
    assert "Open the early test" in group().buttons()
    group().press("Open the early test")
    room.wait()
    page = learner.phone.open("/road")
    assert "Next: Early test" in page.text
    page = page.tap("Begin")
    assert page.path == "/t/0"
    sent = learner.take(0, right=4, keys=room.keys("A")).press("Send")
    assert "Early test" in sent.text
    assert "Your group has its first test and its lessons later, from 1 April 2026 on." in sent.text
    assert "Until then there is nothing to do" in sent.text
    assert not [secret for secret in room.secrets() if secret in sent.html]

    page = group()
    assert "Everybody has finished." in page.text
    waiting = page.press("Close the early test")
    assert "The group waits" in waiting.text
    assert "First test and lessons are planned from 1 April 2026 on." in waiting.text
    road = learner.phone.open("/road")
    assert "Next: First test" in road.text
    assert "from 1 April 2026 on." in road.text
    assert learner.phone.open("/l/1").path == "/road", "no lesson while the group waits"

    room.wait(minutes=29)  # no sign-in lasts the weeks that it is
    assert "The first test is open" in group().press("Open the first test").text
    learner.phone.open("/road").tap("Begin")
    learner.take(1, right=5, keys=room.keys("B")).press("Send")
    for number in range(1, len(room.school.release.course.lessons) + 1):
        learner.finish(number)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    learner.take(2, right=11, keys=room.keys("A")).press("Send")
    room.close(Wave.POST)

    assert learner.phone.open("/road").tap("See it").heading == "6 more right answers"


def test_who_joins_is_told_before_saying_yes(room: Room, phone: Phone) -> None:
    page = phone.open(f"/j/{room.cohort.join_code}?lang=en")

    assert "First a 4-minute test: it checks the course, not you." in page.text
    assert "Lessons and two more tests later." in page.text
    assert "Why later" in page.text
    assert "This way we see what changes without lessons" in page.text
    assert "Planned from 1 April 2026 on." in page.text


def test_who_joins_another_group_is_not(room: Room, phone: Phone) -> None:
    other = room.school.cohort(label="Group 2")
    room.wait()

    page = phone.open(f"/j/{other.join_code}?lang=en")

    assert "Then lessons and a second test." in page.text
    assert "Why later" not in page.text and "weeks later" not in page.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_learner_of_another_group_has_no_early_test(
    app: Flask, room: Room, join: Callable[..., Learner], method: str
) -> None:
    room.cohort = room.school.cohort(label="Group 2")
    room.wait()
    learner = join()
    app.config["WTF_CSRF_ENABLED"] = False

    for path in ("/t/0", "/t/0/1", "/t/0/all"):
        assert learner.phone.client.open(path, method=method).status_code == 404
    assert "Early test" not in learner.phone.open("/road").text


def test_the_desk_of_another_group_knows_no_early_test(app: Flask, room: Room, desk: Phone) -> None:
    other = room.school.cohort(label="Group 2")
    room.wait()
    app.config["WTF_CSRF_ENABLED"] = False
    group = f"/groups/{other.ref}"

    assert desk.client.post(f"{group}/tests/early", data={"do": "open"}).status_code == 404
    for path in ("tests/early/close", "paper?wave=early", "paper/form-A-early.xlsx"):
        assert desk.client.get(f"{group}/{path}").status_code == 404
    page = desk.open(group)
    assert "Early test" not in page.text and "Waits first" not in page.text


@pytest.mark.parametrize("who", [None, Role.PARTNER_LEAD, Role.ME_OFFICER, Role.ADMINISTRATOR])
def test_nobody_but_its_facilitator_opens_the_early_test(app: Flask, room: Room, who: Role | None) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    school = room.school
    client = (
        sit_down(app, school.session, school.staff("somebody", who), school.now).client if who else app.test_client()
    )

    answer = client.post(f"/groups/{room.cohort.ref}/tests/early", data={"do": "open"})

    assert answer.status_code in (303, 404)
    assert rows.list_windows(school.session, [room.cohort.cohort_id])[room.cohort.cohort_id] == {}


def test_a_partner_lead_sees_that_the_group_waits_and_changes_nothing(app: Flask, room: Room) -> None:
    lead = sit_down(app, room.school.session, room.school.staff("lead", Role.PARTNER_LEAD), room.school.now)
    page = lead.open(f"/groups/{room.cohort.ref}")

    assert "Waits first" in page.text
    assert "Early test" in page.text
    assert "Open the early test" not in page.buttons()


def test_a_facilitator_makes_a_group_that_waits(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new")
    assert "Does this group wait first?" in page.text
    assert "every report says that it was not drawn by lot" in page.text

    made = page.press("Make the group", **new_group(room, is_waiting="y", lessons_on="2026-04-01"))

    assert "Waits first" in made.text
    room.school.session.rollback()
    new = rows.get(room.school.session, made.path.rsplit("/", 1)[-1], rows.Scope(everywhere=True))
    assert new is not None
    assert (new.is_waiting, new.lessons_on) == (True, date(2026, 4, 1))


def test_the_day_of_the_first_lesson_lies_within_the_course(desk: Phone, room: Room) -> None:
    refused = desk.open("/groups/new").press(
        "Make the group", **new_group(room, is_waiting="y", lessons_on="2026-06-01")
    )

    assert "That is not between the first day and the last." in refused.text


def test_whether_it_waits_is_asked_until_somebody_joins_and_the_day_afterwards_too(
    desk: Phone, room: Room, join: Callable[..., Learner]
) -> None:
    edit = f"/groups/{room.cohort.ref}/edit"
    assert "Does this group wait first?" in desk.open(edit).text
    join()

    page = desk.open(edit)
    assert "Does this group wait first?" not in page.text
    assert "Somebody has joined, so it stays." in page.text
    page.press("Save", lessons_on="2026-04-08")

    cohort = room.school.anew(room.cohort)
    assert (cohort.is_waiting, cohort.lessons_on) == (True, date(2026, 4, 8))


def test_the_first_test_waits_until_the_early_one_has_closed(desk: Phone, room: Room, learner: Learner) -> None:
    room.open(Wave.EARLY)
    page = desk.open(f"/groups/{room.cohort.ref}")

    assert "Open the first test" not in page.buttons()
    action, fields = page.sent_by("Close the early test")
    assert action.endswith("/tests/early")
    answer = desk.client.post(action.replace("early", "pre"), data={**fields, "do": "open"}, follow_redirects=True)
    assert "The early test comes first" in answer.text


def test_after_the_first_test_has_opened_the_early_one_stays_closed(desk: Phone, room: Room, learner: Learner) -> None:
    room.open(Wave.EARLY)
    room.close(Wave.EARLY)
    page = desk.open(f"/groups/{room.cohort.ref}")
    assert "1 without the early test" in page.text
    action, fields = page.sent_by("Open the early test again")
    room.open(Wave.PRE)

    assert (
        "The first test has been opened: the early test stays closed." in desk.open(f"/groups/{room.cohort.ref}").text
    )
    answer = desk.client.post(action, data=fields, follow_redirects=True)
    assert "The first test has been opened: the early test stays closed." in answer.text
    assert "Early test" in learner.phone.open("/road").text
    assert learner.phone.open("/t/0").heading == "This test is closed"


def test_every_page_of_the_group_names_its_tests(desk: Phone, room: Room, learner: Learner) -> None:
    room.open(Wave.EARLY)
    room.sit(learner, Wave.EARLY, right=4)
    group = f"/groups/{room.cohort.ref}"

    assert "of 1 have finished" in desk.open(f"{group}?view=early").text
    assert "Early test: 1 of 1" in desk.open("/groups").text
    assert "Early test is open" in desk.open("/groups").text
    assert "no lesson before its first test has been opened" in desk.open(f"{group}/plan").text
    assert "no lesson before its first test has been opened" in desk.open(f"{group}/plan/1").text
    assert "Early test arrived" in desk.open(f"{group}/1").text
    assert "the other on the first and the first one again on the second" in desk.open(f"{group}/paper").text
    room.close(Wave.EARLY)
    assert "Waits for its lessons" in desk.open("/groups").text
    assert "Ранний тест закончен" in desk.client.get(f"{group}/wall").text
    room.open(Wave.PRE)
    assert "no session" not in desk.open(f"{group}/plan").text + desk.open(f"{group}/plan/1").text


def test_the_early_test_is_typed_in_from_paper(desk: Phone, room: Room, learner: Learner) -> None:
    room.open(Wave.EARLY)
    page = desk.open(f"/groups/{room.cohort.ref}/paper?wave=early")
    marks = {f"m-1-{n}": "1" for n in range(1, 15)}

    saved = page.press("Save", sat_on="2026-03-02", **marks)

    assert "Sheets saved: 1." in saved.text
    assert "Arrived. Your answers are stored." in learner.phone.open("/t/0").text


def test_a_phone_takes_the_early_test_along_and_sends_it(room: Room, learner: Learner) -> None:
    room.open(Wave.EARLY)
    phone = learner.phone
    bundle = phone.api("GET", "/bundle").get_json()
    standings = {test["wave"]: (test["form"]["form"], test["standing"]) for test in bundle["tests"]}
    assert standings == {"early": ("A", "open"), "pre": ("B", "waiting"), "post": ("A", "waiting")}
    assert not [secret for secret in room.secrets() if secret in str(bundle)]
    road = phone.api("GET", "/road").get_json()
    assert [(stop["kind"], stop["number"]) for stop in road["stops"] if stop["lesson"] is None][:2] == [
        ("early-test", 0),
        ("pre-test", 1),
    ]
    early = next(test for test in bundle["tests"] if test["wave"] == "early")
    key = "0d5f4c1a-9a51-4a8e-bb5e-0d7a0f5f2c11"
    draft = {"key": key, "answers": {next(iter(room.keys("A"))): "unsure"}}
    csrf = phone.api("GET", "/session").get_json()["csrf"]
    assert phone.api("PUT", "/drafts/early", draft, **{"X-CSRFToken": csrf}).status_code == 200
    body = {
        "ticket": early["ticket"],
        "wave": "early",
        "form": "A",
        "instrument": early["form"]["structure_digest"],
        "answers": room.keys("A"),
        "started_at": room.school.now.isoformat(),
        "finished_at": room.school.now.isoformat(),
        "sent_at": room.school.now.isoformat(),
    }

    assert phone.api("PUT", f"/attempts/{key}", {**body, "wave": "pre"}).status_code == 422
    assert phone.api("PUT", f"/attempts/{key}", body).status_code == 201
    assert phone.api("PUT", f"/attempts/{key}", body).status_code == 200

    held = phone.api("GET", "/receipts").get_json()["attempts"]
    assert [(attempt["key"], attempt["wave"]) for attempt in held] == [(key, "early")]


def test_a_phone_of_another_group_is_told_of_no_early_test(room: Room, join: Callable[..., Learner]) -> None:
    room.cohort = room.school.cohort(label="Group 2")
    room.wait()
    phone = join().phone

    assert [test["wave"] for test in phone.api("GET", "/bundle").get_json()["tests"]] == ["pre", "post"]
    draft = {"key": "0d5f4c1a-9a51-4a8e-bb5e-0d7a0f5f2c11", "answers": {}}
    csrf = phone.api("GET", "/session").get_json()["csrf"]
    refused = phone.api("PUT", "/drafts/early", draft, **{"X-CSRFToken": csrf})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_open")


def test_the_document_for_phones_names_the_early_test(phone: Phone) -> None:
    document = phone.api("GET", "/openapi.json").get_json()

    assert "'early'" in str(document["paths"]["/drafts/{wave}"])
    assert "'early'" in str(document["components"]["schemas"]["Wave"])

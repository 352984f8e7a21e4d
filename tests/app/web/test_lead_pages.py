"""A facilitator at the desk: from no group at all to a gain, and back from every wrong step."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.services import testing
from app.services.people import Role
from app.services.testing import Wave
from app.store import Database, summaries
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import control, sit_down
from tests.app.web.reader import Page, Phone

NEW = {
    "label": "Group 2",
    "region": "KZ-61",
    "language": "kk",
    "way": "room",
    "starts_on": "2026-03-02",
    "ends_on": "2026-05-30",
}


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)


@pytest.fixture
def group(desk: Phone, room: Room) -> Callable[[], Page]:
    """The page of the cohort as it is now."""
    return lambda: desk.open(f"/groups/{room.cohort.ref}")


def new(room: Room, **other: str) -> dict[str, str]:
    school = room.school
    return {**NEW, "partner": str(school.partner_id), "course": str(school.course_release_id), **other}


def test_without_a_group_the_list_says_what_a_group_is_and_how_to_make_one(app: Flask, room: Room) -> None:
    bota = sit_down(app, room.school.session, room.school.staff("bota", Role.FACILITATOR), room.school.now)
    page = bota.open("/groups")

    assert "No group yet. Make one, print its poster, and learners can join in a minute." in page.text
    assert page.tap("New group").heading == "New group"


def test_a_new_group_waits_for_consent(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new").press("Make the group", **new(room))

    assert page.heading == "Group 2"
    assert "Nobody can join before the consent" in page.text
    assert "It is kept here: in the school's office" in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"label": "  "}, "Give the group a name.", id="no name"),
        pytest.param({"label": "x" * 81}, "At most 80 characters, please.", id="a long name"),
        pytest.param({"starts_on": ""}, "Give the first day.", id="no day"),
        pytest.param({"ends_on": "2026-03-01"}, "The last day is before the first.", id="days the wrong way round"),
        pytest.param({"region": ""}, "Choose the region.", id="no region"),
        pytest.param({"region": "KZ-00"}, "Choose again.", id="a region that is not"),
        pytest.param({"partner": "999"}, "Choose again.", id="another's partner"),
        pytest.param({"way": "by pigeon"}, "Choose again.", id="a way that is not"),
    ],
)
def test_a_wrong_entry_is_said_at_its_field_and_what_was_typed_is_kept(
    desk: Phone, room: Room, wrong: dict[str, str], said: str
) -> None:
    page = desk.open("/groups/new").press("Make the group", **new(room, **wrong))

    assert page.status == 422
    assert said in page.text
    field = next(iter(wrong))
    assert control(page, field).get("aria-invalid") == "true"
    assert control(page, "label").get("value") == (wrong.get("label", "Group 2").strip())
    assert control(page, "starts_on").get("value") == wrong.get("starts_on", "2026-03-02")


def test_no_region_and_no_other_number_is_chosen_by_itself(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.school.learner(room.cohort)
    room.wait()

    form = desk.open("/groups/new")
    first = next(control(form, "region").iter("option"))
    assert (first.get("value"), first.text) == ("", "choose")
    assert not [it for it in control(form, "region").iter("option") if "selected" in it.attrib and it.get("value")]
    assert control(form, "starts_on").get("value") == "2026-03-02"

    merge = desk.open(f"/groups/{room.cohort.ref}/1/merge")
    assert next(control(merge, "other").iter("option")).get("value") == ""
    assert desk.open(f"{merge.path}?other=").heading == "Merge two numbers"


def test_the_list_puts_an_open_test_first_and_says_who_is_awaited(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.school.cohort(label="Later group")
    room.open(Wave.PRE)

    text = desk.open("/groups").text

    assert text.index("Group 1") < text.index("Later group")
    assert "First test is open" in text
    assert "0 of 1" in text
    assert "1 not begun" in text


def test_the_thousandth_group_is_found(desk: Phone, room: Room) -> None:
    for number in range(2, 61):
        room.school.cohort(label=f"Group {number}", is_open=False)
    room.school.session.commit()

    page = desk.open("/groups")
    assert "Page 1 of 2" in page.text
    assert "Page 2 of 2" in page.tap("Next").text
    found = desk.open("/groups?search=GROUP+60")
    assert "1 found" in found.text
    assert "Group 60" in found.text
    assert "Group 59" not in found.text
    assert "No group has these words in its name." in desk.open("/groups?search=zebra").text


def test_consent_is_ticked_and_dated_then_the_door_opens(desk: Phone, room: Room, phone: Phone) -> None:
    made = desk.open("/groups/new").press("Make the group", **new(room))
    code = re.search(r"Joining (\w{4}) (\w{4})", made.text)
    assert code
    door = f"/j/{code[1]}{code[2]}?lang=en"

    refused = made.press("Note the consent", consent_on="2026-03-01")
    assert "Tick that the consent is in place" in refused.text
    refused = refused.press("Note the consent", is_there="yes", consent_on="2026-03-03")
    assert "still to come" in refused.text
    ticked = refused.press("Note the consent", is_there="yes", consent_on="2026-03-01")
    assert "Consent in place since March 1, 2026" in ticked.text
    assert phone.client.get(door).status_code == 404
    opened = ticked.press("Open joining")
    assert "Open: the code lets learners in." in opened.text
    assert phone.client.get(door).status_code == 200

    shut = opened.press("Take the consent back")
    assert "Nobody can join before the consent" in shut.text
    assert phone.client.get(door).status_code == 404


def test_joining_closes_and_opens_again(desk: Phone, group: Callable[[], Page], room: Room, phone: Phone) -> None:
    door = f"/j/{room.cohort.join_code}"

    assert "the code lets nobody in" in group().press("Close joining").text
    assert phone.client.get(door).status_code == 404
    assert "the code lets learners in" in group().press("Open joining").text
    assert phone.client.get(door).status_code == 200


@pytest.mark.parametrize("sheet", ["poster", "wall"])
def test_the_sheet_for_learners_shows_code_and_address_and_no_handle(desk: Phone, room: Room, sheet: str) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)

    html = desk.client.get(f"/groups/{room.cohort.ref}/{sheet}").text

    assert f"{room.cohort.join_code[:4]} {room.cohort.join_code[4:]}" in html
    assert f"localhost/j/{room.cohort.join_code}" in html
    assert 'lang="ru"' in html
    assert "<path" in html
    assert "style=" not in html
    assert "seat" not in html.replace('id="seats"', "")


def test_the_screen_says_what_is_so_now(desk: Phone, room: Room) -> None:
    def says() -> str:
        return desk.client.get(f"/groups/{room.cohort.ref}/wall").text

    room.cohort.language = "en"
    opened_at, room.cohort.joining_opened_at = room.cohort.joining_opened_at, None
    room.wait()
    assert "Not open yet. In a moment." in says()
    room.cohort.joining_opened_at = opened_at
    room.wait()
    assert "Keep your card" in says()
    room.open(Wave.PRE)
    assert "this is not an exam" in says()
    room.close(Wave.PRE)
    assert "this is not an exam" not in says()
    assert "have finished" in says()


def test_the_poster_shows_the_public_address_where_there_is_one(app: Flask, desk: Phone, room: Room) -> None:
    app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], public_url="https://nav.example/")

    html = desk.client.get(f"/groups/{room.cohort.ref}/poster").text

    assert "<b>nav.example</b>" in html


@pytest.mark.parametrize(
    ("address", "is_warned"),
    [
        (None, True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000/", True),
        ("http://192.168.1.5:8000", False),
        ("https://nav.example/", False),
    ],
)
def test_an_address_that_no_phone_can_open_is_warned_of_before_anything_is_printed(
    app: Flask, desk: Phone, group: Callable[[], Page], room: Room, address: str | None, is_warned: bool
) -> None:
    app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], public_url=address)

    assert ("Phones cannot reach this address" in group().text) == is_warned
    assert ("NAVIGATOR_PUBLIC_URL" in desk.client.get(f"/groups/{room.cohort.ref}/poster").text) == is_warned


def test_the_board_shows_handles_and_never_a_code(desk: Phone, room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)

    html = desk.client.get(f"/groups/{room.cohort.ref}").text

    assert re.search(r'class="seat none"[^>]*><b>1</b>', html)
    assert learner.code not in html
    assert learner.code.replace(" ", "") not in html
    assert learner.pin not in html


def test_the_board_alone_is_what_the_page_shows(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)

    part = desk.client.get(f"/groups/{room.cohort.ref}/board?view=pre").text

    assert part.strip().startswith('<div id="board"')
    assert part.strip() in desk.client.get(f"/groups/{room.cohort.ref}").text
    assert 'data-missing="1 not begun"' in part


def test_a_test_opens_closes_and_opens_again_with_what_follows_said(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    waiting, busy, done = (room.school.learner(room.cohort) for _ in range(3))
    room.wait()
    assert waiting
    assert "3 have joined." in group().text

    assert "Open since 2 Mar, 09:00" in group().press("Open the first test").text
    room.wait(minutes=1)
    testing.begin(room.school.session, busy, Wave.PRE, room.school.now)
    room.school.take(done, Wave.PRE, right=4)
    room.wait(minutes=9)
    assert "1 still answering, 1 not begun" in group().text
    closed = group().press("Close the first test")
    assert "Closed 2 Mar, 09:10" in closed.text
    assert "what was sent stands" in closed.text
    opened = closed.press("Open the first test again")
    assert "1 still answering, 1 not begun" in opened.text


def test_what_would_end_too_early_what_runs_is_a_quiet_button(group: Callable[[], Page], room: Room) -> None:
    def classes(label: str) -> list[str]:
        page = group()
        return next(
            it.get("class", "").split()
            for it in page.root.iter()
            if it.tag in ("a", "button") and "".join(it.itertext()) == label
        )

    learners = [room.school.learner(room.cohort) for _ in range(3)]
    room.open(Wave.PRE)
    assert "The first test is open" in group().text
    assert "tap “I don’t know yet”" in group().text
    assert "quiet" in classes("Close the first test")

    for learner in learners[:2]:
        room.school.take(learner, Wave.PRE, right=4)
    room.wait()
    assert "quiet" not in classes("Close the first test")

    room.close(Wave.PRE)
    assert "0 of 3 have done every lesson." in group().text
    assert "quiet" in classes("Open the second test")
    room.open(Wave.POST)
    assert "quiet" in classes("Close the second test …")


def test_an_opening_by_mistake_is_taken_back_while_nobody_has_begun(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learner = room.school.learner(room.cohort)
    room.wait()
    group().press("Open the first test")
    back = group().press("Take the opening back: nobody has begun")
    assert "Learners are joining" not in back.text
    assert "Open the first test" in back.text

    back.press("Open the first test")
    room.wait(minutes=1)
    testing.begin(room.school.session, learner, Wave.PRE, room.school.now)
    room.wait()
    assert "Take the opening back" not in group().text


def test_closing_the_second_test_asks_first_since_it_shows_the_answers(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = group().press("Open the second test")
    assert "Ten minutes after closing every learner sees the right answers and the reasons." in page.text

    question = page.tap("Close the second test …")
    assert question.heading == "Close the second test?"
    assert "1 not begun." in question.text
    assert "Until then you can undo the closing, afterwards not." in question.text
    assert question.tap("Leave it open").heading == "Group 1"
    closed = question.press("Close the second test")
    assert "Both tests are over" in closed.text

    undone = closed.press("Undo the closing")
    assert "The closing is undone. No right answer was shown to anybody." in undone.text
    assert "The second test is open" in undone.text

    closed = undone.tap("Close the second test …").press("Close the second test")
    room.wait(minutes=10)
    question = group().tap("Open the second test again …")
    assert "The right answers have been shown: whoever answers now may know them." in question.text
    assert "What is sent from now on is kept and not counted." in question.text
    assert question.tap("Leave it closed").heading == "Group 1"
    assert "Open since" in question.press("Open the second test again").text


def test_a_second_test_sent_after_the_answers_were_shown_is_said_to_be_kept_and_not_counted(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    late = room.school.learner(room.cohort)
    room.open(Wave.POST)
    room.close(Wave.POST)
    assert "it is kept and not counted, since the right answers could be seen" in group().text
    room.open(Wave.POST)
    room.school.take(late, Wave.POST, right=14)
    room.wait()

    assert "not counted" in group().text
    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "sent after the answers could be seen: kept, not counted" in page.text


@pytest.mark.parametrize("was_open_before", [True, False])
def test_the_first_test_is_not_opened_any_more_once_the_answers_were_shown(
    desk: Phone, group: Callable[[], Page], room: Room, was_open_before: bool
) -> None:
    if was_open_before:
        room.open(Wave.PRE)
        room.close(Wave.PRE)
    page = group()
    action, token = page.sent_by("Open the first test again" if was_open_before else "Open the first test")
    room.open(Wave.POST)
    room.close(Wave.POST)

    assert not [label for label in group().buttons() if "first test" in label]
    assert "the first test stays closed" in desk.send(action, token).text
    assert "First test is open" not in desk.open("/groups").text


def test_a_second_test_whose_answers_nobody_has_seen_needs_no_question(desk: Phone, room: Room) -> None:
    assert desk.open(f"/groups/{room.cohort.ref}/tests/post/open").heading == "Group 1"


def test_no_such_test_is_no_such_page(desk: Phone, room: Room) -> None:
    assert desk.client.get(f"/groups/{room.cohort.ref}/tests/middle/close").status_code == 404


def test_a_card_is_replaced_after_a_question_and_shown_until_it_is_handed_over(
    desk: Phone, group: Callable[[], Page], room: Room, app: Flask, learner: Learner
) -> None:
    seat = next(link for link in group().links() if link.endswith(f"/{room.cohort.ref}/1"))

    question = desk.open(seat).tap("New card …")
    assert "The old card is dead at once" in question.text
    assert learner.sign_in(Phone(app)).path == "/road"
    card = question.press("Make the new card")

    found = re.search(r"Code (\w{4} \w{4}) PIN (\d{6})", card.text)
    assert found
    fresh = Learner(Phone(app), 1, found[1], found[2])
    assert fresh.sign_in(Phone(app)).path == "/road"
    assert learner.sign_in(Phone(app)).status == 422
    assert found[0] in desk.open(card.path).text, "a reload shows the same card"
    assert found[2] not in desk.open(seat).html
    assert card.press("It is handed over").heading == "Group 1"
    assert found[2] not in desk.open(card.path).html
    assert learner.phone.open("/road").path == "/in"


def test_somebody_who_joined_twice_is_merged_after_a_question(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    first, second = room.school.learner(room.cohort), room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(first, Wave.PRE, right=4)
    room.wait()
    assert second

    page = desk.open(f"/groups/{room.cohort.ref}/2").tap("Merge with another number …")
    question = desk.open(page.path + "?other=1")
    assert "This cannot be undone." in question.text
    again = question.press("Make them one")
    assert "Choose which number stays." in again.text
    merged = question.press("Make them one", **question.choice("Number 2 stays"))

    assert merged.heading == "Number 2"
    assert "First test arrived" in merged.text
    assert desk.client.get(f"/groups/{room.cohort.ref}/1").status_code == 404
    assert summaries.differences(room.school.session) == []


def test_a_number_that_is_not_there_is_said_so(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.school.learner(room.cohort)
    room.wait()

    assert "not in this group any more" in desk.open(f"/groups/{room.cohort.ref}/1/merge?other=9").text
    assert desk.client.get(f"/groups/{room.cohort.ref}/9").status_code == 404


def test_a_group_in_the_wrong_region_moves_and_its_figures_follow(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learner = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(learner, Wave.PRE, right=4)
    room.wait()

    form = group().tap("Change the group, move it to another region or partner")
    assert "the course stays" in form.text
    fields = {key: value for key, value in new(room, label="Group 1", region="KZ-75").items() if key != "course"}
    moved = form.press("Save", **fields)

    assert "Almaty (city)" in moved.text
    assert summaries.differences(room.school.session) == []


def test_an_empty_group_is_deleted_after_a_question(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    question = group().tap("Delete the empty group …")
    assert "This cannot be undone." in question.text
    assert question.tap("Keep it").heading == "Group 1"

    assert "No group yet." in question.press("Delete the group").text


def test_a_group_with_a_learner_is_archived_and_brought_back(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    room.school.learner(room.cohort)
    room.wait()
    assert "Delete the empty group" not in group().text

    refused = desk.open(f"/groups/{room.cohort.ref}/delete")
    assert refused.heading == "Group 1"
    assert "Archive the group instead." in refused.text

    archived = group().press("Archive the group")
    assert "This group is archived." in archived.text
    listed = desk.open("/groups")
    assert "Group 1" not in listed.text
    assert "Group 1" in listed.tap("Archived groups").text
    back = archived.press("Bring the group back")

    assert "Joining is closed until you open it." in back.text
    assert "Group 1" in desk.open("/groups").text


def test_a_group_with_an_open_test_is_not_archived(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    room.open(Wave.PRE)

    assert "A test is open. Close it first" in group().press("Archive the group").text


def test_whoever_said_no_or_withdrew_is_counted(group: Callable[[], Page], room: Room, learner: Learner) -> None:
    learner.phone.open("/stop").press("Erase my answers")

    assert "0 joined, 0 said no, 1 withdrew" in group().text


def test_a_gain_of_fewer_than_eleven_is_hidden(group: Callable[[], Page]) -> None:
    text = group().text

    assert "under 11" in text
    assert "Shown from 11 learners with both tests on" in text


def test_a_gain_of_eleven_stands_with_its_number(group: Callable[[], Page], room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(11)]
    room.open(Wave.PRE)
    for learner in learners:
        room.school.take(learner, Wave.PRE, right=5)
    room.close(Wave.PRE)
    room.open(Wave.POST)
    for number, learner in enumerate(learners):
        room.school.take(learner, Wave.POST, right=8 if number < 9 else 5)
    room.wait()

    text = group().text

    assert "81.8 % scored higher" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "9 of 11 with both tests" in text
    assert "+2.5 points of 14 on average" in text
    assert "a gain is not proof of effect" in text


def test_a_name_with_signs_of_html_is_shown_as_it_is(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new").press("Make the group", **new(room, label='<b>A & B</b> "x"'))

    assert page.heading == '<b>A & B</b> "x"'
    for path in ("", "/edit", "/delete"):
        desk.open(f"{page.path}{path}")
    assert "<b>A &" not in desk.client.get(f"{page.path}/poster").text


def test_the_list_says_who_still_owes_a_test_after_it_has_closed(desk: Phone, room: Room) -> None:
    done, missing = room.school.learner(room.cohort), room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(done, Wave.PRE, right=3)
    room.close(Wave.PRE)
    assert missing and "1 without the first test" in desk.open("/groups").text

    room.open(Wave.POST)
    room.close(Wave.POST)

    assert "2 without the second test" in desk.open("/groups").text
    assert "2 without the second test" in desk.open(f"/groups/{room.cohort.ref}").text


def test_a_consent_that_was_taken_back_during_a_test_is_noted_again(
    group: Callable[[], Page], room: Room, phone: Phone
) -> None:
    room.open(Wave.PRE)
    page = group().press("Take the consent back")
    assert "The consent was taken back." in page.text

    page = page.press("Note the consent", is_there="yes", consent_on="2026-03-02").press("Open joining")

    assert phone.client.get(f"/j/{room.cohort.join_code}").status_code == 200


def test_a_page_of_fifty_groups_asks_the_database_no_more_often_than_a_page_of_one(
    desk: Phone, room: Room, database: Database
) -> None:
    def count() -> int:
        asked: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
            asked.append(statement)

        event.listen(database.reader, "before_cursor_execute", note)
        desk.client.get("/groups")
        event.remove(database.reader, "before_cursor_execute", note)
        return len(asked)

    of_one = count()
    for number in range(2, 51):
        room.school.learner(room.school.cohort(label=f"Group {number}", region_code="KZ-75" if number % 2 else "KZ-10"))
    room.wait()

    assert count() == of_one

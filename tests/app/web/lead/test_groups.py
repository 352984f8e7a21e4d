"""From no group at all to the thousandth: made, moved, deleted, archived, found."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from app.services.people import Role
from app.services.waves import Wave
from app.store import Database, tables
from app.store.answers import summaries
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import control, new_group, sit_down
from tests.app.web.reader import Page, Phone


def test_without_a_group_the_list_says_what_a_group_is_and_how_to_make_one(app: Flask, room: Room) -> None:
    bota = sit_down(app, room.school.session, room.school.staff("bota", Role.FACILITATOR), room.school.now)
    page = bota.open("/groups")

    assert "No group yet. Make one, print its poster, and learners can join in a minute." in page.text
    made = page.press("Make the group", **new_group(room, label="Ours"))
    assert made.heading == "Ours"
    assert "No group yet." not in bota.open("/groups").text


def test_who_expects_too_few_for_a_result_is_told_so_at_once(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new")
    assert "The group’s own result is shown from 11 learners who took both tests." in page.text
    few = page.press("Make the group", **new_group(room, expected_count="10"))
    assert "Fewer than 11 learners are expected: such a group has no result of its own" in few.text
    enough = page.press("Make the group", **new_group(room, label="Larger", expected_count="11"))
    assert "has no result of its own" not in enough.text


def test_a_new_group_waits_for_consent(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new").press("Make the group", **new_group(room))

    assert page.heading == "Group 2"
    assert "Nobody can join before the consent" in page.text
    assert "It is kept here: in the school's office" in page.text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param({"label": "  "}, "Give the group a name.", id="no name"),
        pytest.param({"label": "x" * 81}, "At most 80 characters, please.", id="a long name"),
        pytest.param({"starts_on": ""}, "Give the first day.", id="no day"),
        pytest.param({"starts_on": "soon"}, "Write the day like 2026-03-02, please.", id="no such day"),
        pytest.param({"ends_on": "2026-03-01"}, "The last day is before the first.", id="days the wrong way round"),
        pytest.param({"region": ""}, "Choose the region.", id="no region"),
        pytest.param({"region": "KZ-00"}, "Choose again.", id="a region that is not"),
        pytest.param({"partner": "999"}, "Choose again.", id="another's partner"),
        pytest.param({"way": "by pigeon"}, "Choose again.", id="a way that is not"),
    ],
)
def test_a_wrong_entry_is_said_at_its_field_and_what_was_typed_is_kept(
    desk: Phone, room: Room, wrong: dict[str, str], message: str
) -> None:
    page = desk.open("/groups/new").press("Make the group", **new_group(room, **wrong))

    assert page.status == 422
    assert message in page.text
    field = next(iter(wrong))
    assert control(page, field).get("aria-invalid") == "true"
    assert control(page, "label").get("value") == (wrong.get("label", "Group 2").strip())
    assert control(page, "starts_on").get("value") == wrong.get("starts_on", "2026-03-02")


def test_no_region_and_no_other_number_is_chosen_by_itself(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.school.learner(room.cohort)
    room.wait()

    def chosen(form: Page) -> list[str | None]:
        return [it.get("value") for it in control(form, "region").iter("option") if "selected" in it.attrib]

    form = desk.open("/groups/new")
    first = next(control(form, "region").iter("option"))
    assert (first.get("value"), first.text) == ("", "choose")
    assert chosen(form) == ["KZ-61"], "all groups of this facilitator are there"
    assert control(form, "starts_on").get("value") == "2026-03-02"
    desk.open("/groups/new").press("Make the group", **new_group(room, region="KZ-75"))
    assert chosen(desk.open("/groups/new")) in ([], [""])

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
    results = desk.open("/groups?search=GROUP+60")
    assert "1 found" in results.text
    assert "Group 60" in results.text
    assert "Group 59" not in results.text
    assert (
        "No group fits: none of these words stands in a name, or no group is at this stage."
        in desk.open("/groups?search=zebra").text
    )


def test_a_group_in_the_wrong_region_moves_and_its_figures_follow(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learner = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.school.take(learner, Wave.PRE, right=4)
    room.wait()

    form = group().tap("Change the group, move it to another region or partner")
    assert "the course stays" in form.text
    fields = {key: value for key, value in new_group(room, label="Group 1", region="KZ-75").items() if key != "course"}
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
    assert "Every group is archived. Bring one back, or make another." in desk.open("/groups").text
    back = archived.press("Bring the group back")

    assert "Joining is closed until you open it." in back.text
    assert "Group 1" in desk.open("/groups").text


def test_a_group_whose_answers_were_erased_meanwhile_is_not_said_to_be_back(
    group: Callable[[], Page], room: Room
) -> None:
    archived = group().press("Archive the group")
    room.school.session.execute(update(tables.Cohort).values(erased_at=room.school.now))
    room.school.session.commit()

    still = archived.press("Bring the group back")

    assert "so it stays archived" in still.text
    assert "The group is back" not in still.text


def test_a_group_with_an_open_test_is_not_archived(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    room.open(Wave.PRE)

    assert "A test is open, or will open by itself." in group().press("Archive the group").text


def test_a_group_with_a_planned_follow_up_is_archived_only_when_asked_about_and_brings_it_back(
    group: Callable[[], Page], room: Room, learner: Learner
) -> None:
    room.open(Wave.PRE)
    room.open(Wave.POST)
    room.close(Wave.POST)
    assert "Plan: follow-up on 2 June 2026" in group().text

    question = group().press("Archive the group")
    assert question.heading == "Archive the group without its follow-up?"
    assert "The follow-up is planned for 2 June 2026: in an archived group it does not open." in question.text
    assert "Plan: follow-up on 2 June 2026" in question.tap("Wait for the follow-up").text

    archived = question.press("Archive it without the follow-up")
    assert "This group is archived." in archived.text
    assert "Plan: follow-up on 2 June 2026" in archived.press("Bring the group back").text


def test_of_a_follow_up_that_is_over_nothing_is_planned_when_the_group_comes_back(room: Room, learner: Learner) -> None:
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
    room.close(Wave.POST)
    room.wait(minutes=11)
    room.open(Wave.FOLLOW_UP)
    room.close(Wave.FOLLOW_UP)
    room.wait(minutes=1)

    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    back = desk.open(f"/groups/{room.cohort.ref}").press("Archive the group").press("Bring the group back")
    assert "The group is back." in back.text
    assert "Plan: follow-up" not in back.text


def test_whoever_said_no_or_withdrew_is_counted(group: Callable[[], Page], room: Room, learner: Learner) -> None:
    learner.phone.open("/stop").press("Erase my answers")

    assert "0 joined, 0 said no, 1 withdrew" in group().text


def test_a_name_with_signs_of_html_is_shown_as_it_is(desk: Phone, room: Room) -> None:
    page = desk.open("/groups/new").press("Make the group", **new_group(room, label='<b>A & B</b> "x"'))

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

    words = "1 took the first test and not the second, 1 took neither of the two"
    assert words in desk.open("/groups").text
    assert words in desk.open(f"/groups/{room.cohort.ref}").text


def test_whoever_came_after_the_first_test_closed_is_said_while_theirs_would_still_count(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    late, taught = room.school.learner(room.cohort), room.school.learner(room.cohort)
    room.school.finish_lesson(taught)
    room.school.session.commit()

    page = group()

    assert "1 without the first test. Open it again for them before their first lesson" in page.text
    assert page.buttons().count("Open the first test again") == 1
    assert "The first test is open" in page.press("Open the first test again").text
    room.school.take(late, Wave.PRE, right=3)
    room.close(Wave.PRE)
    closed = group()
    assert "without the first test" not in closed.text
    assert closed.buttons().count("Open the first test again") == 1


def test_a_page_of_fifty_groups_asks_the_database_no_more_often_than_a_page_of_one(
    desk: Phone, room: Room, database: Database
) -> None:
    def count() -> int:
        statements: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
            statements.append(statement)

        event.listen(database.reader, "before_cursor_execute", note)
        desk.client.get("/groups")
        event.remove(database.reader, "before_cursor_execute", note)
        return len(statements)

    of_one = count()
    for number in range(2, 51):
        room.school.learner(room.school.cohort(label=f"Group {number}", region_code="KZ-75" if number % 2 else "KZ-10"))
    room.wait()

    assert count() == of_one

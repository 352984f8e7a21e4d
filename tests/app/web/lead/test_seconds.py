"""A second facilitator, and a stand-in whose time ends by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.services.administrator.staff import disable
from app.services.people import Role
from app.store.people import staff as people
from app.store.tables import Staff
from tests.app.web.conftest import Room
from tests.app.web.desk import control, sit_down
from tests.app.web.reader import Page, Phone


@pytest.fixture
def bota(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.staff("bota", Role.FACILITATOR), room.school.now)


def add(group: Callable[[], Page], **fields: str) -> Page:
    page = group().tap("A second facilitator, or a stand-in …")
    return page.press("Lead it together", **page.choice("bota"), **fields)


def test_a_second_facilitator_leads_but_does_not_give_away_archive_or_delete(
    group: Callable[[], Page], room: Room, bota: Phone
) -> None:
    address = f"/groups/{room.cohort.ref}"
    assert bota.open(address, status=404).status == 404

    assert "bota leads the group too." in add(group).text

    assert "Also led by bota" in group().text
    theirs = bota.open("/groups").tap("Open Group 1")
    assert "You lead it together with aigul" in theirs.text
    assert "Open the first test" in theirs.buttons()
    assert not {"Archive the group"} & set(theirs.buttons())
    for words in ("Give the group", "A second facilitator", "Delete the empty group"):
        assert words not in theirs.text
    for deed in ("hand-over", "seconds", "delete"):
        assert bota.open(f"{address}/{deed}", status=404).status == 404
    page = group().tap("A second facilitator, or a stand-in …").press("Remove bota")
    assert "Removed." in page.text
    assert bota.open(address, status=404).status == 404


def test_a_stand_in_leads_until_a_day_and_not_after_it(
    app: Flask, group: Callable[[], Page], room: Room, bota: Phone
) -> None:
    address = f"/groups/{room.cohort.ref}"
    page = group().tap("A second facilitator, or a stand-in …")
    wrong = page.phone.send(*page.sent_by("Lead it together", **page.choice("bota"), until="2026-03-01"), status=422)
    assert "That day is in the past." in wrong.text

    added = add(group, until="2026-03-04")

    assert "bota leads the group too, until 4 March 2026." in added.text
    assert "bota, until 4 March 2026" in added.text
    assert "Also led by bota until 4 March 2026" in group().text
    room.wait(days=2)
    staff_id = room.school.session.scalars(select(Staff.staff_id).where(Staff.name == "bota")).one()
    assert sit_down(app, room.school.session, staff_id, room.school.now).open(address).heading == "Group 1"
    room.wait(days=1)
    late = sit_down(app, room.school.session, staff_id, room.school.now)
    assert late.open(address, status=404).status == 404
    leader = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    assert "bota: the time is over" in leader.open(f"{address}/seconds").text
    assert "Also led by" not in leader.open(address).text


def test_a_partner_lead_names_a_stand_in_for_somebody_who_is_ill(app: Flask, room: Room, bota: Phone) -> None:
    head = sit_down(app, room.school.session, room.school.staff("head", Role.PARTNER_LEAD), room.school.now)
    page = head.open(f"/groups/{room.cohort.ref}").tap("A second facilitator, or a stand-in …")

    page.press("Lead it together", **page.choice("bota"))

    assert "Open the first test" in bota.open(f"/groups/{room.cohort.ref}").buttons()


def test_a_group_whose_leader_is_disabled_is_given_away_by_whoever_leads_it_too(
    group: Callable[[], Page], room: Room, bota: Phone
) -> None:
    add(group)
    leader = people.get_by_id(room.school.session, room.school.facilitator_id)
    assert leader
    disable(room.school.session, leader, now=room.school.now)
    room.school.session.commit()

    page = bota.open(f"/groups/{room.cohort.ref}")
    assert "aigul no longer works here: give the group to another facilitator." in page.text
    question = page.tap("Give the group to another facilitator …")
    mine = question.press("Hand the group over", **question.choice("bota"))

    assert "Archive the group" in mine.buttons()
    assert "Also led by" not in mine.text


def test_a_group_like_last_years_has_no_days_and_no_learners(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    room.school.learner(room.cohort)
    room.wait()

    form = group().tap("Make a new group like this one …")

    assert "A copy of “Group 1”, without its learners" in form.text
    assert (control(form, "starts_on").get("value"), control(form, "ends_on").get("value")) == ("", "")
    assert control(form, "label").get("value") == "Group 1"
    chosen = {option.get("value") for option in form.root.iter("option") if "selected" in option.attrib}
    assert {"KZ-61", "room", "ru", str(room.school.partner_id), str(room.school.course_release_id)} <= chosen
    first, last = (str(room.school.now.date() + timedelta(days=days)) for days in (1, 30))
    choices = {"partner": str(room.school.partner_id), "course": str(room.school.course_release_id)}
    page = form.press(
        "Make the group", **choices, region="KZ-61", language="ru", way="room", starts_on=first, ends_on=last
    )
    assert page.heading == "Group 1"
    assert page.path != f"/groups/{room.cohort.ref}"
    assert "0 joined" in page.text


def test_who_cannot_sign_in_is_not_offered_and_who_was_disabled_is_marked(
    group: Callable[[], Page], room: Room, bota: Phone
) -> None:
    school = room.school
    school.staff("dana", Role.FACILITATOR)
    school.session.commit()
    page = group().tap("A second facilitator, or a stand-in …")
    assert "dana" not in page.text, "the one-time link was never used"
    add(group)
    person = people.get_by_id(
        school.session, school.session.scalars(select(Staff.staff_id).where(Staff.name == "bota")).one()
    )
    assert person is not None

    disable(school.session, person, now=school.now)
    school.session.commit()

    assert "Also led by bota disabled" in group().text

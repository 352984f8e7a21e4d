"""A facilitator who leaves gives the group to another one of the partner, by themself and after a question."""

from collections.abc import Callable

from app.services.people import Role
from tests.app.web.conftest import Room
from tests.app.web.reader import Page, Phone


def test_the_group_leaves_one_list_and_comes_to_the_other(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    bota = room.school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    room.school.session.commit()

    question = group().tap("Give the group to another facilitator …")
    assert "You will not see this group any more" in question.text
    page = question.press("Hand the group over", facilitator=str(bota))

    assert "The group is handed over." in page.text
    assert page.path == "/groups"
    assert desk.open(f"/groups/{room.cohort.ref}", status=404).status == 404
    assert room.school.anew(room.cohort).facilitator_id == bota


def test_nobody_of_another_partner_gets_it(desk: Phone, room: Room) -> None:
    room.school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    stranger = room.school.staff(
        "colpan", Role.FACILITATOR, partner_id=room.school.partner("Another"), can_sign_in=True
    )
    room.school.session.commit()
    action, token = desk.open(f"/groups/{room.cohort.ref}/hand-over").sent_by("Hand the group over")

    desk.client.post(action, data={"csrf_token": token, "facilitator": str(stranger)})

    assert room.school.anew(room.cohort).facilitator_id == room.school.facilitator_id


def test_where_there_is_no_other_it_says_who_can_add_one(desk: Phone, room: Room) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/hand-over")

    assert "The partner has no other facilitator who can sign in. An administrator can add one" in page.text


def test_whoever_has_not_used_the_link_is_not_offered_and_gets_no_group(desk: Phone, room: Room) -> None:
    waiting = room.school.staff("dana", Role.FACILITATOR)
    room.school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    room.school.session.commit()
    question = desk.open(f"/groups/{room.cohort.ref}/hand-over")
    assert "bota" in question.text
    assert "dana" not in question.text

    page = question.press("Hand the group over", facilitator=str(waiting))

    assert "Choose a facilitator of this partner." in page.text
    assert room.school.anew(room.cohort).facilitator_id == room.school.facilitator_id

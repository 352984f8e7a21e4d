"""What a partner lead sees and hands over, and whose a number is. Who is let in where stands in `doors.yaml`."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.services.people import Role
from app.store.tables import Audit
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """The token is asked for before the scope: here the scope is what is tried."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def come(app: Flask, room: Room) -> Callable[..., Phone]:
    def come(name: str, role: Role, *, partner_id: int | None = None) -> Phone:
        staff_id = room.school.staff(name, role, partner_id=partner_id)
        return sit_down(app, room.school.session, staff_id, room.school.now)

    return come


def test_what_a_partner_lead_tried_too_early_stands_in_the_audit_and_the_page_offers_no_more(
    room: Room, come: Callable[..., Phone]
) -> None:
    room.school.learner(room.cohort)
    desk = come("lead", Role.PARTNER_LEAD)
    before = room.school.session.scalars(select(Audit.audit_id)).all()
    room.school.session.commit()

    desk.client.post(f"/groups/{room.cohort.ref}/settle")

    assert room.school.session.scalars(select(Audit.act).where(Audit.audit_id.not_in(before))).all() == [
        "refusal.group"
    ]
    page = desk.open(f"/groups/{room.cohort.ref}")
    assert "Open the first test" not in page.text
    assert not [link for link in page.links() if link.endswith(f"{room.cohort.ref}/1")]


def test_a_number_of_another_group_is_nobody_s(app: Flask, room: Room) -> None:
    room.school.learner(room.cohort)
    empty = room.school.cohort(label="Group 2")
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)

    assert desk.client.get(f"/groups/{room.cohort.ref}/1").status_code == 200
    assert desk.client.get(f"/groups/{empty.ref}/1").status_code == 404
    assert desk.client.post(f"/groups/{empty.ref}/1/card").status_code == 404


def test_a_partner_lead_gives_the_cohort_to_somebody_else(app: Flask, room: Room, come: Callable[..., Phone]) -> None:
    bota = room.school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    desk = come("lead", Role.PARTNER_LEAD)
    before = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)

    page = desk.open(f"/groups/{room.cohort.ref}/hand-over")
    page.press("Hand the group over", **page.choice("bota"))

    assert before.client.get(f"/groups/{room.cohort.ref}").status_code == 404
    after = sit_down(app, room.school.session, bota, room.school.now)
    assert after.open(f"/groups/{room.cohort.ref}").heading == "Group 1"


def test_a_cohort_is_handed_to_nobody_who_does_not_work_there(
    app: Flask, room: Room, come: Callable[..., Phone]
) -> None:
    stranger = room.school.staff("stranger", Role.FACILITATOR, partner_id=room.school.partner("Another"))
    room.school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    desk = come("lead", Role.PARTNER_LEAD)

    page = desk.open(f"/groups/{room.cohort.ref}/hand-over").press("Hand the group over", facilitator=str(stranger))

    assert "Choose a facilitator of this partner." in page.text

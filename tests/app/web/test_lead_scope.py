"""Another's cohort answers 404 at every address, and a partner lead only reads."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.services import archiving
from app.services.administrator.staff import give_role
from app.services.people import Grant, Role
from app.store.programmes.cohorts import Cohort
from app.store.tables import Audit
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """The token is asked for before the scope: here the scope is what is tried."""
    app.config["WTF_CSRF_ENABLED"] = False


def doors(app: Flask, cohort: Cohort) -> Iterator[tuple[str, str]]:
    """Method and address of everything that can be done to this cohort."""
    values = {
        "ref": cohort.ref,
        "wave": "pre",
        "handle": 1,
        "aside": 1,
        "form": "A",
        "language": "en",
        "lesson": "welcome",
        "number": 1,
    }
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("lead.") and "ref" in rule.arguments:
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield method, _fill(rule, values)


def _fill(rule: Rule, values: dict[str, object]) -> str:
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None
    return built[1]


@pytest.fixture
def come(app: Flask, room: Room) -> Callable[..., Phone]:
    def come(name: str, role: Role, *, partner_id: int | None = None) -> Phone:
        staff_id = room.school.staff(name, role, partner_id=partner_id)
        return sit_down(app, room.school.session, staff_id, room.school.now)

    return come


def statuses(app: Flask, desk: Phone, cohort: Cohort) -> dict[tuple[str, str], int]:
    return {
        (method, address): desk.client.open(address, method=method, data={"do": "open"}).status_code
        for method, address in doors(app, cohort)
    }


@pytest.mark.parametrize("is_of_our_partner", [True, False], ids=["of the same partner", "of another partner"])
def test_another_facilitator_s_cohort_is_not_there(
    app: Flask, room: Room, come: Callable[..., Phone], is_of_our_partner: bool
) -> None:
    room.school.learner(room.cohort)
    partner_id = None if is_of_our_partner else room.school.partner("Another")
    status_by_door = statuses(app, come("bota", Role.FACILITATOR, partner_id=partner_id), room.cohort)

    assert len(status_by_door) > 15
    assert {door: status for door, status in status_by_door.items() if status != 404} == {}


def test_one_s_own_cohort_is_there(app: Flask, room: Room) -> None:
    room.school.learner(room.cohort)
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    closed = [door for door, status in statuses(app, desk, room.cohort).items() if status == 404]

    nothing_there = ("/aside/1", "/1/paper/pre", "/settle")  # nothing to remove yet; and others settle a group
    assert [address for _, address in closed if not address.endswith(nothing_there)] == []


def test_a_partner_lead_of_another_partner_sees_nothing(app: Flask, room: Room, come: Callable[..., Phone]) -> None:
    other = room.school.partner("Another")

    status_by_door = statuses(app, come("lead", Role.PARTNER_LEAD, partner_id=other), room.cohort)

    assert set(status_by_door.values()) == {404}


def test_a_partner_lead_reads_and_changes_nothing_but_who_leads_when_it_settles_and_what_a_guardian_wants(
    app: Flask, room: Room, come: Callable[..., Phone]
) -> None:
    room.school.learner(room.cohort)
    desk = come("lead", Role.PARTNER_LEAD)
    before = room.school.session.scalars(select(Audit.audit_id)).all()
    room.school.session.commit()

    status_by_door = statuses(app, desk, room.cohort)

    open_doors = {
        (method, address.removeprefix(f"/groups/{room.cohort.ref}"))
        for (method, address), it in status_by_door.items()
        if it != 404
    }
    assert open_doors == {
        *(("GET", ""), ("GET", "/board"), ("GET", "/poster"), ("GET", "/wall")),
        *(("GET", "/plan"), ("GET", "/plan/1"), ("GET", "/learned")),
        *(("GET", "/hand-over"), ("POST", "/hand-over"), ("GET", "/settle"), ("POST", "/settle")),
        *(("GET", "/erase"), ("POST", "/erase"), ("GET", "/1/erase"), ("POST", "/1/erase")),
    }
    new = room.school.session.scalars(select(Audit.act).where(Audit.audit_id.not_in(before))).all()
    assert new == ["refusal.group"], "it was too early to settle, and that stands in the audit"
    page = desk.open(f"/groups/{room.cohort.ref}")
    assert "Open the first test" not in page.text
    assert not [link for link in page.links() if link.endswith(f"{room.cohort.ref}/1")]


def test_a_partner_lead_who_leads_groups_too_changes_their_own_alone(app: Flask, room: Room) -> None:
    room.school.learner(room.cohort)
    both = room.school.staff("both", Role.PARTNER_LEAD)
    scope = Grant(Role.FACILITATOR, room.school.programme_id, room.school.partner_id)
    give_role(room.school.session, both, scope, now=room.school.now)
    desk = sit_down(app, room.school.session, both, room.school.now)

    changed = [
        address
        for (method, address), status in statuses(app, desk, room.cohort).items()
        if method == "POST" and status != 404
    ]

    assert changed == [f"/groups/{room.cohort.ref}/{deed}" for deed in ("settle", "erase", "1/erase", "hand-over")]


def test_a_partner_lead_gives_the_cohort_to_somebody_else(app: Flask, room: Room, come: Callable[..., Phone]) -> None:
    bota = room.school.staff("bota", Role.FACILITATOR)
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
    room.school.staff("bota", Role.FACILITATOR)
    desk = come("lead", Role.PARTNER_LEAD)

    page = desk.open(f"/groups/{room.cohort.ref}/hand-over").press("Hand the group over", facilitator=str(stranger))

    assert "Choose a facilitator of this partner." in page.text


def test_an_archived_cohort_is_read_and_brought_back_only(app: Flask, room: Room) -> None:
    room.school.learner(room.cohort)
    archiving.archive(room.school.session, room.cohort, now=room.school.now)
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    back = f"/groups/{room.cohort.ref}/unarchive"

    for method, address in doors(app, room.cohort):
        if method == "POST" and address != back and not address.endswith("/erase"):
            assert desk.client.post(address, data={"do": "open"}).status_code == 404, address
    assert "This group is archived." in desk.open(f"/groups/{room.cohort.ref}").text
    assert desk.client.post(back).status_code == 303

"""The lists of groups of a facilitator, a lead, an officer and an administrator: searched, filtered, sorted, marked."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
from flask import Flask

from app.services.administrator.staff import disable
from app.services.people import Role
from app.services.waves import Wave
from app.store import Database
from app.store.people import staff as people
from app.store.tables import Cohort
from tests.app.asked_of_the_database import statements
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

MOST_STATEMENTS = 14
"""Of a list, whoever looks, however many groups there are; a search counts once more what it finds."""


@pytest.fixture
def come(app: Flask, room: Room) -> Callable[[Role], Phone]:
    """The desk of somebody with this role."""
    room.school.staff("dana", Role.PARTNER_LEAD)

    def come(role: Role) -> Phone:
        school = room.school
        mine = school.facilitator_id if role is Role.FACILITATOR else school.staff(f"a {role}", role)
        return sit_down(app, school.session, mine, school.now)

    return come


def labels(page: Page) -> list[str]:
    """The names of the groups that are listed, in their order."""
    heads = [it for it in page.root.iter("th") if it.get("scope") == "row"]
    names = (next(it for it in head.iter() if it.tag in ("a", "b")) for head in heads)
    return ["".join(name.itertext()) for name in names]


LISTS = {
    Role.FACILITATOR: "/groups",
    Role.PARTNER_LEAD: "/groups",
    Role.ME_OFFICER: "/groups",
    Role.ADMINISTRATOR: "/setup/groups",
}


@pytest.mark.parametrize("role", list(LISTS))
def test_whoever_sees_a_list_finds_filters_and_sorts_in_it(
    come: Callable[[Role], Phone], room: Room, role: Role
) -> None:
    address = LISTS[role]
    for number in (2, 9, 10, 11, 20, 30, 40, 50, 60, 70):
        room.school.cohort(label=f"Group {number}", is_open=False)
    room.school.cohort(label="Away", region_code="KZ-75", is_open=False)
    room.open(Wave.PRE)
    desk = come(role)

    everything = labels(desk.open(address))
    assert len(everything) == 12
    page = desk.open(f"{address}?search=almaty+CITY")
    assert labels(page) == ["Away"]
    assert "1 found" in page.text
    assert labels(desk.open(f"{address}?search=bilim+aigul+group+1")) == ["Group 1", "Group 10", "Group 11"]
    assert labels(desk.open(f"{address}?stage=pre_open")) == ["Group 1"]
    nothing = desk.open(f"{address}?stage=done")
    assert labels(nothing) == []
    assert "No group fits" in nothing.text
    assert len(labels(nothing.tap("Show all"))) == 12
    by_name = ["Away", *(f"Group {number}" for number in (1, 2, 9, 10, 11, 20, 30, 40, 50, 60, 70))]
    assert labels(desk.open(f"{address}?sort=name")) == by_name
    turned = desk.open(f"{address}?sort=name").tap("Group ↑")
    assert labels(turned) == by_name[::-1]
    assert 'aria-sort="descending"' in turned.html
    for wrong in ("stage=nothing", "sort=weight", "sort=--name", "page=-1", "page=soon", "search=%25%25"):
        assert desk.client.get(f"{address}?{wrong}").status_code == 200
    assert labels(desk.open(f"{address}?stage=nothing")) == everything


def test_what_is_filtered_and_sorted_stays_so_on_the_next_page(come: Callable[[Role], Phone], room: Room) -> None:
    for number in range(2, 70):
        room.school.cohort(label=f"Group {number}", is_open=False)
    room.school.session.commit()
    desk = come(Role.FACILITATOR)

    page = desk.open("/groups?stage=consent&sort=-name").tap("Next")

    assert labels(page)[:2] == ["Group 19", "Group 18"]
    assert "Group 1" not in labels(page), "its joining is open"


def test_a_group_whose_leader_is_disabled_is_marked_wherever_it_stands(
    come: Callable[[Role], Phone], room: Room
) -> None:
    officer, lead, root = (come(role) for role in (Role.ME_OFFICER, Role.PARTNER_LEAD, Role.ADMINISTRATOR))
    assert "disabled" not in officer.open("/groups").text
    aigul = people.get_by_id(room.school.session, room.school.facilitator_id)
    disable(room.school.session, aigul, now=room.school.now)
    room.school.session.commit()

    for desk, address in ((officer, "/groups"), (lead, "/groups"), (root, "/setup/groups")):
        assert "aigul disabled" in desk.open(address).text
    for desk, whose_task in ((officer, "the partner lead or an administrator gives"), (lead, "give")):
        page = desk.open(f"/groups/{room.cohort.ref}")
        assert f"aigul no longer works here: {whose_task} the group to another facilitator." in page.text


def test_a_lead_and_an_officer_read_the_partner_of_each_group(come: Callable[[Role], Phone]) -> None:
    for role in (Role.ME_OFFICER, Role.PARTNER_LEAD):
        assert "Bilim, aigul" in come(role).open("/groups").text


@pytest.mark.parametrize("role", list(LISTS))
def test_a_list_of_a_thousand_asks_as_often_as_one_of_two(
    come: Callable[[Role], Phone], room: Room, database: Database, role: Role
) -> None:
    session, like = room.school.session, asdict(room.cohort)
    for name in ("cohort_id", "ref", "join_code", "label"):
        like.pop(name)
    desk = come(role)
    addresses = [f"{LISTS[role]}{query}" for query in ("", "?search=bilim+9", "?stage=pre&sort=-pre", "?sort=region")]

    def costs() -> list[int]:
        counts = []
        for address in addresses:
            desk.client.get(address)
            with statements(database.reader) as counted:
                assert desk.client.get(address).status_code == 200
            counts.append(len([one for one in counted if one != "BEGIN"]))
        return counts

    few = costs()
    session.add_all(
        Cohort(**like, ref=f"ref{number:04}", join_code=f"Z{number:07}", label=f"Group {number}")
        for number in range(2, 1_001)
    )
    session.commit()

    many = costs()
    assert many[0] <= MOST_STATEMENTS
    assert max(many) <= MOST_STATEMENTS + 1, many
    assert max(many) <= max(few) + 1

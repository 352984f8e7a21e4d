"""Who reads figures, or is about to publish some, reads which groups are not in them yet, why, and from when on."""

import pytest
from flask import Flask

from app.services.learner import joining
from app.services.people import Role
from app.services.waves import Wave
from tests.app.publishing.conftest import Programmes
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)


@pytest.fixture
def officer(app: Flask, room: Room) -> Phone:
    """The second test of Group 1 closed on 2 March, its result was shown, and it is open again."""
    people = [room.school.learner(room.cohort) for _ in range(2)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.school.sit(people[0], wave, right=2)
        room.close(wave)
    room.wait(minutes=10)
    room.open(Wave.POST)
    return sit_down(app, room.school.session, room.school.staff("me", Role.ME_OFFICER), room.school.now)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/figures", 200), ("/figures/publications/new?programme={programme}&until=2026-03-01", 422)],
)
def test_a_group_that_is_kept_open_is_named_with_its_day(officer: Phone, room: Room, address: str, status: int) -> None:
    programme = room.school.session.connection().exec_driver_sql("SELECT ref FROM programme").scalar_one()
    room.school.session.commit()

    page = officer.open(address.format(programme=programme), status=status)

    assert "Turkistan Region: counted on 16 March 2026." in page.text.split("Group 1")[1]
    assert "The second test is open again: what comes is kept, does not count and puts nothing off." in page.text
    assert "Until then phones may send what was finished in time." in page.text


def test_a_look_at_a_publication_names_the_groups_that_it_lacks_and_none_that_it_has(app: Flask, room: Room) -> None:
    school = room.school
    house = Programmes(school)
    for region in ("KZ-61", "KZ-79"):
        house.settle(region, 30, 12)
    room.wait(days=46)
    people = [school.learner(room.cohort) for _ in range(2)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=2)
    school.reveal(room.cohort)
    joining.withdraw(school.session, people[0], school.now)
    officer = sit_down(app, school.session, school.staff("me", Role.ME_OFFICER), school.now)
    [programme] = officer.open("/figures/publications").choices("programme")

    page = officer.open(f"/figures/publications/new?programme={programme}&until=2026-04-10")

    assert "Publish" in page.buttons()
    listed = page.text.split("Not counted yet")[1]
    assert "Group 1, Turkistan Region: counted on" in listed
    assert "Until then phones may send what was finished in time." in listed
    assert "KZ-61 1 30 12" not in page.text
    assert "erased" not in page.text, "who went from a group that is not counted is in no figure of it"

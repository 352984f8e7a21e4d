"""The page that changes a group says why it stays where it is, once its result was shown."""

from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone


def test_region_partner_and_way_are_named_with_the_reason_and_are_no_fields(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    edit = f"/groups/{room.cohort.ref}/edit"
    page = desk.open(edit)
    assert "can be put right until the result of the group is shown" in page.text
    room.open(Wave.POST)
    room.close(Wave.POST)
    room.wait(minutes=10)

    fixed = desk.open(edit)
    assert "The result of the group has been shown, so it stays where it is until it has settled" in fixed.text
    assert "can be put right" not in fixed.text
    assert "The result of the group was shown meanwhile" in page.press("Save", region="KZ-75").text
    assert "Saved." in fixed.press("Save", label="Another name").text
    assert "Turkistan" in desk.open(edit).text

    room.school.settle(room.cohort)
    room.school.session.commit()
    assert "counts only once an M&E officer counts it anew" in desk.open(edit).text

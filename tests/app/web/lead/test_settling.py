"""A group is counted before it is due: by an M&E officer or a partner lead, who are asked first."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.services.people import Role
from app.services.waves import Wave
from app.store.tables import Audit, Settlement
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


def _through(room: Room) -> None:
    """Two took both tests, and one owes the second, which has closed."""
    learners = [room.school.learner(room.cohort) for _ in range(3)]
    for wave, those in ((Wave.PRE, learners), (Wave.POST, learners[:2])):
        room.open(wave)
        for learner_id in those:
            room.school.sit(learner_id, wave, right=6)
        room.close(wave)


def _steps(room: Room) -> list[tuple[str, int | None]]:
    room.school.session.commit()
    rows = room.school.session.execute(select(Settlement.step, Settlement.settled_by).order_by(Settlement.step))
    steps = [(step, settled_by) for step, settled_by in rows]
    room.school.session.commit()
    return steps


@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.ME_OFFICER])
def test_a_lead_or_an_officer_is_asked_and_told_what_will_not_count(app: Flask, room: Room, role: Role) -> None:
    _through(room)
    me = room.school.staff("me", role)
    page = sit_down(app, room.school.session, me, room.school.now).open(f"/groups/{room.cohort.ref}")
    assert "On 16 March 2026 the group settles" in page.text

    question = page.tap("Settle now …")
    assert "1 not begun. What they send from now on is kept and not counted." in question.text
    assert _steps(room) == [("reveal", None)]
    done = question.press("Settle now")

    assert "The group has settled" in done.text
    assert "with 3 learners: what comes later is kept and not counted." in done.text
    assert "Settle now" not in done.text
    assert _steps(room) == [("course", me), ("reveal", None)]
    noted = room.school.session.scalars(select(Audit).where(Audit.act == "cohort.settle")).one()
    room.school.session.commit()
    assert (noted.staff_id, noted.detail.keys()) == (me, {"step", "tests", "digest"}), "no small figure"
    assert noted.detail["tests"] == 5, "how many count, as the board says: not how they went"


def test_who_is_too_late_to_settle_a_group_changes_nothing_and_it_stands_in_the_audit(app: Flask, room: Room) -> None:
    _through(room)
    me, now = room.school.staff("me", Role.ME_OFFICER), room.school.now
    officer = sit_down(app, room.school.session, me, now)
    action, sent = officer.open(f"/groups/{room.cohort.ref}/settle").sent_by("Settle now")
    room.open(Wave.POST)
    opened_again = officer.send(action, sent)
    assert "The group has settled" not in opened_again.text
    assert _steps(room) == [("reveal", None)]
    room.close(Wave.POST)
    for _ in range(2):
        officer.send(action, sent)

    assert _steps(room) == [("course", me), ("reveal", None)]
    acts = officer.open("/setup/acts?act=refusal").text.rpartition("Of what")[2]
    done, is_open = "it had been done already", "its test is open, or was closed only just before"
    for reason in (done, is_open):
        assert acts.count(f"me Refused: to settle a group {room.cohort.label}, {reason}") == 1
    assert acts.index(done) < acts.index(is_open), "the newest first"


def test_a_facilitator_cannot_settle_the_own_group(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    _through(room)

    assert "Settle now" not in group().text
    assert desk.client.get(f"/groups/{room.cohort.ref}/settle").status_code in (403, 404)
    assert _steps(room) == [("reveal", None)]


def test_no_group_settles_by_a_deed_while_its_second_test_is_open(app: Flask, room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.POST)
    lead = sit_down(app, room.school.session, room.school.staff("lead", Role.PARTNER_LEAD), room.school.now)

    page = lead.open(f"/groups/{room.cohort.ref}/settle")

    assert page.path == f"/groups/{room.cohort.ref}"
    assert "Settle now" not in page.text


def test_what_came_after_the_reveal_is_named_beside_the_result(app: Flask, desk: Phone, room: Room) -> None:
    learners = [room.school.learner(room.cohort) for _ in range(12)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        sheets = [room.school.sheet(learner_id, wave, right=6 + 2 * (wave is Wave.POST)) for learner_id in learners]
        for learner_id, sheet in list(zip(learners, sheets, strict=True))[: 11 if wave is Wave.POST else 12]:
            room.school.put(learner_id, sheet)
        room.close(wave)
    room.school.put(learners[-1], {**sheets[-1], "sent_at": room.school.now.isoformat()})
    room.wait()

    text = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "of 11 learners" in text
    assert "1 came later and is not in it." in text

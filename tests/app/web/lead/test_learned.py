"""What a group learned on a page of its own: the gain, what most still get wrong, and who is missing."""

from collections.abc import Callable

from flask import Flask

from app.services.people import Role
from app.services.testing import Wave
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone


def sit_both(room: Room, *, learners: int, without_post: int = 0) -> None:
    """The last ones have no second test; it stays open."""
    who = [room.school.learner(room.cohort) for _ in range(learners + without_post)]
    room.open(Wave.PRE)
    for number, learner in enumerate(who):
        room.school.sit(learner, Wave.PRE, right=3 + number % 5)
    room.close(Wave.PRE)
    for _ in range(2):
        room.school.finish_lesson(who[-1])
    room.open(Wave.POST)
    for number, learner in enumerate(who[:learners]):
        room.school.sit(learner, Wave.POST, right=6 + number % 5 if number else 2)
    room.wait()


def test_a_closed_test_leads_to_what_was_learned(desk: Phone, group: Callable[[], Page], room: Room) -> None:
    sit_both(room, learners=12, without_post=2)
    room.close(Wave.POST)

    page = group().tap("See what was learned")
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")

    assert "11 of 12 learners who took both tests" in text
    assert "By chance alone" in text
    assert "The mean score was 4.8 and became 7.4 of 14." in text
    assert "Without the second test: 2" in text
    assert "Number 14 Lessons done: 1 of 9" in text
    assert "at least 11" in text, "of all only a bound is told"
    for danger in ("Retest", "Few cohorts", "Unequal forms", "The missing", "Regression to the mean"):
        assert danger in text
    assert any("/plan/" in link for link in page.links())
    assert not any(secret in text for secret in room.secrets())


def test_questions_are_not_explained_while_somebody_still_has_to_answer_them(desk: Phone, room: Room) -> None:
    sit_both(room, learners=12, without_post=1)

    text = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "Shown ten minutes after the second test has closed" in text
    assert "It is open: they can still send it" in text


def test_questions_are_not_explained_while_the_closing_can_be_undone(desk: Phone, room: Room) -> None:
    sit_both(room, learners=12, without_post=1)
    room.school.close(room.cohort, Wave.POST)
    room.school.session.commit()
    paths = [f"/groups/{room.cohort.ref}{page}" for page in ("", "/learned")]

    undoable = [desk.open(path).text for path in paths]
    room.wait(minutes=10)
    after = [desk.open(path).text for path in paths]

    assert "Told once, when learners see the right answers. 12 have taken both tests so far." in undoable[0]
    assert "Shown ten minutes after the second test has closed" in undoable[1]
    for later in after:
        assert "How many of the 12 with both tests had each question right" in later


def test_ten_are_hidden_and_nobody_is_missing_before_the_test(desk: Phone, room: Room) -> None:
    before = desk.open(f"/groups/{room.cohort.ref}/learned").text
    sit_both(room, learners=10)
    room.close(Wave.POST)
    after = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "The second test has not been opened yet." in before
    assert "10 so far" in after
    assert "Everybody has sent it." in after
    assert "scored higher" not in after


def test_a_partner_lead_reads_it_and_a_stranger_does_not(app: Flask, room: Room) -> None:
    sit_both(room, learners=11, without_post=1)
    school = room.school
    lead, bota = (
        sit_down(app, school.session, school.staff(name, role), school.now)
        for name, role in (("lead", Role.PARTNER_LEAD), ("bota", Role.FACILITATOR))
    )

    page = lead.open(f"/groups/{room.cohort.ref}/learned")

    assert "Number 12" in page.text
    assert not any(link.endswith("/12") for link in page.links()), "the page of a learner is the facilitator's"
    assert bota.client.get(f"/groups/{room.cohort.ref}/learned").status_code == 404


def test_a_group_that_is_through_opens_on_what_it_learned(desk: Phone, room: Room) -> None:
    """Its seats stay a tap away; the hardest questions stand here, all of them on a page of their own."""
    sit_both(room, learners=12, without_post=2)
    before = desk.open(f"/groups/{room.cohort.ref}").text
    room.close(Wave.POST)
    page = desk.open(f"/groups/{room.cohort.ref}")
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    rows = [row for row in page.root.iter("tr") if row.find("th") is not None and row.find("th").get("scope") == "row"]

    assert "Scored higher the second time" not in before
    assert "11 of 12 learners who took both tests" in text
    assert len(rows) == 5
    assert "Answers arrived" not in text
    assert page.tap("All questions, and who is missing").path == f"/groups/{room.cohort.ref}/learned"
    assert "Answers arrived: 12" in page.tap("Second test").text


def test_a_group_of_ten_stays_with_its_seats(desk: Phone, room: Room) -> None:
    sit_both(room, learners=10)
    room.close(Wave.POST)

    text = desk.open(f"/groups/{room.cohort.ref}").text

    assert "Answers arrived: 10" in text
    assert "Scored higher the second time" not in text

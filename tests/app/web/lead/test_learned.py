"""What a group learned on a page of its own: the gain, what most still get wrong, and who is missing."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.services.figures import settling
from app.services.people import Role
from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.crawl import everything, other_scores
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


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
    assert "The mean score was 4.75 and became 7.42 of 14." in text
    assert "Took the first test and not the second: 2" in text
    assert "Number 14 Pieces of lessons done: 1 of 3" in text
    assert "at least" not in text, "from eleven on figures are exact"
    for danger in ("Retest", "Few cohorts", "Unequal forms", "The missing", "Regression to the mean"):
        assert danger in text
    assert any("/trial/" in link for link in page.links())
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


def test_of_five_a_facilitator_reads_words_and_nothing_by_which_their_results_differ(desk: Phone, room: Room) -> None:
    """Other people with other scores of whom the same words hold: every page, print and file is the same."""
    who = [room.school.learner(room.cohort) for _ in range(5)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for place, learner in enumerate(who):
            room.school.sit(learner, wave, right=4 if wave is Wave.PRE else (9, 9, 8, 8, 10)[place])
        room.close(wave)
    learned = desk.open(f"/groups/{room.cohort.ref}/learned").text
    assert "Shown from 11 learners with both tests on, so that nobody can be recognised: here it is 5." in learned
    counts = [learned.count(f" {words} ") for words in ("most knew it", "about half knew it", "most did not")]
    assert counts == [8, 1, 5]

    start = f"/groups/{room.cohort.ref}"
    first = everything(desk, "/groups", start)
    assert {start, f"{start}/learned", f"{start}/paper", f"{start}/wall"} <= first.keys()
    others = dict(zip(who, (10, 8, 9, 8, 9), strict=True))
    with other_scores(room, before=dict.fromkeys(who, 12), after=others):
        assert everything(desk, "/groups", start) == first, "all were better before, and nobody can know"
    with other_scores(room, before=dict.fromkeys(who, 4), after=dict.fromkeys(who, 3)):
        assert everything(desk, "/groups", start) != first, "a word is another"


def test_ten_are_hidden_and_nobody_is_missing_before_the_test(desk: Phone, room: Room) -> None:
    before = desk.open(f"/groups/{room.cohort.ref}/learned").text
    sit_both(room, learners=10)
    room.close(Wave.POST)
    after = desk.open(f"/groups/{room.cohort.ref}/learned").text

    assert "The second test has not been opened yet." in before
    assert "here it is 10" in after
    assert "Nobody." in after
    assert "scored higher" not in after


def test_of_fewer_than_eleven_an_officer_and_a_partner_lead_read_no_word(app: Flask, room: Room) -> None:
    sit_both(room, learners=10)
    room.close(Wave.POST)
    room.wait(days=15)
    path, school = f"/groups/{room.cohort.ref}/learned", room.school

    teacher = sit_down(app, school.session, school.facilitator_id, school.now)
    assert "most did not" in teacher.open(path).text
    for role in (Role.PARTNER_LEAD, Role.ME_OFFICER):
        text = sit_down(app, school.session, school.staff(f"a {role}", role), school.now).open(path).text
        assert "here it is 10" in text
        assert "most did not" not in text


def test_a_partner_lead_reads_it_when_the_group_has_settled_and_a_stranger_does_not(app: Flask, room: Room) -> None:
    sit_both(room, learners=11, without_post=1)
    room.close(Wave.POST)
    school = room.school
    lead, bota = (
        sit_down(app, school.session, school.staff(name, role), school.now)
        for name, role in (("lead", Role.PARTNER_LEAD), ("bota", Role.FACILITATOR))
    )
    path = f"/groups/{room.cohort.ref}/learned"

    early = lead.open(path)
    assert "Told when the group has settled. 11 have taken both tests so far." in early.text
    assert bota.client.get(path).status_code == 404
    settling.settle(school.session, room.cohort.cohort_id, now=school.now)
    school.session.commit()
    page = lead.open(path)
    assert "10 of 11 learners" in page.text
    assert "Number 12" in page.text
    assert not any(link.endswith("/12") for link in page.links()), "the page of a learner is the facilitator's"


def test_who_came_between_reveal_and_settling_is_told_by_no_two_figures_of_one_reader(app: Flask, room: Room) -> None:
    """The facilitator reads the reveal's, an officer what has settled: between them stands one learner."""
    learners = [room.school.learner(room.cohort) for _ in range(12)]
    sheets = {}
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        sheets = {it: room.school.sheet(it, wave, right=6 + 2 * (wave is Wave.POST)) for it in learners}
        for learner_id in learners[: 11 if wave is Wave.POST else 12]:
            room.school.put(learner_id, sheets[learner_id])
        room.close(wave)
    room.school.put(learners[-1], {**sheets[learners[-1]], "sent_at": room.school.now.isoformat()})
    room.wait(days=15)
    path, school = f"/groups/{room.cohort.ref}/learned", room.school
    of = {
        name: sit_down(app, school.session, staff_id, school.now).open(path).text
        for name, staff_id in (
            ("facilitator", school.facilitator_id),
            ("officer", school.staff("officer", Role.ME_OFFICER)),
        )
    }

    assert "of 11 learners" in of["facilitator"]
    assert "1 came later and is not in it." in of["facilitator"]
    assert "of 12 learners" in of["officer"]


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


def test_nobody_is_said_to_have_scored_higher_where_there_is_no_result(desk: Phone, room: Room) -> None:
    """Neither while the second test is open, nor of so few that nothing is shown."""
    sit_both(room, learners=10)
    address = f"/groups/{room.cohort.ref}/learned"

    while_open = desk.open(address).text
    room.close(Wave.POST)
    of_ten = desk.open(address).text

    assert "under 11" in of_ten
    assert "Scored higher the second time" not in while_open + of_ten

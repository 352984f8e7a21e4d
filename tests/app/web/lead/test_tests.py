"""The board, and opening, closing and opening a test again, with what follows said before."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.services import extensions
from app.services.facilitator import reaching
from app.services.learner import testing
from app.services.waves import Wave
from app.store.people import learners
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Page, Phone

pytestmark = pytest.mark.items(14)


def test_the_board_shows_handles_and_never_a_code(desk: Phone, room: Room, learner: Learner) -> None:
    room.open(Wave.PRE)

    html = desk.client.get(f"/groups/{room.cohort.ref}").text

    assert re.search(r'class="seat none"[^>]*><b>1</b>', html)
    assert learner.code not in html
    assert learner.code.replace(" ", "") not in html
    assert learner.pin not in html


def test_the_board_alone_is_what_the_page_shows(desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)

    part = desk.client.get(f"/groups/{room.cohort.ref}/board?view=pre").text

    assert part.strip().startswith('<div id="board"')
    assert part.strip() in desk.client.get(f"/groups/{room.cohort.ref}").text
    assert 'data-missing="1 not begun"' in part


def test_a_test_opens_closes_and_opens_again_with_what_follows_said(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    waiting, busy, done = (room.school.learner(room.cohort) for _ in range(3))
    room.wait()
    assert waiting
    assert "3 have joined." in group().text

    assert "Open since 2 Mar, 09:00" in group().press("Open the first test").text
    room.wait(minutes=1)
    testing.begin(room.school.session, busy, Wave.PRE, room.school.now)
    room.school.take(done, Wave.PRE, right=4)
    room.wait(minutes=9)
    assert "1 still answering, 1 not begun" in group().text
    closed = group().press("Close the first test").press("Close it now all the same")
    assert "Closed 2 Mar, 09:10" in closed.text
    assert "what was sent stands" in closed.text
    opened = closed.press("Open the first test again")
    assert "1 still answering, 1 not begun" in opened.text


@pytest.mark.parametrize("wave", [Wave.PRE, Wave.POST])
def test_closing_a_test_asks_first_while_somebody_is_answering_and_can_wait_five_minutes(
    group: Callable[[], Page], room: Room, learner: Learner, wave: Wave
) -> None:
    """Else those who sit it learn only at its end that their answers do not count."""
    others = [room.school.learner(room.cohort) for _ in range(3)]
    number, name = (1, "first") if wave is Wave.PRE else (2, "second")
    room.open(wave)
    for one in others[:2]:
        testing.begin(room.school.session, one, wave, room.school.now)
    room.wait(minutes=4)
    page = learner.phone.open(f"/t/{number}").press("Begin").press("Next", answer="unsure")
    assert "closes at" not in page.text

    def ask() -> Page:
        if wave is Wave.POST:
            return group().tap("Close the second test …")
        return group().press("Close the first test")

    question = ask()
    assert question.heading == f"Close the {name} test?"
    assert "3 are answering now." in question.text
    assert "No new answer for three minutes: numbers 2, 3." in question.text
    assert "1 not begun." in question.text
    assert "still answering" not in question.text, "nobody is counted twice"
    later = question.press("Close it in 5 minutes")
    assert re.search(r"The test closes by itself at \d\d:\d\d", later.text)
    assert f"The {name} test is open" in later.text
    assert "Close it in 5 minutes" not in ask().buttons(), "it closes then by itself"

    page = page.press("Next", answer="unsure")
    assert re.search(r"This test closes at \d\d:\d\d. Send it before.", page.text)
    room.wait(minutes=5)
    page = page.press("Next", answer="unsure")
    assert page.heading == "This test is closed"
    assert "2 answers of yours are stored and safe." in page.text
    assert "You have done nothing wrong." in page.text


def test_closing_asks_nothing_where_nobody_is_cut_off(group: Callable[[], Page], room: Room) -> None:
    """Who has left, or has extra time, does not have to be waited for."""
    gone, later = (room.school.learner(room.cohort) for _ in range(2))
    room.open(Wave.PRE)
    for one in (gone, later):
        testing.begin(room.school.session, one, Wave.PRE, room.school.now)
    first, row = (learners.get(room.school.session, one) for one in (gone, later))
    assert first
    assert row
    until = room.school.now + timedelta(hours=1)
    extensions.extend(room.school.session, room.cohort, row, Wave.PRE, until, now=room.school.now)
    room.wait()
    assert "1 is answering now." in group().press("Close the first test").text
    reaching.note_reason(room.school.session, room.cohort, first, "moved", now=room.school.now)
    room.wait()

    assert "The test is closed." in group().press("Close the first test").text


def test_closing_the_second_test_asks_for_whoever_is_answering_the_first(group: Callable[[], Page], room: Room) -> None:
    slow = room.school.learner(room.cohort)
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
    before = group().tap("Close the second test …")
    assert "closes with it" not in before.text
    testing.begin(room.school.session, slow, Wave.PRE, room.school.now)
    room.wait()

    question = before.press("Close the second test", do="close")
    assert "The first test closes with it: 1 is answering it." in question.text
    assert "Close it in 5 minutes" in question.buttons()
    assert "The test is closed." in question.press("Close it now all the same").text


def test_what_is_said_of_an_open_test_stays_true_when_the_board_counts_on(
    group: Callable[[], Page], room: Room
) -> None:
    learner_id = room.school.learner(room.cohort)
    room.open(Wave.PRE)
    before = group().text
    room.school.take(learner_id, Wave.PRE, right=4)

    sentence = "After closing you can open it again for whoever missed it."
    assert sentence in before, "the board puts in the number alone; the page is not loaded again"
    assert sentence in group().text
    assert "when you open the test again" not in before, "it is open"


def test_what_would_end_too_early_what_runs_is_a_quiet_button(group: Callable[[], Page], room: Room) -> None:
    def classes(label: str) -> list[str]:
        page = group()
        return next(
            it.get("class", "").split()
            for it in page.root.iter()
            if it.tag in ("a", "button") and "".join(it.itertext()) == label
        )

    room.school.alter(room.cohort, expected_count=4)
    learners = [room.school.learner(room.cohort) for _ in range(3)]
    room.open(Wave.PRE)
    assert "The first test is open" in group().text
    assert "tap “I don’t know yet”" in group().text
    assert "quiet" in classes("Close the first test")

    for learner in learners[:2]:
        room.school.take(learner, Wave.PRE, right=4)
    room.wait()
    assert "quiet" not in classes("Close the first test")

    room.close(Wave.PRE)
    assert "0 of 3 have done every lesson." in group().text
    assert "quiet" in classes("Open the second test …")
    room.open(Wave.POST)
    assert "quiet" in classes("Close the second test …")


def test_an_opening_by_mistake_is_taken_back_while_nobody_has_begun(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learner = room.school.learner(room.cohort)
    room.wait()
    group().press("Open the first test")
    back = group().press("Undo the opening: nobody has begun")
    assert "Learners are joining" not in back.text
    assert "Open the first test" in back.text

    back.press("Open the first test")
    room.wait(minutes=1)
    testing.begin(room.school.session, learner, Wave.PRE, room.school.now)
    room.wait()
    assert "Undo the opening" not in group().text


def test_closing_the_second_test_asks_first_since_it_shows_the_answers(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    room.school.learner(room.cohort)
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = group().tap("Open the second test …").press("Open it all the same")
    assert "Ten minutes after closing every learner sees the right answers and the reasons." in page.text

    question = page.tap("Close the second test …")
    assert question.heading == "Close the second test?"
    assert "1 not begun." in question.text
    assert "Until then you can undo the closing, afterwards not." in question.text
    assert question.tap("Leave it open").heading == "Group 1"
    closed = question.press("Close the second test")
    assert "Both tests are over" in closed.text

    undone = closed.press("Undo the closing")
    assert "The closing is undone. No right answer was shown to anybody." in undone.text
    assert "The second test is open" in undone.text

    closed = undone.tap("Close the second test …").press("Close the second test")
    room.wait(minutes=10)
    question = group().tap("Open the second test again …")
    assert "The right answers have been shown: whoever answers now may know them." in question.text
    assert "What is sent from now on is kept and not counted." in question.text
    assert "enters the figures on 16 March 2026 all the same: opening the test again puts nothing off." in question.text
    assert question.tap("Leave it closed").heading == "Group 1"
    assert "Open again" in question.press("Open the second test again").text


def test_that_too_few_have_both_tests_for_a_result_is_said_before_the_second_test_closes(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    learners_here = [room.school.learner(room.cohort) for _ in range(11)]
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        for one in learners_here[:10]:
            room.school.sit(one, wave, right=4)
        room.wait()
    sentence = "10 have taken both tests so far. The group’s own result is shown from 11 learners who took both tests."
    dates = f"/groups/{room.cohort.ref}/tests/post/dates"

    assert sentence in group().text
    assert sentence in desk.open(dates).text
    question = group().tap("Close the second test …")
    assert sentence in question.text
    assert "If it closes now, this group has no result of its own" in question.text

    row = learners.get(room.school.session, learners_here[-1])
    assert row
    room.school.open(room.cohort, Wave.PRE)
    for wave in (Wave.PRE, Wave.POST):
        room.school.sit(row.learner_id, wave, right=4)
    room.wait()
    for page in (group(), desk.open(dates), group().tap("Close the second test …")):
        assert "The group’s own result is shown from" not in page.text


def test_a_second_test_sent_after_the_answers_were_shown_is_said_to_be_kept_and_not_counted(
    desk: Phone, group: Callable[[], Page], room: Room
) -> None:
    late = room.school.learner(room.cohort)
    room.open(Wave.POST)
    room.close(Wave.POST)
    assert "it is kept and not counted, since the right answers could be seen" in group().text
    room.open(Wave.POST)
    room.school.take(late, Wave.POST, right=14)
    room.wait()

    assert "not counted" in group().text
    page = desk.open(f"/groups/{room.cohort.ref}/1")
    assert "sent after the answers could be seen: kept, not counted" in page.text


@pytest.mark.parametrize("was_open_before", [True, False])
def test_the_first_test_is_not_opened_any_more_once_the_answers_were_shown(
    desk: Phone, group: Callable[[], Page], room: Room, was_open_before: bool
) -> None:
    if was_open_before:
        room.open(Wave.PRE)
        room.close(Wave.PRE)
    page = group()
    action, token = page.sent_by("Open the first test again" if was_open_before else "Open the first test")
    room.open(Wave.POST)
    room.close(Wave.POST)

    assert not [label for label in group().buttons() if "first test" in label]
    assert "The second test has been closed: the first test stays closed." in desk.send(action, token).text
    assert "First test is open" not in desk.open("/groups").text


def test_a_second_test_whose_answers_nobody_has_seen_needs_no_question(desk: Phone, room: Room) -> None:
    assert desk.open(f"/groups/{room.cohort.ref}/tests/post/open").heading == "Group 1"


def test_no_such_test_is_no_such_page(desk: Phone, room: Room) -> None:
    assert desk.client.get(f"/groups/{room.cohort.ref}/tests/middle/close").status_code == 404


def test_while_the_closing_can_be_undone_nothing_is_said_to_have_been_shown(
    group: Callable[[], Page], room: Room
) -> None:
    for wave in (Wave.PRE, Wave.POST):
        room.open(wave)
        room.wait(minutes=1)
        room.school.close(room.cohort, wave)
    room.wait()
    page = group()

    assert "nothing has been shown yet" in page.text
    assert "The second test has been closed: the first test stays closed." in page.text
    assert "answers have been shown" not in page.text

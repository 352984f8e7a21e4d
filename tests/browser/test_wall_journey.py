"""A phone and the wall beside each other: a group of twelve, from the code on the wall to talking about its answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from app.content import Release, read_course
from app.services.learner import testing
from app.services.waves import Wave
from tests.browser.conftest import Look, Site, new_page, take_phone
from tests.browser.test_staff_journeys import come_in, press
from tests.conftest import VERSION_1

TWELVE = 12


@pytest.fixture(scope="module")
def course() -> Release:
    """One with prompts to talk about."""
    return read_course(VERSION_1)


@pytest.fixture
def both(browser: Browser, site: Site) -> Callable[[], tuple[Page, Page]]:
    """The facilitator's phone, and the computer at the projector, signed in as the same person."""

    def both() -> tuple[Page, Page]:
        phone = new_page(take_phone(browser, site, locale="en-GB"))
        wall = new_page(browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800}))
        come_in(phone, site, site.room.school.facilitator_id)
        wall.context.add_cookies(phone.context.cookies())
        return phone, wall

    return both


def is_above_the_fold(page: Page, role: str, name: str) -> None:
    box = page.get_by_role(role, name=name, exact=True).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 640, f"{name} ends at {box['y'] + box['height']}"


def test_twelve_are_led_from_the_code_to_their_questions_with_a_phone_and_the_wall(
    site: Site, both: Callable[[], tuple[Page, Page]], look: Look
) -> None:
    room, school = site.room, site.room.school
    school.alter(room.cohort, language="en")
    room.wait()
    phone, wall = both()
    group = f"/groups/{room.cohort.ref}"
    code = f"{room.cohort.join_code[:4]} {room.cohort.join_code[4:]}"
    wall.clock.install()

    def turn(seconds: int = 21) -> None:
        """The wall asks what is to be seen."""
        with wall.expect_response(lambda it: it.url.endswith("/wall/now")):
            wall.clock.fast_forward(seconds * 1000)

    # The code is there while the group may be joined.
    phone.goto(group)
    is_above_the_fold(phone, "button", "Open the first test")
    wall.goto(f"{group}/wall")
    expect(wall.get_by_role("heading", level=1)).to_have_text("Joining")
    expect(wall.get_by_text(code)).to_be_visible()
    look(wall, "wall-joining-1280")
    learners = [school.learner(room.cohort) for _ in range(TWELVE)]
    room.wait()
    turn()
    expect(wall.locator(".tally .big")).to_have_text("12")

    # A test: its name, what to do, minutes; who is stuck stands on the phone alone.
    phone.reload()
    press(phone, "button", "Open the first test")
    is_above_the_fold(phone, "button", "Close the first test")
    turn()
    expect(wall.get_by_role("heading", level=1)).to_have_text("First test")
    expect(wall.get_by_text("Open the test on your phone")).to_be_visible()
    expect(wall.get_by_text(code)).to_be_visible()
    room.wait()
    for learner in learners[:8]:
        school.take(learner, Wave.PRE, right=3)
    for learner in learners[8:11]:
        testing.begin(school.session, learner, Wave.PRE, school.now)
    room.wait(minutes=6)
    turn()
    phone.reload()
    expect(wall.locator("#pace")).to_contain_text("6 min gone, about 2 min left")
    expect(phone.locator("#pace")).to_contain_text("6 min gone, about 2 min left")
    expect(phone.locator("#stuck")).to_contain_text("3 without a new answer for 3 minutes")
    expect(phone.locator(".seat.stuck").first).to_contain_text("6 min")
    expect(wall.get_by_text("3 have stopped at a question")).to_be_visible()
    assert not wall.locator(".seat").count(), "nobody is pointed at"
    look(phone, "lead-360-pre-open")
    look(wall, "wall-1280-pre-open")
    for learner in learners[8:]:
        school.take(learner, Wave.PRE, right=3)
    room.wait()
    phone.reload()
    press(phone, "button", "Close the first test")
    turn()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Lessons")
    expect(wall.get_by_text(code)).to_have_count(0)

    # A lesson and what is to be talked about are chosen on the phone.
    phone.get_by_label("Lesson").select_option("3")
    press(phone, "button", "Show the lesson")
    turn()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Fair work")
    room.wait(minutes=20)
    phone.goto(group)
    press(phone, "button", "Show what to talk about")
    turn()
    expect(wall.get_by_role("heading", level=1)).to_have_text("To talk about")
    expect(wall.locator("#pace")).to_contain_text("20 min gone")
    look(wall, "wall-1280-talk")
    look(phone, "lead-360-talk")

    # After the second test: nothing is told before the answers are shown; then one question at a time.
    press(phone, "link", "Open the second test …")
    press(phone, "button", "Open it all the same")
    turn()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Second test")
    room.wait()
    for learner in learners:
        school.take(learner, Wave.POST, right=9)
    room.wait()
    phone.reload()
    press(phone, "link", "Close the second test …")
    press(phone, "button", "Close the second test")
    expect(phone.get_by_role("button", name="Show the questions")).to_have_count(0)
    turn()
    expect(wall.get_by_role("heading", level=1)).to_have_text("Both tests are over")
    room.wait(minutes=11)
    phone.reload()
    press(phone, "button", "Show the questions")
    turn()
    expect(wall.get_by_text("Question 1 of 14")).to_be_visible()
    expect(wall.locator(".bar-row.right")).to_contain_text("Right answer")
    expect(wall.locator(".right").get_by_role("img", name="Second test: 0 of 12")).to_be_visible()
    press(phone, "button", "Next question")
    turn()
    expect(wall.get_by_text("Question 2 of 14")).to_be_visible()
    assert not wall.locator(".seat").count()
    look(wall, "wall-1280-question")
    look(phone, "lead-360-question")

    # And the way back.
    press(wall, "link", "Back to the group")
    expect(wall).to_have_url(f"{site.url}{group}")


def test_the_help_of_staff_is_on_the_wall_for_a_pointer_a_keyboard_and_a_finger_and_not_for_the_room(
    site: Site, both: Callable[[], tuple[Page, Page]], look: Look
) -> None:
    phone, wall = both()
    address = f"/groups/{site.room.cohort.ref}/wall"
    phone.goto(address)
    wall.goto(address)
    bar = wall.locator("header.bar")
    confided = wall.get_by_role("link", name="If a learner is in trouble")

    expect(phone.locator("header.bar")).to_have_css("opacity", "1")
    look(phone, "wall-360-edge")
    wall.mouse.move(640, 500)
    expect(bar).to_have_css("opacity", "0")
    wall.mouse.move(640, 10)
    expect(bar).to_have_css("opacity", "1")
    look(wall, "wall-1280-edge")
    wall.mouse.move(640, 500)
    expect(bar).to_have_css("opacity", "0")
    confided.focus()
    expect(bar).to_have_css("opacity", "1")


def test_joining_that_is_closed_and_opened_again_is_soon_on_the_wall(
    site: Site, both: Callable[[], tuple[Page, Page]], look: Look
) -> None:
    room = site.room
    room.school.alter(room.cohort, language="en")
    room.wait()
    phone, wall = both()
    wall.clock.install()
    wall.goto(f"/groups/{room.cohort.ref}/wall")
    code = f"{room.cohort.join_code[:4]} {room.cohort.join_code[4:]}"
    expect(wall.get_by_text(code)).to_be_visible()

    for button, heading, count in (("Close joining", "Joining is closed", 0), ("Open joining", "Joining", 1)):
        phone.goto(f"/groups/{room.cohort.ref}")
        press(phone, "button", button)
        wall.clock.fast_forward(21_000)
        expect(wall.get_by_role("heading", level=1)).to_have_text(heading)
        expect(wall.get_by_text(code)).to_have_count(count)
        look(wall, f"wall-1280-{button.replace(' ', '-').lower()}")

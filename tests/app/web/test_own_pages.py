"""What staff look after themselves: sign-ins, the passphrase, and being signed out by the clock."""

import threading

import pytest
from flask import Flask

from app.services import staff_signing
from app.services.administrator.staff import end_role
from app.services.people import Role
from app.services.secret_hashes import hash_secret
from app.store.people import staff
from tests.app.web.conftest import Room
from tests.app.web.desk import new_group, sit_down
from tests.app.web.reader import Phone

OLD, NEW = "a long walk in may", "seven stones on the road"


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    """A facilitator's, whose passphrase is OLD."""
    school = room.school
    link = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    staff_signing.use_link(school.session, link, hash_secret(OLD), school.now)
    school.session.commit()
    return come_in(app, OLD)


def come_in(app: Flask, passphrase: str) -> Phone:
    phone = Phone(app)
    phone.open("/staff/in").press("Sign in", name="aigul", passphrase=passphrase)
    return phone


def is_in(phone: Phone) -> bool:
    return phone.open("/staff/own").path == "/staff/own"


def test_after_half_an_hour_without_a_click_the_page_says_why_one_is_out(room: Room, desk: Phone) -> None:
    room.wait(minutes=29)
    assert is_in(desk)
    room.wait(minutes=29)
    assert is_in(desk)
    room.wait(minutes=31)

    page = desk.open("/staff/own")
    assert page.path == "/staff/in"
    assert "For half an hour nobody did anything here" in page.text
    assert "half an hour" not in desk.open("/staff/in").text


def test_whoever_signs_out_after_a_while_on_a_page_is_out(room: Room, desk: Phone) -> None:
    page = desk.open("/staff/own")
    room.wait(minutes=5)

    page.press("Sign out")

    assert desk.client.get("/staff/own").status_code == 303


def test_whose_last_role_has_ended_reads_so_and_signs_out(room: Room, desk: Phone) -> None:
    """A page that was open stands there still, with its button."""
    school = room.school
    page = desk.open("/groups")
    [grant] = staff.list_grants(school.session, [school.facilitator_id])[school.facilitator_id]
    end_role(school.session, grant, now=school.now)
    room.wait()

    assert desk.open("/groups", status=404).status == 404
    assert "You have no role at the moment." in desk.open("/staff").text
    assert page.press("Sign out").path == "/staff/in"
    assert desk.open("/staff").path == "/staff/in"


def test_a_page_that_is_looked_at_keeps_no_writer_waiting(room: Room, desk: Phone) -> None:
    """Where somebody else writes, that one is at work is written down by the next page."""
    room.wait(minutes=20)
    room.school.session.connection()  # a writer who takes long
    answers: list[bool] = []
    look = threading.Thread(target=lambda: answers.append(is_in(desk)))
    look.start()
    look.join(5)
    assert answers == [True]
    room.school.session.rollback()

    room.wait(minutes=9)
    assert is_in(desk)
    room.wait(minutes=29)
    assert is_in(desk)


def test_a_sign_in_that_was_ended_elsewhere_says_so(app: Flask, desk: Phone) -> None:
    other = come_in(app, OLD)
    page = other.open("/staff/own").press("End all others")
    assert "You are signed in here and nowhere else." in page.text

    page = desk.open("/staff/own")
    assert page.path == "/staff/in"
    assert "Your sign-in here has ended." in page.text
    assert is_in(other)


def test_to_end_a_sign_in_one_shows_the_passphrase_again_unless_one_has_just_come_in(
    app: Flask, room: Room, desk: Phone
) -> None:
    other = come_in(app, OLD)
    assert "Your passphrase" not in desk.open("/staff/own").text
    room.wait(minutes=6)
    come_in(app, OLD)  # elsewhere, which helps nobody who sits here
    for button in ("End it", "End all others"):
        page = desk.open("/staff/own")
        assert "Type your passphrase." in page.press(button).text
        refused = page.press(button, current=NEW)
        assert (refused.status, is_in(other)) == (422, True)
        assert "This is not your passphrase" in refused.text

    page = desk.open("/staff/own").press("End all others", current=OLD)

    assert "You are signed in here and nowhere else." in page.text
    assert not is_in(other)


def test_whoever_guesses_the_passphrase_there_has_to_wait_as_at_the_door(app: Flask, room: Room, desk: Phone) -> None:
    other = come_in(app, OLD)
    room.wait(minutes=6)
    page = desk.open("/staff/own")
    for _ in range(5):
        page.press("End all others", current=NEW)

    assert page.press("End all others", current=OLD).status == 422
    assert is_in(other)


def test_what_was_typed_when_the_clock_had_signed_one_out_is_sent_after_coming_in(room: Room, desk: Phone) -> None:
    page = desk.open("/groups/new")
    fields = new_group(room)
    room.wait(minutes=31)
    page = page.press("Make the group", **fields)
    assert page.path == "/staff/in"

    page = page.press("Sign in", name="aigul", passphrase=OLD)
    assert page.heading == "What you sent is not saved yet"
    page = page.press("Send it now")

    assert page.heading == "Group 2"
    assert desk.open("/staff").path == "/groups", "it is handed back once"


def test_nobody_else_is_handed_it(app: Flask, room: Room, desk: Phone) -> None:
    school = room.school
    bota = school.staff("bota", Role.FACILITATOR)
    link = staff_signing.make_link(school.session, bota, school.now)
    staff_signing.use_link(school.session, link, hash_secret(NEW), school.now)
    school.session.commit()
    page = desk.open("/groups/new")
    room.wait(minutes=31)
    page = page.press("Make the group", **new_group(room))

    assert page.press("Sign in", name="bota", passphrase=NEW).path == "/groups"


def test_a_passphrase_that_was_typed_is_not_kept(room: Room, desk: Phone) -> None:
    page = desk.open("/staff/own/passphrase")
    room.wait(minutes=31)
    page = page.press("Save", current=OLD, passphrase=NEW)

    assert page.press("Sign in", name="aigul", passphrase=OLD).path == "/groups"


def test_one_of_several_sign_ins_is_ended(app: Flask, room: Room, desk: Phone) -> None:
    other = come_in(app, OLD)
    room.wait(minutes=2)
    is_in(desk)
    page = desk.open("/staff/own")
    assert page.text.index("This browser") < page.text.index("Another browser or phone")

    assert page.press("End it").path == "/staff/in"
    assert is_in(other)


def test_the_passphrase_is_changed_with_the_old_one(app: Flask, desk: Phone) -> None:
    other = come_in(app, OLD)
    change = desk.open("/staff/own/passphrase")
    wrong = change.press("Save", current="a wrong walk in may", passphrase=NEW)
    assert wrong.status == 422
    assert "This is not your passphrase." in wrong.text
    weak = change.press("Save", current=OLD, passphrase="aigul-bilim-2026")
    assert weak.status == 422
    assert "Others would try that soon" in weak.text
    page = change.press("Save", current=OLD, passphrase=NEW)

    assert "Your passphrase is changed." in page.text
    assert not is_in(other)
    assert not is_in(come_in(app, OLD))
    assert is_in(come_in(app, NEW))


def test_an_administrator_signs_somebody_out_everywhere(app: Flask, room: Room, desk: Phone) -> None:
    school = room.school
    root = sit_down(app, school.session, school.staff("root", Role.ADMINISTRATOR), school.now)
    page = root.open("/setup/staff").tap("aigul").press("End all sign-ins")

    assert "Signed out everywhere." in page.text
    assert not is_in(desk)
    assert "Somebody was signed out everywhere" in root.open("/setup/acts").text

"""The second step at sign-in, on a real instance: nothing opens before it, and nothing is lost with a phone."""

import base64
import re
import zlib
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask
from sqlalchemy import update

from app.services import staff_signing
from app.services.people import Role
from app.services.secret_hashes import hash_secret
from app.store.tables import Instance
from app.web.access import ANYONE, audience_of
from tests.app.web.conftest import Room
from tests.app.web.desk import follow, sit_down
from tests.app.web.reader import Page, Phone

PASSPHRASE = "a long walk in may"
HASH = hash_secret(PASSPHRASE)
STEPS = {"/staff/second-factor", "/staff/second-factor/begin", "/staff/second-factor/confirm"}
ALWAYS = {"/out", "/language"}


@pytest.fixture
def real(room: Room) -> Room:
    room.school.session.execute(update(Instance).values(kind="real"))
    room.school.session.commit()
    return room


def somebody(room: Room, name: str, role: Role) -> None:
    """With PASSPHRASE."""
    school = room.school
    staff_id = school.facilitator_id if name == "aigul" else school.staff(name, role)
    link = staff_signing.make_link(school.session, staff_id, school.now)
    staff_signing.use_link(school.session, link, HASH, school.now)
    school.session.commit()


def come_in(phone: Phone, name: str) -> Page:
    return phone.open("/staff/in").press("Sign in", name=name, passphrase=PASSPHRASE)


def secret_of(page: Page) -> str:
    shown = re.search(r"Type this key into the app instead: ((?:[A-Z2-7]{4} ?){8})", page.text)
    assert shown, page.text
    return shown[1].replace(" ", "")


def code(app: Flask, secret: str) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + app.extensions["clock_offset"])


def set_up(app: Flask, room: Room, page: Page) -> tuple[str, list[str]]:
    """From the first page of the second step on; the secret and the recovery codes. Some minutes later."""
    page = page.press("I have an app: begin")
    secret = secret_of(page)
    page = page.press("Switch on", code=code(app, secret))
    assert page.heading == "Your recovery codes"
    codes = re.findall(r"\b[A-Z2-9]{4} [A-Z2-9]{4} [A-Z2-9]{4}\b", page.text)
    assert len(codes) == 10
    assert page.tap("I have them on paper").path != "/staff/second-factor"
    room.wait(minutes=2)
    return secret, codes


def open_to(app: Flask, phone: Phone) -> set[str]:
    """Every address for staff that answers this browser with something else than the way to the second step."""
    app.config["WTF_CSRF_ENABLED"] = False
    values = {"ref": "none", "digest": "0" * 16, "number": 1, "handle": 1, "aside": 1, "lesson": "welcome"}
    more = {
        "wave": "pre",
        "form": "A",
        "language": "en",
        "name": "road",
        "code": "none",
        "n": 1,
        "key": "none",
        "kind": "none",
    }
    doors = set()
    for rule in app.url_map.iter_rules():
        audience = audience_of(app.view_functions[rule.endpoint])
        if ANYONE in audience or audience == ("learner",) or rule.endpoint == "account.sign_out":
            continue
        built = rule.build({name: {**values, **more}[name] for name in rule.arguments})
        assert built
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            answer = phone.client.open(built[1], method=method)
            if answer.status_code != 404 and answer.location not in STEPS | {"/staff/second-factor/code"}:
                doors.add(rule.rule)
    return doors


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ME_OFFICER, Role.PARTNER_LEAD])
def test_who_must_have_a_second_step_is_led_to_it_and_opens_nothing_else(app: Flask, real: Room, role: Role) -> None:
    somebody(real, "dana", role)
    phone = Phone(app)
    page = come_in(phone, "dana")

    assert page.path == "/staff/second-factor"
    assert "Your role reaches other people’s results" in page.text
    assert "Groups" not in page.text
    assert open_to(app, phone) <= STEPS | {"/language"}


def test_it_is_set_up_once_and_asked_for_at_each_sign_in(app: Flask, real: Room) -> None:
    somebody(real, "dana", Role.ME_OFFICER)
    phone = Phone(app)
    secret, _ = set_up(app, real, come_in(phone, "dana"))
    assert phone.open("/groups").path == "/groups"

    other = Phone(app)
    page = come_in(other, "dana")
    assert page.path == "/staff/second-factor/code"
    wrong = page.press("Go on", code="000000")
    assert wrong.status == 422
    assert "This code does not fit" in wrong.text
    assert open_to(app, other) == {"/language", "/staff/second-factor/code"}
    app.config["WTF_CSRF_ENABLED"] = True
    typed = code(app, secret)
    assert other.open("/staff").press("Go on", code=typed).path != "/staff/second-factor/code"
    assert other.open("/groups").path == "/groups"

    third = Phone(app)
    assert come_in(third, "dana").press("Go on", code=typed).status == 422, "a code is taken once"


def test_without_the_phone_a_recovery_code_opens_and_another_phone_is_taken(app: Flask, real: Room) -> None:
    somebody(real, "dana", Role.ME_OFFICER)
    old, codes = set_up(app, real, come_in(Phone(app), "dana"))
    phone = Phone(app)
    come_in(phone, "dana").press("Go on", code=codes[0])
    page = phone.open("/staff/second-factor")
    assert "Recovery codes left: 9." in page.text
    for wrong in ("", "000000", codes[0]):
        assert page.press("Take another phone or app", code=wrong).status == 422
    page = page.press("Take another phone or app", code=codes[1])
    new = secret_of(page)
    page.press("Switch on", code=code(app, new))
    real.wait(minutes=2)
    page = phone.open("/staff/second-factor")
    assert page.press("Make new recovery codes", code="000000").status == 422
    assert page.press("Make new recovery codes", code=code(app, new)).heading == "Your recovery codes"
    real.wait(minutes=2)

    again = Phone(app)
    page = come_in(again, "dana")
    assert page.press("Go on", code=code(app, old)).status == 422
    assert page.press("Go on", code=codes[2]).status == 422, "the old recovery codes are dead"
    assert page.press("Go on", code=code(app, new)).path != "/staff/second-factor/code"


def test_a_facilitator_may_switch_it_on_and_is_out_elsewhere(app: Flask, real: Room) -> None:
    somebody(real, "aigul", Role.FACILITATOR)
    elsewhere, phone = Phone(app), Phone(app)
    assert come_in(elsewhere, "aigul").path == "/groups"
    come_in(phone, "aigul")
    set_up(app, real, phone.open("/staff/own").tap("Set it up"))

    assert elsewhere.open("/groups").path == "/staff/in"
    assert come_in(elsewhere, "aigul").path == "/staff/second-factor/code"


def new_link(page: Page) -> str:
    link = re.search(r"/staff/link#\S+?(?=[ <\"])", page.press("Make a new link").html)
    assert link
    return link[0]


def test_a_new_link_is_for_the_passphrase_and_the_code_is_asked_for_all_the_same(app: Flask, real: Room) -> None:
    somebody(real, "dana", Role.ME_OFFICER)
    secret, _ = set_up(app, real, come_in(Phone(app), "dana"))
    school = real.school
    root = sit_down(app, school.session, school.staff("root", Role.ADMINISTRATOR), school.now)
    page = root.open("/setup/staff").tap("dana")
    assert "A new link leaves it as it is" in page.text
    link = new_link(page)

    phone = Phone(app)
    page = follow(phone, link).press("Save and sign in", passphrase="seven stones on the road")

    assert page.path == "/staff/second-factor/code"
    assert phone.open("/groups").path == "/staff/second-factor/code"
    assert page.press("Go on", code=code(app, secret)).path == "/figures"


def test_whoever_has_lost_phone_and_paper_is_helped_by_a_deed_of_its_own(app: Flask, real: Room) -> None:
    somebody(real, "dana", Role.ME_OFFICER)
    set_up(app, real, come_in(Phone(app), "dana"))
    school = real.school
    root = sit_down(app, school.session, school.staff("root", Role.ADMINISTRATOR), school.now)
    page = root.open("/setup/staff").tap("dana").tap("Take the second step away")
    assert "Take the second step of dana away?" in page.heading
    assert come_in(Phone(app), "dana").path == "/staff/second-factor/code", "to look at the page does nothing"

    page = page.press("Take it away")

    assert "The second step is taken away" in page.html
    assert "Take the second step away" not in page.text
    page = come_in(Phone(app), "dana")
    assert page.path == "/staff/second-factor"
    assert "begin" in " ".join(page.buttons())
    assert "root The second step at sign-in was taken away dana" in root.open("/setup/acts").text
    phone = Phone(app)
    page = follow(phone, new_link(root.open("/setup/staff").tap("dana")))
    assert page.press("Save and sign in", passphrase="seven stones on the road").path == "/staff/second-factor"


def test_an_administrator_changes_the_own_step_by_a_code_and_takes_it_away_from_nobody_s_desk(
    app: Flask, real: Room
) -> None:
    school = real.school
    root = sit_down(app, school.session, school.staff("root", Role.ADMINISTRATOR), school.now)
    page = root.open("/setup/staff").tap("root").tap("Take the second step away")

    assert page.path == "/staff/second-factor"
    app.config["WTF_CSRF_ENABLED"] = False
    address = root.open("/setup/staff").tap("root").path + "/second-step"
    assert root.client.post(address).location == "/staff/second-factor"
    assert "Take the second step away" in root.open("/setup/staff").tap("root").text


def test_neither_the_secret_nor_a_code_is_in_a_cookie(app: Flask, real: Room) -> None:
    somebody(real, "dana", Role.ME_OFFICER)
    phone = Phone(app)
    page = come_in(phone, "dana").press("I have an app: begin")
    secret = secret_of(page)

    cookie = phone.client.get_cookie("n")
    assert cookie
    packed = cookie.value.lstrip(".").split(".")[0]
    raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    assert secret.encode() not in (zlib.decompress(raw) if cookie.value.startswith(".") else raw)
    assert secret not in phone.open("/staff/second-factor").press("Switch on", code="000000").path


def test_whoever_owes_nothing_is_not_asked(app: Flask, room: Room) -> None:
    school = room.school
    officer = sit_down(app, school.session, school.staff("dana", Role.ME_OFFICER), school.now)

    assert officer.open("/staff/second-factor/code").path == "/figures"

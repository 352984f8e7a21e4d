"""The address of an instance is its own word, never a request's."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.cli.serve import own_address
from app.store.people import prepared
from config import Config, from_environment
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

Set = Callable[..., None]


@pytest.fixture
def setting(app: Flask) -> Set:
    """Changes the settings of the instance that is served."""

    def change(**settings: Any) -> None:
        app.config["NAVIGATOR"] = replace(Config(), **settings)

    return change


@pytest.mark.parametrize(
    ("settings", "host", "status"),
    [
        pytest.param({"public_url": "https://nav.example"}, "nav.example", 200, id="its own"),
        pytest.param({"public_url": "https://nav.example:8443/"}, "NAV.example:8443", 200, id="with a port"),
        pytest.param({"public_url": "https://nav.example"}, "localhost:8000", 200, id="on its own computer"),
        pytest.param({"public_url": "https://nav.example"}, "[::1]:8000", 200, id="the same by IPv6"),
        pytest.param({"public_url": "https://nav.example"}, "evil.example", 400, id="another"),
        pytest.param({"public_url": "https://nav.example"}, "nav.example.evil.example", 400, id="one that begins so"),
        pytest.param({"public_url": "https://nav.example"}, "nav.example@evil.example", 400, id="one behind a name"),
        pytest.param({"public_url": "https://nav.example"}, "[evil", 400, id="none at all"),
        pytest.param({"public_url": "https://nav.example", "hosts": ("10.0.0.5",)}, "10.0.0.5", 200, id="of the list"),
        pytest.param({"listens_on": "http://127.0.0.1:8000"}, "evil.example", 400, id="another, on one computer"),
        pytest.param({}, "192.168.1.5:8000", 200, id="any, where nobody has said"),
    ],
)
def test_a_page_comes_by_the_names_of_the_instance_alone(
    app: Flask, setting: Set, settings: dict[str, Any], host: str, status: int
) -> None:
    setting(**settings)

    answer = app.test_client().get("/in", headers={"Host": host, "Accept-Language": "en"})

    assert answer.status_code == status
    assert ("This address is not known here" in answer.text) == (status == 400)


def test_a_phone_is_told_of_another_name_in_its_own_way(app: Flask, setting: Set) -> None:
    setting(public_url="https://nav.example")

    answer = app.test_client().get("/api/v1/session", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize("path", ["/setup", "//evil.example/setup", "/in//", "/staff//in", "/j//x?lang=en"])
def test_nobody_is_sent_to_the_name_that_was_asked_for(app: Flask, setting: Set, path: str) -> None:
    setting()

    answer = app.test_client().get(path, headers={"Host": "evil.example"})

    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")
    assert "evil.example/" not in location.partition("?")[0]


def test_posters_and_walls_show_the_set_address_whatever_was_asked_for(
    app: Flask, desk: Phone, room: Room, setting: Set
) -> None:
    setting(public_url="https://nav.example", hosts=("hub.test",))

    cookie = desk.client.get_cookie("n")
    desk.client.set_cookie("n", cookie.value if cookie else "", domain="hub.test")

    for page in ("poster", "wall"):
        html = desk.client.get(f"/groups/{room.cohort.ref}/{page}", headers={"Host": "hub.test"}).text
        assert "nav.example" in html
        assert "hub.test" not in html


def test_where_nobody_has_set_an_address_pages_come_and_posters_say_what_to_set(
    desk: Phone, room: Room, setting: Set
) -> None:
    setting()

    group = desk.client.get(f"/groups/{room.cohort.ref}")
    poster = desk.client.get(f"/groups/{room.cohort.ref}/poster")

    assert group.status_code == 200
    assert poster.status_code == 409
    assert "Nobody has set the address yet" in poster.text
    assert "NAVIGATOR_PUBLIC_URL" in group.text
    assert "NAVIGATOR_PUBLIC_URL" in poster.text


def test_cards_are_not_made_where_no_address_could_be_printed_on_them(desk: Phone, room: Room, setting: Set) -> None:
    page = desk.open(f"/groups/{room.cohort.ref}/cards")
    setting()

    desk.send(*page.sent_by("Make and show the cards", count="2"), status=409)

    assert prepared.count(room.school.session, room.cohort.cohort_id) == 0


def test_a_new_card_comes_also_without_an_address(desk: Phone, room: Room, setting: Set, learner: Learner) -> None:
    setting()
    question = desk.open(f"/groups/{room.cohort.ref}/{learner.handle}")

    assert "PIN" in question.press("Make a new card").text


@pytest.mark.parametrize(
    ("host", "settings", "address"),
    [
        pytest.param("127.0.0.1", {}, "http://127.0.0.1:8000", id="this computer"),
        pytest.param("::1", {}, "http://[::1]:8000", id="this computer by IPv6"),
        pytest.param("localhost", {}, "http://localhost:8000", id="this computer by name"),
        pytest.param("127.0.0.1.example", {}, None, id="a name that looks like this computer"),
        pytest.param("0.0.0.0", {}, None, id="everybody"),
        pytest.param("192.168.1.5", {}, None, id="a network"),
        pytest.param("127.0.0.1", {"proxy": "127.0.0.1"}, None, id="everybody, by a web server before it"),
    ],
)
def test_where_only_this_computer_reaches_it_that_is_its_address(
    host: str, settings: dict[str, Any], address: str | None
) -> None:
    assert own_address(Config(**settings), host, 8000) == address


@pytest.mark.parametrize(
    ("environment", "is_secure"),
    [
        ({}, False),
        ({"NAVIGATOR_PUBLIC_URL": "http://192.168.1.5:8000"}, False),
        ({"NAVIGATOR_PUBLIC_URL": "https://nav.example"}, True),
        ({"NAVIGATOR_SECURE_COOKIES": "1"}, True),
    ],
)
def test_cookies_are_as_safe_as_the_address(environment: dict[str, str], is_secure: bool) -> None:
    assert from_environment(environment).secure_cookies == is_secure

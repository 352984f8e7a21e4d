"""What the cookie and the headers promise, by https and in a school's own network without it."""

from collections.abc import Callable

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.test import TestResponse

from app import create_app
from app.store import Database
from config import Config, from_environment
from tests.app.web.promised import AS_NEEDED, EVERYWHERE, PAGES

Ask = Callable[[bool], TestResponse]


@pytest.fixture
def request_page(sqlite: Database, templates: BytecodeCache) -> Ask:
    """The page to sign in, which gives a cookie, of an instance that is served by https or not."""

    def request_page(is_https: bool) -> TestResponse:
        app = create_app(Config(secure_cookies=is_https), sqlite)
        app.jinja_env.bytecode_cache = templates
        return app.test_client().get("/in", base_url="https://school.example" if is_https else "http://hub.example")

    return request_page


def attributes(answer: TestResponse) -> tuple[str, set[str]]:
    """The cookie's name and what stands behind its value."""
    (cookie,) = answer.headers.getlist("Set-Cookie")
    first, *more = cookie.split("; ")
    return first.partition("=")[0], set(more)


OF_THE_ANSWER = {"Content-Type", "Content-Length", "Set-Cookie", "Location", "X-Request-Id"}


@pytest.mark.parametrize(
    ("address", "promised"),
    [pytest.param("/in", PAGES, id="a page"), pytest.param("/healthz", EVERYWHERE, id="data")],
)
def test_every_header_is_what_it_promises_and_none_is_missing(
    app: Flask, address: str, promised: dict[str, str]
) -> None:
    headers = app.test_client().get(address).headers

    assert {name: value for name, value in headers.items() if name not in OF_THE_ANSWER} == promised | AS_NEEDED


def test_by_https_the_cookie_never_goes_over_plain_http(request_page: Ask) -> None:
    answer = request_page(True)

    assert attributes(answer) == ("__Host-n", {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_names_below_are_told_to_have_https_where_the_administrator_says_so(sqlite: Database) -> None:
    app = create_app(Config(secure_cookies=True, subdomains_have_https=True), sqlite)

    for path in ("/in", "/nothing", "/healthz"):
        headers = app.test_client().get(path, base_url="https://school.example").headers
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert from_environment({"NAVIGATOR_SUBDOMAINS_HAVE_HTTPS": "1"}).subdomains_have_https
    assert not from_environment({}).subdomains_have_https, "a name below that has none would be shut out for a year"


def test_without_https_the_cookie_still_goes_to_no_script_and_with_no_form_of_another_site(
    request_page: Ask,
) -> None:
    answer = request_page(False)

    assert attributes(answer) == ("n", {"HttpOnly", "Path=/", "SameSite=Lax"})
    assert "Strict-Transport-Security" not in answer.headers

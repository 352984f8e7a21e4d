"""What the cookie and the headers promise, by https and in a school's own network without it."""

from collections.abc import Callable

import pytest
from jinja2 import BytecodeCache
from werkzeug.test import TestResponse

from app import create_app
from app.store import Database
from config import Config

Asked = Callable[[bool], TestResponse]


@pytest.fixture
def asked(sqlite: Database, templates: BytecodeCache) -> Asked:
    """The page to sign in, which gives a cookie, of an instance that is served by https or not."""

    def asked(is_https: bool) -> TestResponse:
        app = create_app(Config(secure_cookies=is_https), sqlite)
        app.jinja_env.bytecode_cache = templates
        return app.test_client().get("/in", base_url="https://school.example" if is_https else "http://hub.example")

    return asked


def attributes(answer: TestResponse) -> tuple[str, set[str]]:
    """The cookie's name and what stands behind its value."""
    (cookie,) = answer.headers.getlist("Set-Cookie")
    first, *more = cookie.split("; ")
    return first.partition("=")[0], set(more)


def test_by_https_the_cookie_never_goes_over_plain_http(asked: Asked) -> None:
    answer = asked(True)

    assert attributes(answer) == ("__Host-n", {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_https_the_cookie_still_goes_to_no_script_and_with_no_form_of_another_site(asked: Asked) -> None:
    answer = asked(False)

    assert attributes(answer) == ("n", {"HttpOnly", "Path=/", "SameSite=Lax"})
    assert "Strict-Transport-Security" not in answer.headers

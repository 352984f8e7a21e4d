"""What browsers are handed is signed by SHA-256, and an update ends no sign-in and loses no form that is open."""

from hashlib import sha1, sha256

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app.web.signed import TOKEN
from tests.app.web.reader import Phone

BASE64_OF_SHA_256 = 43


def token_of(desk: Phone) -> str:
    return desk.open("/staff/own/passphrase").sent_by("Save")[1][TOKEN]


def signed_before(app: Flask, value: str) -> str:
    """A token of a form as the version before signed it."""
    signer = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token", signer_kwargs={"digest_method": sha1})
    return str(signer.dumps(value))


def test_cookies_and_the_tokens_of_forms_are_signed_by_sha_256(desk: Phone) -> None:
    token = token_of(desk)
    cookie = desk.client.get_cookie("n")

    assert cookie
    assert [len(signed.rpartition(".")[2]) for signed in (token, cookie.value)] == [BASE64_OF_SHA_256] * 2
    with desk.client.session_transaction() as session:
        assert len(session[TOKEN]) == 2 * sha256().digest_size, "Flask-WTF would have taken SHA-1"


def test_a_browser_stays_signed_in_over_the_update_and_its_open_form_is_taken(app: Flask, desk: Phone) -> None:
    token_of(desk)
    with desk.client.session_transaction() as session:
        seen = dict(session)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    desk.client.set_cookie("n", str(signer.dumps(seen)))

    assert desk.open("/staff/own").path == "/staff/own"
    answer = desk.client.post("/staff/own/sign-ins/others", data={TOKEN: signed_before(app, seen[TOKEN])})
    assert answer.location == "/staff/own", "it is neither refused nor led to the page where one signs in"
    assert desk.open("/staff/own").path == "/staff/own"


def test_a_cookie_that_nobody_here_signed_opens_nothing(app: Flask, desk: Phone) -> None:
    with desk.client.session_transaction() as session:
        seen = dict(session)
    stranger = Flask("elsewhere")
    stranger.secret_key = "0" * 64
    signer = SecureCookieSessionInterface().get_signing_serializer(stranger)
    assert signer
    desk.client.set_cookie("n", str(signer.dumps(seen)))

    assert desk.open("/staff/own").path == "/staff/in"

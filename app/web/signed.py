"""The cookie and the tokens of forms, signed as `services/signatures.py` says: Flask and Flask-WTF would take SHA-1."""

import secrets

import flask_wtf.csrf
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.services.signatures import DIGEST, FORMER

TOKEN = "csrf_token"  # noqa: S105  (the name of a field)


class SignedCookies(SecureCookieSessionInterface):
    """A SignedCookies signs the cookie anew by SHA-256, and reads those of before for as long as a sign-in lasts."""

    digest_method = DIGEST

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.fallback_signers = [{"key_derivation": self.key_derivation, "digest_method": FORMER}]
        return serializer


class _Signer(TimestampSigner):
    default_digest_method = DIGEST


class _FormTokens(URLSafeTimedSerializer):
    default_signer = _Signer
    default_fallback_signers = [{"digest_method": FORMER}]  # noqa: RUF012  (as its parent has it)


def register(app: Flask) -> None:
    """Signs the tokens of forms by SHA-256, for which Flask-WTF has no setting."""
    flask_wtf.csrf.URLSafeTimedSerializer = _FormTokens
    app.jinja_env.globals[TOKEN] = form_token
    app.context_processor(lambda: {TOKEN: form_token})


def form_token() -> str:
    """Returns the token that this browser's forms carry. What it signs is drawn here, not by SHA-1 of Flask-WTF."""
    session.setdefault(TOKEN, secrets.token_hex(32))
    token: str = flask_wtf.csrf.generate_csrf()
    return token

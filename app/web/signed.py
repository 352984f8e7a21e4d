"""Signatures of the cookie and of forms' tokens, by SHA-256 instead of the SHA-1 of Flask and Flask-WTF.

What an older version signed is still read, so that an update signs nobody out and loses no form that is open.
"""

import secrets

import flask_wtf.csrf
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.services.signatures import DIGEST, FORMER

TOKEN = "csrf_token"  # noqa: S105  (the name of a field)


class SignedCookies(SecureCookieSessionInterface):
    """A SignedCookies signs the cookie of this instance by SHA-256, and also reads one signed by SHA-1."""

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
    """Makes Flask-WTF sign the tokens of forms by SHA-256, for which it has no setting."""
    flask_wtf.csrf.URLSafeTimedSerializer = _FormTokens
    app.jinja_env.globals[TOKEN] = form_token
    app.context_processor(lambda: {TOKEN: form_token})


def form_token() -> str:
    """Returns the signed token that this browser's forms carry; its random part is made here, without SHA-1."""
    session.setdefault(TOKEN, secrets.token_hex(32))
    token: str = flask_wtf.csrf.generate_csrf()
    return token

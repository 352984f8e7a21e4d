"""Cookies, CSRF and the headers of every answer."""

from flask import Flask, Response, request
from flask_babel import get_locale
from flask_wtf import CSRFProtect

from app.services.signing import OWN_PHONE_STAYS
from app.store import Database, instance
from app.web import signed
from app.wording import Words, data_mark
from config import Config

csrf = CSRFProtect()

OFF = (
    "accelerometer", "camera", "clipboard-read", "display-capture", "geolocation", "gyroscope", "hid",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
"""Of what a browser can do for a page, all that reaches beyond it: it has no word for everything."""
FOR_ALL = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # same-origin, not no-referrer: under https the CSRF check reads it, and it leads to no other site either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOR_PAGES = FOR_ALL | {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    # Browsers read it of a page alone, and on each file of one a phone would pay for 350 bytes.
    "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF),
}


def register(app: Flask, config: Config, database: Database) -> None:
    """Sets the session cookie, the security headers of every answer and the defence against forged forms (CSRF).

    Raises LookupError if the database has no instance.
    """
    with database.reading() as session:
        this = instance.get(session)
        if this is None:
            raise LookupError("There is no instance here yet: make one with `navigator init`.")
        secret = instance.page_secret_of(session)
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME="__Host-n" if config.secure_cookies else "n",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=OWN_PHONE_STAYS,
        SESSION_REFRESH_EACH_REQUEST=False,  # a phone pays for each letter: it counts from the PIN
        MAX_CONTENT_LENGTH=1 << 20,
        WTF_CSRF_TIME_LIMIT=None,  # it lives as long as the session: a learner may read a question for an hour
        NAVIGATOR=config,
    )
    csrf.init_app(app)
    signed.register(app)
    app.jinja_env.globals.update(
        instance_kind=this.kind, data_mark=lambda: data_mark(Words(str(get_locale())), this.kind)
    )

    hsts = f"max-age=31536000{'; includeSubDomains' if config.subdomains_have_https else ''}"

    @app.after_request
    def protect(response: Response) -> Response:
        # The worker's own fetches are ruled by what came with it, as a page's are.
        is_page = response.mimetype == "text/html" or request.endpoint == "offline.worker"
        for name, value in (FOR_PAGES if is_page else FOR_ALL).items():
            response.headers.setdefault(name, value)
        if config.secure_cookies:
            response.headers["Strict-Transport-Security"] = hsts
        if not response.cache_control.immutable:
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["Vary"] = "Cookie"
        return response

"""Static files under an address that changes with their content, kept by browsers for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for
from flask.sessions import SessionMixin

from app.web.signed import SignedCookies

FOR_GOOD = "public, max-age=31536000, immutable"
"""Of what lies at an address that changes with its content; a year, in seconds, is the longest that browsers heed."""
NOT_ASKED_AGAIN = ("Accept-Ranges", "Content-Disposition", "ETag", "Last-Modified")
"""What would help to ask for a file again; this one is never asked for again, and a phone pays for each letter."""
OUTBOX = "database.js+hash.js+outbox.js"
"""For the worker, which fetches its own anew: without what is for pages."""
ALWAYS = f"leave.js+{OUTBOX}+offline.js+listen.js+idle.js+notes.js"
"""On every page of a learner."""
TOGETHER = frozenset(
    {
        ALWAYS,
        OUTBOX,
        "attempt.js+test.js",
        "lesson_tap.js+lesson_story.js+lesson_own.js+lesson_deed.js",
        "stops.js+road.js",
        "routing.js+worker.js",
    }
)
"""Scripts that go out one behind another: a request is a journey to and fro, and together they are smaller."""


def _content(name: str) -> bytes:
    parts = name.split("+") if name in TOGETHER else [name]
    return b"\n".join((Path(current_app.static_folder or "") / part).read_bytes() for part in parts)


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:10]


def static_address(name: str) -> str:
    """Returns the address of a static file, with a digest of its content."""
    return url_for("static", filename=name, v=_digest(name))


def _serve(filename: str) -> Response:
    if "/" in filename:  # all lie in one folder: another way to one of them is nobody's, and is not remembered
        abort(404)
    if filename in TOGETHER:
        return Response(_content(filename), mimetype="text/javascript")
    return current_app.send_static_file(filename)


class _NotForGood(SignedCookies):
    """What is kept for good is the same for everybody: `Vary: Cookie` would have it fetched again at each sign-in."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not response.cache_control.immutable:
            super().save_session(app, session, response)


def register(app: Flask) -> None:
    """Serves static files at addresses that change with their content, so that browsers may keep them for a year."""
    app.add_template_global(static_address, "static_file")
    app.session_interface = _NotForGood()
    app.view_functions["static"] = _serve

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code != 200:
            return response
        if request.args.get("v") != _digest((request.view_args or {})["filename"]):
            # Asked for under another digest, as while a new version is brought in: not to be kept under that one.
            response.headers["Cache-Control"] = "no-cache"
            return response
        response.headers["Cache-Control"] = FOR_GOOD
        for name in NOT_ASKED_AGAIN:
            response.headers.pop(name, None)
        return response

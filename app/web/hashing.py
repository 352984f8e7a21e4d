"""Which requests hash a PIN or a passphrase: slow on purpose, so they have threads of their own and wait in line there.

Where the line is too long whoever comes is sent away at once, without a look into the database.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, g, request
from werkzeug.exceptions import HTTPException

View = TypeVar("View", bound=Callable[..., Any])


def hashes(view: View) -> View:
    """Marks a view whose POST hashes a PIN or a passphrase, so that it waits in the slow line.

    Write it below `audience`.
    """
    view.hashes = True  # type: ignore[attr-defined]
    return view


class HashingLane:
    """A HashingLane tells the server which requests belong to the slow line: those that hash a PIN or passphrase."""

    crowded = "navigator.is_crowded"

    def __init__(self, app: Flask) -> None:
        self._addresses = app.url_map.bind("")
        self._views = app.view_functions

    def has(self, method: str, path: str) -> bool:
        """Returns whether this request hashes a PIN or a passphrase."""
        if method != "POST":
            return False
        try:
            endpoint, _ = self._addresses.match(path, method=method)
        except HTTPException:
            return False
        return getattr(self._views[endpoint], "hashes", False)


def register(app: Flask) -> None:
    """Answers 503, without using the database, to requests for which the server finds the slow line too long."""
    app.extensions["hashing"] = HashingLane(app)

    @app.before_request
    def turn_away() -> None:
        if request.environ.get(HashingLane.crowded):
            g.is_for_nobody = True
            abort(503)

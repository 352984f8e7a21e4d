"""Static files under an address that changes with their content, kept by browsers for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def static_address(name: str) -> str:
    """The address of a static file, with a digest of what it holds."""
    return url_for("static", filename=name, v=_digest(Path(current_app.static_folder or "") / name))


def register(app: Flask) -> None:
    app.add_template_global(static_address, "static_file")

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

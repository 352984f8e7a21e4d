"""The name of a request: made here, so that nobody can send one, and of letters, so that it can be read out."""

import secrets

from flask import Flask, Response, g

HEADER = "X-Request-Id"
LETTERS = "bcdfghjkmnpqrstvwxz"
"""Without vowels, so that no word comes of them."""


def new_request_id() -> str:
    """Returns ten random letters: one of six million million ids."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def request_id() -> str:
    """Returns the id of this request, the same at every call within the request."""
    if "request_id" not in g:
        g.request_id = new_request_id()
    name: str = g.request_id
    return name


def register(app: Flask) -> None:
    """Sends the request's id as the header X-Request-Id of every answer, and makes `request_id` known to templates."""
    app.add_template_global(request_id)

    @app.after_request
    def name_it(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response

"""What no database can keep is refused before any view sees it, and never a fault of ours."""

from collections.abc import Iterator

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""Of a whole number in a column."""


class Number(IntegerConverter):
    """A Number is `<int:...>` in an address; one larger than the database can hold is answered 404."""

    def __init__(self, of: Map) -> None:
        super().__init__(of, max=LARGEST)


def register(app: Flask) -> None:
    """Refuses text with a NUL character: 404 if it is in the path, else 400. Numbers in paths have the limit of Number.

    Call it before adding blueprints.
    """
    app.url_map.converters["int"] = Number

    @app.before_request
    def refuse() -> None:
        if any("\0" in text for text in _typed()):
            abort(404 if "\0" in request.path else 400)


def _typed() -> Iterator[str]:
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield from (name, value)

"""What the house refuses is in the audit before anybody reads why, whatever becomes of the request's transaction."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from app.web.access import staff
from app.web.clock import now
from app.web.transaction import apart


class Refused(Exception):
    """Raised by a view: what it wrote is undone. answer: what its reader gets. note: writes the refusal down, from a
    session, by (the reader's id) and now."""

    def __init__(self, answer: ResponseReturnValue, note: Callable[..., None]) -> None:
        super().__init__()
        self.answer = answer
        self.note = note


def register(app: Flask) -> None:
    """Write down in the audit what was refused, though the rest of the request is rolled back."""

    @app.errorhandler(Refused)
    def answer(refused: Refused) -> ResponseReturnValue:
        with apart() as session:
            refused.note(session, by=staff().staff_id, now=now())
        return refused.answer

"""What the house refuses is in the audit before anybody reads why, whatever becomes of the request's transaction."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from app.web.access import staff
from app.web.clock import now
from app.web.transaction import apart


class Refused(Exception):
    """A Refused is raised by a view whose refusal goes into the audit: what the view wrote is undone.

    answer: what its reader gets. note: writes the refusal down, called with a session, by (the reader's id) and now.
    """

    def __init__(self, answer: ResponseReturnValue, note: Callable[..., None]) -> None:
        super().__init__()
        self.answer = answer
        self.note = note


def register(app: Flask) -> None:
    """Writes a refusal into the audit though the rest of the request is rolled back, and answers as the view said."""

    @app.errorhandler(Refused)
    def answer(refused: Refused) -> ResponseReturnValue:
        with apart() as session:
            refused.note(session, by=staff().staff_id, now=now())
        return refused.answer

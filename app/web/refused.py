"""What the house refuses is in the audit before anybody reads why, whatever becomes of the request's transaction."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from app.web.access import staff
from app.web.clock import now
from app.web.transaction import apart


class Refused(Exception):
    """A Refused is raised by a view to refuse something that the audit is to note; what the view wrote is undone.

    answer: what the reader gets. note: writes the refusal, called with a session, by (the reader's staff id) and now.
    """

    def __init__(self, answer: ResponseReturnValue, note: Callable[..., None]) -> None:
        super().__init__()
        self.answer = answer
        self.note = note


def register(app: Flask) -> None:
    """Writes a refusal into the audit, in a transaction of its own, and sends the answer that the view gave it.

    The request's own transaction is rolled back.
    """

    @app.errorhandler(Refused)
    def answer(refused: Refused) -> ResponseReturnValue:
        with apart() as session:
            refused.note(session, by=staff().staff_id, now=now())
        return refused.answer

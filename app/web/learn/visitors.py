"""Who tries the code of a poster, by a sign in their browser's cookie and by their address."""

import secrets

from flask import g, request, session
from flask_babel import ngettext

from app.services.learner.knocking import TooManyJoined, TooManyTries, Visitor
from app.web.clock import minutes_until

DEVICE = "device"
"""In the cookie: a sign of the browser, which says nothing of who it is, and goes with the cookie."""


def visitor() -> Visitor:
    """Returns the visitor by whom poster codes tried in this request are counted.

    It holds the browser's address and the sign in its cookie, which is None if the browser came without one.
    """
    if "visitor" not in g:
        g.visitor = Visitor(session.get(DEVICE), request.remote_addr or "")
    someone: Visitor = g.visitor
    return someone


def know_again() -> None:
    """Puts a random sign into the browser's cookie unless it has one, so that others' wrong codes are not its own."""
    visitor()
    session.setdefault(DEVICE, secrets.token_hex(8))


def words_of_waiting(refusal: TooManyTries) -> str:
    """Returns the sentence that says how many minutes to wait after too many tries.

    It is the same for a right code as for a wrong one.
    """
    minutes = minutes_until(refusal.until)
    if isinstance(refusal, TooManyJoined):
        return ngettext(
            "Many have joined from here just now. Wait %(num)d minute, then go on.",
            "Many have joined from here just now. Wait %(num)d minutes, then go on.",
            minutes,
        )
    return ngettext(
        "Too many wrong codes came from here. In %(num)d minute yours is looked at again: it may be right.",
        "Too many wrong codes came from here. In %(num)d minutes yours is looked at again: it may be right.",
        minutes,
    )

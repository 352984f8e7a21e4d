"""Who tries the code of a poster, by a sign in their browser's cookie and by their address."""

import secrets
from datetime import datetime
from math import ceil

from flask import g, request, session
from flask_babel import ngettext

from app.services.learner.knocking import TooManyJoined, TooManyTries, Visitor
from app.web.clock import now

DEVICE = "device"
"""In the cookie: a sign of the browser, which says nothing of who it is, and goes with the cookie."""


def visitor() -> Visitor:
    """Returns who tries poster codes in this request: the sign in their cookie, if they came with one, and address."""
    if "visitor" not in g:
        g.visitor = Visitor(session.get(DEVICE), request.remote_addr or "")
    someone: Visitor = g.visitor
    return someone


def know_again() -> None:
    """Gives the browser its sign for the next time, so that others' wrong codes are not taken for its own."""
    visitor()
    session.setdefault(DEVICE, secrets.token_hex(8))


def seconds_until(until: datetime) -> int:
    return max(1, ceil((until - now()).total_seconds()))


def words_of_waiting(refusal: TooManyTries) -> str:
    """Returns what whoever has to wait reads, with a right code as with a wrong one."""
    minutes = ceil(seconds_until(refusal.until) / 60)
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

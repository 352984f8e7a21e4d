"""Parts of a page that a script asks for again and again, so that a wall or a board stays true for few bytes."""

import hashlib

from flask import Response, request
from flask.typing import ResponseReturnValue

FEW_SEATS = 60
"""Up to so many learners a board is asked for every 25 seconds; that of more weighs more, and waits longer."""
BOARD_EVERY, LARGE_BOARD_EVERY, WALL_EVERY = 25, 60, 20
"""Seconds, so that fifteen seats cost five kilobytes a minute at most, headers and requests and all. A wall, which has
no seats, may ask more often: what is chosen on the phone is soon there."""


def polled(part: str) -> ResponseReturnValue:
    """Sends a part of a page, or 304 where the script has just that.

    It goes out as plain text, since only a script reads it: of what rules a whole page nothing comes with it.
    """
    response = Response(part, mimetype="text/plain")
    response.set_etag(hashlib.sha256(part.encode()).hexdigest()[:16])
    return response.make_conditional(request)


def board_every(joined: int) -> int:
    """Returns after how many seconds the board of so many learners is asked for again."""
    return BOARD_EVERY if joined <= FEW_SEATS else LARGE_BOARD_EVERY

"""The wait for the result: a page that holds nothing of anybody looks again by itself, and says when it is there.

It may stay open on a phone of several for as long as a session in a room takes: what it leads to is shut as ever.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import request, url_for
from flask_babel import gettext as _

from app.services.learner.outcome import Outcome
from app.web.clock import now, seconds_until
from app.web.regional import clock, is_today, moment, whole_minute

EVERY = timedelta(minutes=4)
"""Between two looks while nobody knows when: shorter than a phone may lie still, and than the answers wait."""

LONGEST = timedelta(hours=1)
"""After so long without a tap the page is one like any other: it locks itself."""


@dataclass(frozen=True)
class Look:
    """A Look is when a page asks again for the result, and under which address."""

    seconds: int
    address: str


def next_look(outcome: Outcome) -> Look | None:
    """Returns when a page looks again for the result; None if nothing is waited for, or for too long by now.

    That is as soon as the right answers may be seen, where that is known.
    """
    if outcome.post is None or outcome.is_revealed:
        return None
    moment = int(now().timestamp())
    since = request.args.get("since", moment, int)
    if not 0 <= moment - since <= LONGEST.total_seconds():
        return None
    every = int(EVERY.total_seconds())
    seconds = min(every, seconds_until(outcome.reveals_at)) if outcome.reveals_at else every
    return Look(seconds, url_for("learn.result", since=since))


def promise(outcome: Outcome) -> str:
    """Returns the sentence on when the result can be read; by the clock of the cohort's place, where that is known.

    With its day where that is not today.
    """
    if outcome.reveals_at is None:
        return _("It opens ten minutes after the second test is closed for everybody.")
    at, zone = whole_minute(outcome.reveals_at), outcome.time_zone
    if is_today(at, zone):
        return _("It opens at %(at)s.", at=clock(at, zone))
    return _("It opens on %(at)s.", at=moment(at, zone))

"""The wait for the result: a page that holds nothing of anybody looks again by itself, and says when it is there.

It may stay open on a phone of several for as long as a session in a room takes. What it leads to is shut: after five
minutes without a tap the server lets nothing but this page through without the PIN, see `app.web.phone.locking`.
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

UNTOUCHED = timedelta(minutes=5)
"""After so long without a tap all but this page is shut on a phone of several; the page looks again at that moment."""

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
    waited = waited_for()
    if waited > LONGEST:
        return None
    spans = [EVERY, *([UNTOUCHED - waited] if waited < UNTOUCHED else [])]
    seconds = min(int(span.total_seconds()) for span in spans)
    if outcome.reveals_at:
        seconds = min(seconds, seconds_until(outcome.reveals_at))
    return Look(seconds, url_for("learn.result", since=_moment() - int(waited.total_seconds())))


def waited_for() -> timedelta:
    """Returns for how long the page of this request has looked again by itself; none if somebody opened it."""
    return timedelta(seconds=max(0, _moment() - request.args.get("since", _moment(), int)))


def is_awaited(outcome: Outcome) -> bool:
    """Returns whether this request comes from a page that waits, and is answered by one that waits or says it is ready.

    Such an answer holds nothing of anybody.
    """
    if request.endpoint != "learn.result" or "since" not in request.args or waited_for() > LONGEST:
        return False
    return outcome.is_revealed or next_look(outcome) is not None


def _moment() -> int:
    return int(now().timestamp())


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

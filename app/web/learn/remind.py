"""A reminder of a test for the calendar of the learner's own phone: a file that is made and not kept."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.learner.ahead import tests_ahead, today_of_learner
from app.web.access import audience, learner
from app.web.clock import now
from app.web.learn.sitting import number_of, title_of
from app.web.transaction import db

FARTHEST = timedelta(days=2 * 365)
"""Of a reminder: a day farther away is a slip of the finger."""


BY_DAY, AFTERNOON = range(8, 21), 17
"""Hours at which a calendar may call, and at which it does where no test opens."""


@audience("learner")
def remind() -> ResponseReturnValue:
    """Shows the learner's tests ahead, each with a reminder of its day, and lets them choose a day where none is."""
    ahead = tests_ahead(db(), learner().learner_id, now())
    tests = [(title_of(number_of(wave)), at.date() if at else None) for wave, at in ahead.items()]
    return render_template("learn/remind.html", tests=tests, first_day=_tomorrow())


@audience("learner")
def calendar() -> ResponseReturnValue:
    """Sends a reminder of the day that `on` names, such as 2026-03-02, as a calendar file; nothing of it is kept.

    A day that is past, too far away or none leads back with a message.
    """
    day = _day(request.args.get("on", ""))
    if day is None:
        flash(_("Choose a day that is still to come."), "stop")
        return redirect(url_for("learn.remind"), 303)
    answer = Response(calendar_of(day, _hour(day), _("Navigator"), now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=navigator.ics"
    return answer


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    tomorrow = _tomorrow()
    return day if tomorrow <= day <= tomorrow + FARTHEST else None


def _tomorrow() -> date:
    """Nobody needs a calendar for what is today: it would call within minutes."""
    return today_of_learner(db(), learner().learner_id, now()) + timedelta(days=1)


def _hour(day: date) -> int:
    """At which a test opens on this day, if people are up then; else in the afternoon."""
    ahead = tests_ahead(db(), learner().learner_id, now())
    hours = [at.hour for at in ahead.values() if at is not None and at.date() == day and at.hour in BY_DAY]
    return min(hours, default=AFTERNOON)


def calendar_of(day: date, hour: int, title: str, made_at: datetime) -> str:
    """Returns a calendar (RFC 5545) with this one day, which calls at this hour by the phone's own clock.

    title: the only words in it, which anybody who looks at the phone may read.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Navigator//EN",
        "BEGIN:VEVENT",
        f"UID:{uuid4()}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{title}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{title}",
        f"TRIGGER:PT{hour}H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines)

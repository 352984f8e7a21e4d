"""What a facilitator's address or form asks for, read in one way."""

from datetime import date, datetime

from flask import abort, request

from app.services.testing import Wave


def wave_named(name: str) -> Wave:
    """The wave of this name; there is no page of another."""
    if name not in set(Wave):
        abort(404)
    return Wave(name)


def wave_asked() -> Wave:
    """The wave that was asked for; without one, the first test."""
    return wave_named(request.values.get("wave", Wave.PRE.value))


def day_asked() -> date | None:
    """The day on which a test was sat, as it was given; None where it is none."""
    try:
        return datetime.strptime(request.form.get("sat_on", ""), "%Y-%m-%d").date()
    except ValueError:
        return None

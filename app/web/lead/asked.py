"""What a facilitator's address or form asks for, read in one way."""

from datetime import date, datetime

from flask import abort, request

from app.services.waves import Wave, waves_of
from app.store.programmes.cohorts import Cohort


def wave_named(name: str, cohort: Cohort) -> Wave:
    """The wave of this name; there is no page of one that the cohort does not sit."""
    return next((wave for wave in waves_of(cohort) if wave == name), None) or abort(404)


def wave_asked(cohort: Cohort) -> Wave:
    """The wave that was asked for; without one, the first that the cohort sits."""
    return wave_named(request.values.get("wave", waves_of(cohort)[0]), cohort)


def day_asked() -> date | None:
    """The day on which a test was sat, as it was given; None where it is none."""
    try:
        return datetime.strptime(request.form.get("sat_on", ""), "%Y-%m-%d").date()
    except ValueError:
        return None

"""The wave that a facilitator's page is of."""

from flask import abort

from app.services.waves import Wave, waves_of
from app.store.programmes.cohorts import Cohort


def wave_named(name: str, cohort: Cohort) -> Wave:
    """The wave of this name; without one, the first that the cohort sits. There is no page of one that it does not."""
    waves = waves_of(cohort)
    return next((wave for wave in waves if wave == (name or waves[0])), None) or abort(404)

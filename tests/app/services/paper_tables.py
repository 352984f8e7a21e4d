"""Answers from paper, taken from a table."""

from typing import Any

from app.services.facilitator import paper_file
from app.services.facilitator.paper_file import Taken
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort


def take(school: Any, cohort: Cohort, wave: Wave, table: Any, **more: Any) -> Taken:
    """By the facilitator, today."""
    by, sat_on = school.facilitator_id, school.now.date()
    return paper_file.take(school.session, cohort, wave, table, sat_on=sat_on, by=by, now=school.now, **more)

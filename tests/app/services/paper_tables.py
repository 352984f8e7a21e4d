"""Answers from paper, taken from a table."""

from typing import Any

from app.services.facilitator import paper_file
from app.services.facilitator.paper_file import Taken
from app.services.waves import Wave
from app.store.programmes.cohorts import Cohort


def take(school: Any, cohort: Cohort, wave: Wave, table: Any) -> Taken:
    """By the facilitator, today."""
    return paper_file.take(
        school.session, cohort, wave, table, sat_on=school.now.date(), by=school.facilitator_id, now=school.now
    )

"""What a file of a group is called once it lies on somebody's computer: of which group, what, and of which day."""

from flask import Response

from app.services.cohorts import today_of
from app.store.programmes.cohorts import Cohort
from app.web.clock import now
from app.web.file_names import joined, sent_file

LONGEST = 40
"""Characters of a group's name that a file carries."""


def sent_as(cohort: Cohort, what: str, data: bytes, form: str) -> Response:
    """Returns the answer that sends a file of a group. what: in the reader's words. form: of its content."""
    group = joined(cohort.label)[:LONGEST]
    return sent_file(f"{group} {what}", today_of(cohort, now()), data, form)

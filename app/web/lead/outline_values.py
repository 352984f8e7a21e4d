"""What stands in the form of a cohort's outline before anything is typed: of the cohort itself, or of one like it."""

from typing import Any

from app.store.programmes import cohorts as rows


def values_of(cohort: rows.Cohort) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "label": cohort.label,
        "partner": cohort.partner_id,
        "region": cohort.region_code,
        "course": cohort.course_release_id,
        "language": cohort.language,
        "way": cohort.way,
        "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on,
        "is_waiting": cohort.is_waiting,
        "lessons_on": cohort.lessons_on,
        "expected_count": cohort.expected_count,
        "is_pilot": cohort.is_pilot,
    }


def values_like(cohort: rows.Cohort) -> dict[str, Any]:
    """What a form begins with for a cohort like another one: its days are its own, and whether it tries out or waits.

    A course, partner or region that is no longer on offer is asked for anew.
    """
    own = {"starts_on", "ends_on", "lessons_on", "is_waiting", "is_pilot"}
    return {name: value for name, value in values_of(cohort).items() if name not in own}

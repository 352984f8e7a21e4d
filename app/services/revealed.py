"""Whether a cohort's result could be seen: from then on nobody changes who is in it, nor where it counts."""

from datetime import datetime

from app.store import Session
from app.store.answers import frozen
from app.store.programmes import cohorts
from app.store.steps import REVEAL
from courses import Wave, Window

PLACES = ("programme_id", "partner_id", "region_code", "way")
"""What says where a cohort counts."""


class PlaceIsFixed(ValueError):
    """Raised if a group whose result could be seen would count elsewhere: one of PLACES changes before it settles."""


def has_result(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """Returns whether the result of a cohort is made: learners see the right answers, or have seen them."""
    is_made = frozen.is_settled(session, cohort.cohort_id, REVEAL)
    post_test = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id].get(Wave.POST, Window())
    return is_made or post_test.has_revealed(now) or frozen.is_settled(session, cohort.cohort_id)


def is_place_fixed(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """Returns whether region, partner, programme and way of a cohort stay as they are until it has settled.

    So it is from its result on: else a group that did badly could be moved to another region. What has settled stays
    where it settled, until an officer counts it anew.
    """
    return has_result(session, cohort, now) and not frozen.is_settled(session, cohort.cohort_id)

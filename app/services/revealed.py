"""Whether a cohort's result could be seen: from then on nobody changes who is in it, nor where it counts."""

from datetime import datetime

from app.services.waves import schedule_of
from app.store import Session
from app.store.answers import frozen
from app.store.programmes import cohorts
from app.store.steps import REVEAL


def has_result(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """Returns whether the result of a cohort is made: learners see the right answers, or have seen them."""
    is_made = frozen.is_settled(session, cohort.cohort_id, REVEAL)
    return is_made or schedule_of(session, cohort).has_revealed(now) or frozen.is_settled(session, cohort.cohort_id)


def is_place_fixed(session: Session, cohort: cohorts.Cohort, now: datetime) -> bool:
    """Returns whether region, partner, programme and way of a cohort stay as they are until it has settled.

    So it is from its result on: else a group that did badly could be moved to another region. What has settled stays
    where it settled, until an officer counts it anew.
    """
    return has_result(session, cohort, now) and not frozen.is_settled(session, cohort.cohort_id)

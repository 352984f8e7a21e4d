"""The last cohort of a facilitator, by which their next one begins."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.programmes.cohort import Cohort, cohort_of

COHORT = tables.Cohort


@dataclass(frozen=True)
class LastLed:
    """A LastLed is the cohort that was made last among those of a facilitator, archived or not.

    count: how many they have. has_one_region: all of them are in its region.
    """

    cohort: Cohort
    count: int
    has_one_region: bool


def last_led(session: Session, facilitator_id: int) -> LastLed | None:
    """Returns the last cohort of a facilitator; None if they have none."""
    others = func.min(COHORT.region_code).over(), func.max(COHORT.region_code).over()
    query = select(COHORT, func.count().over(), *others).where(COHORT.facilitator_id == facilitator_id)
    row = session.execute(query.order_by(COHORT.cohort_id.desc()).limit(1)).first()
    return LastLed(cohort_of(row[0]), row[1], row[2] == row[3]) if row else None

"""Beginning a group: it is made and, where the consent is in place, lets learners in, all in one act."""

from datetime import date, datetime

from app.services import admission, cohorts
from app.services.cohorts import Outline, today_of
from app.store import Session
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort


class ConsentToCome(ValueError):
    """Raised if the consent is said to be in place since a day that has not come yet."""


def begin(session: Session, outline: Outline, consent_on: date | None, *, facilitator_id: int, now: datetime) -> Cohort:
    """Makes a cohort of this facilitator and opens it, with audit entries; returns the cohort.

    consent_on: the day since which the consent of guardians or the institution is in place; None: it is not yet, so
    nobody can join. A cohort on paper only has its consent noted and is not opened: no phone joins it. Raises
    ConsentToCome for a day in the future, and NotTheirs as `cohorts.create` does; then nothing is stored.
    """
    programme = programmes.of_release(session, outline.course_release_id)
    if consent_on is not None and programme is not None and consent_on > today_of(programme, now):
        raise ConsentToCome
    cohort = cohorts.create(session, outline, facilitator_id=facilitator_id, by=facilitator_id, now=now)
    if consent_on is None:
        return cohort
    let_in = admission.tick_consent if cohort.is_on_paper else admission.begin
    return let_in(session, cohort, consent_on, by=facilitator_id, now=now)

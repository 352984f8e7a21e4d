"""What lies aside of a learner, for the facilitator: the attempt that came first counts, whatever is done here."""

from datetime import datetime

from app.services.cohorts import note
from app.store import Session
from app.store.answers import refused
from app.store.people.learner import Learner
from app.store.programmes import cohorts


def remove(
    session: Session, cohort: cohorts.Cohort, learner: Learner, refused_id: int, *, by: int, now: datetime
) -> bool:
    """Remove what lies aside, for good; False where it is gone already. Nothing that counts changes."""
    if not refused.drop(session, learner.learner_id, refused_id):
        return False
    note(session, "learner.remove_aside", cohort, by=by, now=now, subject=f"learner {learner.handle}")
    return True

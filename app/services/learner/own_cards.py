"""What learners are told of new cards that were made for them, so that nobody comes in with one unnoticed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services.people import SignedInLearner
from app.store import Session, audit
from app.store.people import enrolment

NEWS_FOR = timedelta(days=14)
"""So long after a new card was made each sign-in says so."""


@dataclass(frozen=True)
class NewCards:
    """A NewCards lists when new cards were made for a learner, the latest first; the first card is left out.

    time_zone: of the cohort.
    """

    moments: tuple[datetime, ...]
    time_zone: str
    """of the cohort"""

    def news(self, now: datetime) -> datetime | None:
        """Returns when the latest new card was made; None if there was none within the last 14 days."""
        last = next(iter(self.moments), None)
        return last if last is not None and now < last + NEWS_FOR else None


def new_cards_of(reading: Session, me: SignedInLearner) -> NewCards:
    """Returns when new cards were made for the learner who is signed in, as the audit has it."""
    home = enrolment.home_of(reading, me.learner_id)
    moments = audit.moments_of(reading, "learner.card", me.cohort_id, f"learner {me.handle}")
    return NewCards(tuple(moments), home.cohort.time_zone if home else "UTC")

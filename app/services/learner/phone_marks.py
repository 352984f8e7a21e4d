"""A learner's mark on phones: the same on every phone, and it says nothing of who it is."""

import hashlib
import hmac

from app.store import Session, instance
from app.store.people import learners


def mark_of(reading: Session, learner_id: int) -> str:
    """22 signs under which a phone keeps what this learner has not sent yet: not the code, not the handle."""
    text = f"phone {learner_id}"
    return hmac.new(instance.secret_of(reading).encode(), text.encode(), hashlib.sha256).hexdigest()[:22]


def mark_of_erased(reading: Session, learner_id: int) -> str | None:
    """The mark of a learner who has taken everything out: a phone deletes what stands under it. None for others."""
    return mark_of(reading, learner_id) if learners.is_erased(reading, learner_id) else None

"""Passing it on: how many peers a learner says that they taught. A number, no names."""

from datetime import datetime

from app.store import Session
from app.store.people import learners, reach

MOST = 50
"""More than that nobody teaches one by one: a slip of the finger."""


def reported(session: Session, learner_id: int) -> int | None:
    """Returns how many peers the learner last reported to have taught; None if they have reported nothing."""
    return reach.peers_of(session, learner_id)


def report(session: Session, learner_id: int, peers: int, now: datetime) -> None:
    """Stores how many peers a learner says they taught, 0 included, in place of their last report.

    Does nothing if there is no such learner. Raises ValueError outside 0 to 50.
    """
    if not 0 <= peers <= MOST:
        raise ValueError(f"a learner teaches 0 to {MOST} peers, not {peers}")
    learner = learners.lock(session, learner_id)
    if learner is not None:
        reach.keep(session, learner.learner_id, peers=peers, now=now)

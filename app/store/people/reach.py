"""How many peers learners say that they taught."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.answers.learner_seals import LEARNERS
from app.store.keyed_seals import reseal
from app.store.tables import PeerReach
from app.store.upserts import insert_into


def peers_of(session: Session, learner_id: int) -> int | None:
    """Returns how many peers a learner taught, as last reported; None if nothing was reported."""
    return session.scalar(select(PeerReach.peers).where(PeerReach.learner_id == learner_id))


def keep(session: Session, learner_id: int, *, peers: int, now: datetime) -> None:
    """Stores how many peers a learner reports having taught, unless a later report than `now` is stored."""
    statement = insert_into(session, PeerReach).values(learner_id=learner_id, peers=peers, reported_at=now)
    new = statement.excluded
    with reseal(session, LEARNERS, learner_id):
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["learner_id"],
                set_={"peers": new.peers, "reported_at": new.reported_at},
                where=PeerReach.reported_at <= new.reported_at,
            )
        )


def move(session: Session, drop_id: int, keep_id: int) -> None:
    """Copies the report of one learner to the other with whom they are merged, unless the other's is later."""
    row = session.get(PeerReach, drop_id)
    if row is not None:
        keep(session, keep_id, peers=row.peers, now=row.reported_at)

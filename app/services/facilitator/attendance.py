"""A facilitator notes who was in the room, by piece of a lesson: beside what learners did on phones, and no dose."""

from collections.abc import Collection
from datetime import datetime

from app.services.cohorts import note, today_of
from app.services.releases import release_of
from app.store import Session
from app.store.answers import attendance, seats
from app.store.programmes import cohorts


def note_session(
    session: Session,
    cohort: cohorts.Cohort,
    piece_id: str,
    handles: Collection[int],
    *,
    by: int | None = None,
    now: datetime,
) -> int:
    """Stores that exactly the learners with these handles were in the room for a piece; returns how many they are.

    This replaces what was noted of the piece before, and a change writes an audit entry. A handle that the cohort does
    not have is ignored. Raises LookupError for a piece that the cohort's course does not have.
    """
    if piece_id not in release_of(session, cohort.course_release_id).course.piece_ids:
        raise LookupError(f"the course has no piece '{piece_id}'")
    ids = {handle: learner_id for learner_id, handle in seats.list_handles(session, cohort.cohort_id).items()}
    wanted = {ids[handle] for handle in handles if handle in ids}
    attendees = attendance.list_attended(session, cohort.cohort_id, piece_id)
    attendance.add(session, wanted - attendees, piece_id, today_of(cohort, now))
    attendance.drop(session, attendees - wanted, piece_id)
    if wanted != attendees:
        note(session, "cohort.attendance", cohort, by=by, now=now, lesson=piece_id, count=len(wanted))
    return len(wanted)

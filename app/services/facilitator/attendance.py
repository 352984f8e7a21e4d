"""A facilitator notes who was in the room for a lesson. It is beside what a learner did on the phone, and no dose."""

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
    lesson_id: str,
    handles: Collection[int],
    *,
    by: int | None = None,
    now: datetime,
) -> int:
    """Stores that exactly the learners with these handles were in the room for a lesson; returns how many they are.

    This replaces what was noted of the lesson before, and a change writes an audit entry. A handle that the cohort does
    not have is ignored. Raises LookupError for a lesson that the cohort's course does not have.
    """
    if lesson_id not in {lesson.id for lesson in release_of(session, cohort.course_release_id).course.lessons}:
        raise LookupError(f"the course has no lesson '{lesson_id}'")
    ids = {handle: learner_id for learner_id, handle in seats.list_handles(session, cohort.cohort_id).items()}
    wanted = {ids[handle] for handle in handles if handle in ids}
    attendees = attendance.list_attended(session, cohort.cohort_id, lesson_id)
    attendance.add(session, wanted - attendees, lesson_id, today_of(cohort, now))
    attendance.drop(session, attendees - wanted, lesson_id)
    if wanted != attendees:
        note(session, "cohort.attendance", cohort, by=by, now=now, lesson=lesson_id, count=len(wanted))
    return len(wanted)

"""A facilitator notes who was in the room, by piece of a lesson.

It is the dose of those on paper; what learners with a phone did, their phones say. The rule: `app.store.answers.dose`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.services.cohorts import note, today_of
from app.services.releases import release_of
from app.services.waves import Wave
from app.store import Session
from app.store.answers import attendance, sat_days, seats, summaries
from app.store.programmes import cohorts


class NotYet(ValueError):
    """Raised if attendance would be noted of a day that is still to come."""


def usual_day(session: Session, cohort: cohorts.Cohort, now: datetime) -> date:
    """Returns the day on which a session was held if nobody says otherwise: today, or the last day of a course past.

    It is not after the first day on which a second test was sat on paper: what comes later is no dose of that one.
    """
    seconds = sat_days.of_wave(session, cohort, Wave.POST, only_typed=True)
    return min([today_of(cohort, now), cohort.ends_on, *seconds])


@dataclass(frozen=True)
class Held:
    """A Held is one session of a course that was held: of which piece, on which day, and the handles of who came."""

    piece_id: str
    on: date
    handles: Collection[int]


def note_sessions(
    session: Session, cohort: cohorts.Cohort, sessions: Sequence[Held], *, by: int | None = None, now: datetime
) -> None:
    """Stores who was in the room for several pieces, all or none, as `note_session` does for each.

    Raises LookupError for a piece that the cohort's course does not have, and NotYet.
    """
    if any(it.on > today_of(cohort, now) for it in sessions):
        raise NotYet
    for it in sessions:
        note_session(session, cohort, it.piece_id, it.handles, on=it.on, by=by, now=now)


def note_session(
    session: Session,
    cohort: cohorts.Cohort,
    piece_id: str,
    handles: Collection[int],
    *,
    on: date | None = None,
    by: int | None = None,
    now: datetime,
) -> int:
    """Stores that exactly the learners with these handles were in the room for a piece; returns how many they are.

    This replaces what was noted of the piece before, and a change writes an audit entry. A handle that the cohort does
    not have is ignored. on: the day; None: `usual_day`. Raises LookupError for a piece that the cohort's course does
    not have, and NotYet.
    """
    if piece_id not in release_of(session, cohort.course_release_id).course.piece_ids:
        raise LookupError(f"the course has no piece '{piece_id}'")
    day, former = on or usual_day(session, cohort, now), attendance.held_on(session, cohort.cohort_id, piece_id)
    if day > today_of(cohort, now):
        raise NotYet
    ids = {handle: learner_id for learner_id, handle in seats.list_handles(session, cohort.cohort_id).items()}
    wanted = {ids[handle] for handle in handles if handle in ids}
    attendees = attendance.list_attended(session, cohort.cohort_id, piece_id)
    if (wanted, day) == (attendees, former):
        return len(wanted)
    touched = wanted ^ attendees if day == former else wanted | attendees
    with summaries.maintained(session, *sorted(touched)):
        attendance.add(session, wanted - attendees, piece_id, day)
        attendance.drop(session, attendees - wanted, piece_id)
        attendance.hold(session, cohort.cohort_id, piece_id, day)
    note(
        session,
        "cohort.attendance",
        cohort,
        by=by,
        now=now,
        lesson=piece_id,
        count=len(wanted),
        held_on=day.isoformat(),
    )
    return len(wanted)


def take_back_sessions(
    session: Session, cohort: cohorts.Cohort, piece_ids: Collection[str], *, by: int | None = None, now: datetime
) -> int:
    """Takes back what was noted of pieces that were not held after all; returns of how many something was noted.

    Each of those writes an audit entry.
    """
    noted = attendance.list_noted(session, cohort.cohort_id)
    those = sorted(set(piece_ids) & set(noted))
    for piece_id in those:
        with summaries.maintained(session, *sorted(attendance.list_attended(session, cohort.cohort_id, piece_id))):
            attendance.unhold(session, cohort.cohort_id, piece_id)
        day = noted[piece_id].held_on.isoformat()
        note(session, "cohort.attendance_back", cohort, by=by, now=now, lesson=piece_id, held_on=day)
    return len(those)

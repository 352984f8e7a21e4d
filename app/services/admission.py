"""Who may join a cohort: consent comes first, then the door is opened, and there are so many places."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from app.services.cohorts import note, today_of
from app.store import Session
from app.store.people import enrolment
from app.store.programmes import cohort_changes, cohorts


class ConsentMissing(ValueError):
    """Raised if joining would open before the consent of guardians or the institution is in place."""


class OnPaperOnly(ValueError):
    """Raised if joining by phone would open for a group on paper only."""


class GroupFull(ValueError):
    """Raised if all places of a group are taken: as many as are expected, and a fifth more."""


def tick_consent(
    session: Session, cohort: cohorts.Cohort, consent_on: date, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Stores the day since which consent of guardians or the institution is in place; returns the changed cohort.

    Writes an audit entry. Raises ValueError for a day in the future, by the cohort's time zone.
    """
    if consent_on > today_of(cohort, now):
        raise ValueError("consent is ticked when it is there, not before")
    note(session, "cohort.consent", cohort, by=by, now=now, consent_on=consent_on.isoformat())
    return cohort_changes.set_consent(session, cohort.cohort_id, consent_on)


def take_back_consent(
    session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Undoes `tick_consent` and closes joining, with audit entries; returns the changed cohort.

    Does nothing if no consent is stored.
    """
    if cohort.consent_on is None:
        return cohort
    note(session, "cohort.consent_back", cohort, by=by, now=now, was=cohort.consent_on.isoformat())
    without = cohort_changes.set_consent(session, cohort.cohort_id, None)
    return close_joining(session, without, by=by, now=now)


def is_joining_open(cohort: cohorts.Cohort) -> bool:
    return cohort.joining_opened_at is not None and cohort.joining_closed_at is None


def open_joining(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Lets learners join, for the first time or again; returns the changed cohort and writes an audit entry.

    Does nothing if joining is open already. Raises ConsentMissing before the consent is in place, and OnPaperOnly for a
    group on paper only.
    """
    if cohort.is_on_paper:
        raise OnPaperOnly
    if cohort.consent_on is None:
        raise ConsentMissing
    if is_joining_open(cohort):
        return cohort
    note(session, "cohort.joining_open", cohort, by=by, now=now)
    return cohort_changes.open_joining(session, cohort.cohort_id, cohort.joining_opened_at or now)


def close_joining(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Closes joining; returns the changed cohort and writes an audit entry. Learners who have joined carry on.

    Does nothing if joining is not open.
    """
    if not is_joining_open(cohort):
        return cohort
    note(session, "cohort.joining_close", cohort, by=by, now=now)
    return cohort_changes.close_joining(session, cohort.cohort_id, now)


def place_count(cohort: cohorts.Cohort) -> int:
    """Returns how many learners may join a cohort: as many as are expected and a fifth more, rounded up."""
    return cohort.expected_count + ceil(cohort.expected_count / 5)


@dataclass(frozen=True)
class Places:
    """A Places counts a cohort's places: `count` in all, `taken` by learners and by unused printed cards."""

    taken: int
    count: int

    @property
    def room(self) -> int:
        return max(0, self.count - self.taken)

    @property
    def more(self) -> int:
        """Returns how many more learners `make_room` admits to a full cohort: a fifth of those in it, rounded up."""
        return ceil(self.taken / 5)


def places_of(session: Session, cohort: cohorts.Cohort) -> Places:
    return Places(enrolment.count_places(session, cohort.cohort_id), place_count(cohort))


def make_room(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Raises the expected number of a full cohort to the places taken, so that a fifth more may join.

    Returns the changed cohort and writes an audit entry. If there is room, nothing changes.
    """
    places = places_of(session, cohort)
    if places.room:
        return cohort
    note(session, "cohort.edit", cohort, by=by, now=now, expected_count=[cohort.expected_count, places.taken])
    return cohort_changes.edit(session, cohort.cohort_id, expected_count=places.taken)

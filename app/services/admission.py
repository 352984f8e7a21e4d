"""Who may join a cohort: consent comes first, then the door is opened, and there are so many places."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from app.services.cohorts import MOST_EXPECTED, note, today_of
from app.services.people import new_code
from app.services.waves import schedule_of, waves_of
from app.store import Session
from app.store.answers import sat_days
from app.store.people import enrolment
from app.store.programmes import cohort_changes, cohorts

MOST_PLACES = MOST_EXPECTED + ceil(MOST_EXPECTED / 5)
"""A group of the largest size has so many places."""


class ConsentMissing(ValueError):
    """Raised if joining would open before the consent of guardians or the institution is in place."""


class OnPaperOnly(ValueError):
    """Raised if joining by phone would open for a group on paper only."""


class GroupFull(ValueError):
    """Raised if all places of a group are taken."""


class SheetsBefore(ValueError):
    """Raised if the consent of a group on paper only would be younger than one of its sheets. day: of the first one."""

    def __init__(self, day: date) -> None:
        super().__init__(f"a sheet of {day} is typed in")
        self.day = day


def tick_consent(
    session: Session, cohort: cohorts.Cohort, consent_on: date, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Stores the day since which consent of guardians or the institution is in place; returns the changed cohort.

    Writes an audit entry. Raises ValueError for a day in the future, by the cohort's time zone, and SheetsBefore.
    """
    if consent_on > today_of(cohort, now):
        raise ValueError("consent is ticked when it is there, not before")
    if cohort.is_on_paper:
        first = min((day for wave in waves_of(cohort) for day in sat_days.of_wave(session, cohort, wave)), default=None)
        if first is not None and first < consent_on:
            raise SheetsBefore(first)
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


def is_joining_open(cohort: cohorts.Cohort, now: datetime) -> bool:
    """Returns whether learners may join now; it closes with the first test, by hand and by itself."""
    closed_at = cohort.joining_closed_at
    return cohort.joining_opened_at is not None and (closed_at is None or closed_at > now)


def lets_in(cohort: cohorts.Cohort, now: datetime) -> bool:
    """Returns whether the join code of a cohort lets learners in now; a full one still has its code."""
    return (
        cohort.archived_at is None
        and not cohort.is_on_paper
        and cohort.consent_on is not None
        and cohort.consent_on <= today_of(cohort, now) <= cohort.ends_on
        and is_joining_open(cohort, now)
    )


def open_joining(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Lets learners join, for the first time or again; returns the changed cohort and writes an audit entry.

    It closes by itself where the first test does. Does nothing if joining is open already. Raises ConsentMissing before
    the consent is in place, and OnPaperOnly for a group on paper only.
    """
    if cohort.is_on_paper:
        raise OnPaperOnly
    if cohort.consent_on is None:
        raise ConsentMissing
    if is_joining_open(cohort, now):
        return cohort
    note(session, "cohort.joining_open", cohort, by=by, now=now)
    opened = cohort_changes.open_joining(session, cohort.cohort_id, cohort.joining_opened_at or now)
    return close_with_first_test(session, opened, schedule_of(session, cohort)[waves_of(cohort)[0]].closes_at(now), now)


def close_with_first_test(
    session: Session, cohort: cohorts.Cohort, closes_at: datetime | None, now: datetime
) -> cohorts.Cohort:
    """Lets joining close by itself when the first test does, in place of an earlier plan; returns the changed cohort.

    closes_at: None if that closes by hand. Does nothing if joining is closed.
    """
    if not is_joining_open(cohort, now) or cohort.joining_closed_at == closes_at:
        return cohort
    return cohort_changes.close_joining(session, cohort.cohort_id, closes_at)


def close_joining(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Closes joining; returns the changed cohort and writes an audit entry. Learners who have joined carry on.

    Does nothing if joining is not open.
    """
    if not is_joining_open(cohort, now):
        return cohort
    note(session, "cohort.joining_close", cohort, by=by, now=now)
    return cohort_changes.close_joining(session, cohort.cohort_id, now)


def place_count(cohort: cohorts.Cohort) -> int:
    """Returns how many learners may join a cohort: its limit, else as many as are expected and a fifth, rounded up."""
    if cohort.place_limit is not None:
        return cohort.place_limit
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
    """Raises the expected number of a full cohort to the places taken, or its limit, so that a fifth more may join.

    Returns the changed cohort and writes an audit entry. If there is room, nothing changes.
    """
    places = places_of(session, cohort)
    if places.room:
        return cohort
    if cohort.place_limit is not None:
        return limit_places(session, cohort, places.taken + places.more, by=by, now=now)
    note(session, "cohort.edit", cohort, by=by, now=now, expected_count=[cohort.expected_count, places.taken])
    return cohort_changes.edit(session, cohort.cohort_id, expected_count=places.taken)


def limit_places(
    session: Session, cohort: cohorts.Cohort, limit: int | None, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Sets how many may join a cohort at most; returns the changed cohort and writes an audit entry.

    limit: None for as many as are expected and a fifth. Whoever has joined stays, also above the limit. Raises
    ValueError for a limit that is not 1 to `MOST_PLACES`.
    """
    if limit is not None and not 1 <= limit <= MOST_PLACES:
        raise ValueError(f"a group has 1 to {MOST_PLACES} places")
    if limit == cohort.place_limit:
        return cohort
    note(session, "cohort.place_limit", cohort, by=by, now=now, place_limit=[cohort.place_limit, limit])
    return cohort_changes.set_place_limit(session, cohort.cohort_id, limit)


def renew_join_code(
    session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Gives a cohort another join code, as after a leak; returns the changed cohort and writes an audit entry.

    The former code opens nothing from now on. Whoever has joined stays in, for a card needs no join code.
    """
    note(session, "cohort.join_code", cohort, by=by, now=now)
    return cohort_changes.set_join_code(session, cohort.cohort_id, new_code())


def begin(
    session: Session, cohort: cohorts.Cohort, consent_on: date, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Stores since when consent is in place and lets learners join, in one act; returns the changed cohort.

    Raises ValueError for a day in the future, as `tick_consent` does, and nothing is stored.
    """
    return open_joining(session, tick_consent(session, cohort, consent_on, by=by, now=now), by=by, now=now)

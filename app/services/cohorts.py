"""Making a cohort and changing it; its derived figures follow every change in the same transaction."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from app.services.names import OF_COHORT, checked_name
from app.services.people import new_code, new_ref
from app.services.revealed import PLACES, PlaceIsFixed, is_place_fixed
from app.store import Session, audit
from app.store.answers import sat_days
from app.store.people import staff
from app.store.programmes import cohort_changes, cohorts, partners, programmes
from courses import PAIR, Wave

WITH_PHONES = ("room", "remote", "mixed")
WAYS = (*WITH_PHONES, "paper")
USUAL_SIZE = 25
"""So many learners are expected where nobody said otherwise."""
MOST_EXPECTED = 1_000
"""A larger number is a slip: a fifth more may join, and nobody teaches so many together."""


class OpensLater(ValueError):
    """Raised for a last day of a cohort before the day on which one of its tests is planned to open."""


class CourseIsFixed(ValueError):
    """Raised if a cohort would change its course after somebody has begun one of its tests."""


class WaitingIsFixed(ValueError):
    """Raised if it can no longer change whether a group waits: somebody joined, a test was opened or lots drawn."""


class PilotIsFixed(ValueError):
    """Raised if it can no longer change whether a group is a pilot: somebody joined, or a test was opened."""


class WayIsFixed(ValueError):
    """Raised if a group would become one on paper only, or cease to be one, after somebody joined or a test opened."""


class OutsideItsDays(ValueError):
    """Raised if the days of a group on paper only would leave out a day on which one of its tests was sat."""


class NotTheirs(ValueError):
    """Raised if the facilitator has no role with the partner, or the release is of another programme."""


@dataclass(frozen=True)
class Outline:
    """An Outline is what a facilitator enters about a cohort, to create or edit it.

    Creating one raises UnusableName for the label, and ValueError if the days are out of order or the size is not 1 to
    1,000.
    """

    partner_id: int
    region_code: str
    course_release_id: int
    label: str
    language: str
    way: str
    starts_on: date
    ends_on: date
    is_waiting: bool = False
    """the cohort sits an early test and waits some weeks before its course"""
    lessons_on: date | None = None
    """of a waiting cohort: the day on which its first test and lessons are planned to begin"""
    expected_count: int = USUAL_SIZE
    """number of learners expected"""
    is_pilot: bool = False
    """the cohort tries course and test out, and is in no figure"""

    def __post_init__(self) -> None:
        """Raises UnusableName, and ValueError if the days are out of order or the size is out of range."""
        checked_name(self.label, OF_COHORT)
        if not self.starts_on <= (self.lessons_on or self.starts_on) <= self.ends_on:
            raise ValueError("the first day of a group comes first, then its lessons, then its last day")
        if not 1 <= self.expected_count <= MOST_EXPECTED:
            raise ValueError(f"a group has 1 to {MOST_EXPECTED} learners")


class Place(Protocol):
    """A Place is what has a time zone: a cohort, a programme, or a learner's desk."""

    @property
    def time_zone(self) -> str:
        """Returns the name of the zone in the IANA database."""


def today_of(place: Place, now: datetime) -> date:
    """Returns the date of a moment, as now, in the time zone of a cohort, a programme or a desk."""
    return now.astimezone(ZoneInfo(place.time_zone)).date()


def today_of_house(session: Session, now: datetime) -> date:
    """Returns the date of a moment in the time zone by which the instance counts days."""
    return now.astimezone(ZoneInfo(programmes.zone_of_house(session))).date()


def create(
    session: Session, outline: Outline, *, facilitator_id: int, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Makes a cohort with a join code and writes an audit entry; nobody can join before consent and opening.

    facilitator_id: the member of staff who leads it. by: the one who makes it. Raises NotTheirs if they have no role
    with the partner, or the release is of another programme.
    """
    programme = _fitting_programme(session, outline, facilitator_id)
    cohort = cohorts.add(session, draft(programme, outline, facilitator_id=facilitator_id, now=now))
    note_new(session, cohort, outline, by=by, now=now)
    return cohort


def draft(
    programme: programmes.Programme, outline: Outline, *, facilitator_id: int, now: datetime
) -> cohorts.NewCohort:
    """Returns a cohort as it is stored when it is made, with a join code; stores nothing."""
    return cohorts.NewCohort(
        **asdict(outline),
        ref=new_ref(),
        programme_id=programme.programme_id,
        facilitator_id=facilitator_id,
        time_zone=programme.time_zone,
        join_code=new_code(),
        created_at=now,
    )


def note_new(session: Session, cohort: cohorts.Cohort, outline: Outline, *, by: int | None, now: datetime) -> None:
    """Writes the audit entry of a cohort that was made."""
    note(session, "cohort.add", cohort, by=by, now=now, **_plain(asdict(outline)))


def edit(
    session: Session, cohort: cohorts.Cohort, outline: Outline, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Changes a cohort, writes an audit entry and returns the changed cohort; without a difference nothing changes.

    A new region or partner is where the cohort will count, unless it has settled. Raises PlaceIsFixed for one between
    its result and its settling.

    Raises NotTheirs, CourseIsFixed for another course once somebody has begun a test, OpensLater for a last day before
    the day on which a test but the follow-up is planned to open, WaitingIsFixed if it can no longer begin or cease to
    wait, and PilotIsFixed if it can no longer become a pilot or cease to be one; WayIsFixed and OutsideItsDays of a
    group on paper only.
    """
    programme = _fitting_programme(session, outline, cohort.facilitator_id)
    after = {**asdict(outline), "programme_id": programme.programme_id}
    before = {name: getattr(cohort, name) for name in after}
    changed = {name for name in after if before[name] != after[name]}
    if not changed:
        return cohort
    if "course_release_id" in changed and cohorts.has_attempts(session, cohort.cohort_id):
        raise CourseIsFixed
    if "is_waiting" in changed and not may_choose_waiting(session, cohort):
        raise WaitingIsFixed
    if "is_pilot" in changed and not is_untouched(session, cohort):
        raise PilotIsFixed
    if changed & {*PLACES} and is_place_fixed(session, cohort, now):
        raise PlaceIsFixed
    if "way" in changed and "paper" in (cohort.way, outline.way) and not is_untouched(session, cohort):
        raise WayIsFixed
    if cohort.is_on_paper and not _holds_its_tests(session, cohort, outline):
        raise OutsideItsDays
    if "ends_on" in changed and _opens_after(session, cohort, outline.ends_on, now):
        raise OpensLater
    edited = cohort_changes.edit(session, cohort.cohort_id, **{name: after[name] for name in changed})
    before, after = _plain(before), _plain(after)
    moved: dict[str, Any] = {name: [before[name], after[name]] for name in sorted(changed)}
    note(session, "cohort.edit", edited, by=by, now=now, **moved)
    return edited


def may_choose_waiting(session: Session, cohort: cohorts.Cohort) -> bool:
    """Returns whether somebody may still decide if this cohort waits for its course.

    They may while the cohort is untouched (see `is_untouched`) and was in no draw.
    """
    return cohort.lottery_ref is None and is_untouched(session, cohort)


def is_untouched(session: Session, cohort: cohorts.Cohort) -> bool:
    """Returns whether nobody ever joined, declined or left the cohort, and none of its tests was opened or planned."""
    return is_empty(session, cohort) and not cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]


def _holds_its_tests(session: Session, cohort: cohorts.Cohort, outline: Outline) -> bool:
    days = [day for wave in PAIR for day in sat_days.of_wave(session, cohort, wave)]
    return all(outline.starts_on <= day <= outline.ends_on for day in days)


def _opens_after(session: Session, cohort: cohorts.Cohort, day: date, now: datetime) -> bool:
    windows = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id].items()
    planned = (window.opens_at(now) for wave, window in windows if wave != Wave.FOLLOW_UP)  # it comes months later
    return any(opens_at is not None and today_of(cohort, opens_at) > day for opens_at in planned)


def is_empty(session: Session, cohort: cohorts.Cohort) -> bool:
    """Returns whether nobody ever joined, declined or withdrew from the cohort."""
    return cohort.declined_count == cohort.withdrawn_count == 0 and not cohorts.has_learners(session, cohort.cohort_id)


def note(
    session: Session,
    act: str,
    cohort: cohorts.Cohort,
    *,
    by: int | None,
    now: datetime,
    subject: str = "",
    **detail: Any,
) -> None:
    """Writes an audit entry about a cohort.

    act: name of the act, such as "cohort.edit". by: id of the member of staff. subject: what the entry is about; "" for
    the cohort itself. detail: what else the entry says.
    """
    audit.add(
        session,
        act,
        by=by,
        at=now,
        subject=subject or cohort.ref,
        programme_id=cohort.programme_id,
        cohort_id=cohort.cohort_id,
        **detail,
    )


def _fitting_programme(session: Session, outline: Outline, facilitator_id: int) -> programmes.Programme:
    """The programme in which partner, facilitator and course release meet."""
    partner = partners.get_by_id(session, outline.partner_id)
    programme = programmes.of_release(session, outline.course_release_id)
    if partner is None or programme is None or partner.programme_id != programme.programme_id:
        raise NotTheirs("partner and course release are not of one programme")
    able = staff.list_facilitators(session, programme_id=partner.programme_id, partner_id=partner.partner_id)
    if facilitator_id not in {person.staff_id for person in able}:
        raise NotTheirs("this facilitator does not work with this partner")
    return programme


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON can hold it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

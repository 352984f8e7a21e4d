"""Making a cohort and changing it; its derived figures follow every change in the same transaction."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from app.services.names import OF_COHORT, checked_name
from app.services.people import Grant, Role, SignedInStaff, new_code, new_ref
from app.store import Session, audit
from app.store.people import enrolment, staff
from app.store.programmes import cohort_changes, cohorts, partners, programmes

WAYS = ("room", "remote", "mixed")
USUAL_SIZE = 25
"""So many learners are expected where nobody said otherwise."""


class ConsentMissing(ValueError):
    """Nobody joins before consent of guardians or institution is in place."""


class NotEmpty(ValueError):
    """Somebody joined, declined or left: their numbers are needed, so the cohort can only be archived."""


class StillOpen(ValueError):
    """A test is open, or will open by itself: close it first, or take the plan back."""


class OpensLater(ValueError):
    """The second test is planned to open after this last day."""


class CourseIsFixed(ValueError):
    """Somebody has begun a test: another course would be another measurement."""


class WaitingIsFixed(ValueError):
    """Somebody has joined, a test was opened, or it was drawn by lot: who waits does not change any more."""


class GroupFull(ValueError):
    """As many have joined as are expected, and a fifth more."""


class NotTheirs(ValueError):
    """This facilitator has no role with this partner, or this release is not for this programme."""


@dataclass(frozen=True)
class Outline:
    """What a facilitator says about a cohort."""

    partner_id: int
    region_code: str
    course_release_id: int
    label: str
    language: str
    way: str
    starts_on: date
    ends_on: date
    is_waiting: bool = False
    """sits an early test and waits some weeks before its course"""
    lessons_on: date | None = None
    """of a waiting cohort: when its first test and lessons are planned to begin"""
    expected_count: int = USUAL_SIZE
    """so many learners are expected"""

    def __post_init__(self) -> None:
        """Raises UnusableName, and ValueError for days that do not follow each other."""
        checked_name(self.label, OF_COHORT)
        if not self.starts_on <= (self.lessons_on or self.starts_on) <= self.ends_on:
            raise ValueError("the first day of a group comes first, then its lessons, then its last day")


def scope_to_lead(person: SignedInStaff) -> cohorts.Scope:
    """The cohorts that this person leads, in the places where they are a facilitator still."""
    return _scope((grant for grant in person.grants if grant.role is Role.FACILITATOR), led_by=person.staff_id)


def scope_to_head(person: SignedInStaff) -> cohorts.Scope:
    """The cohorts of the partners that this person heads."""
    return _scope(grant for grant in person.grants if grant.role is Role.PARTNER_LEAD)


def scope_to_see(person: SignedInStaff) -> cohorts.Scope:
    """These, and those whose figures an M&E officer answers for: to read, and to settle."""
    return _scope(grant for grant in person.grants if grant.role in (Role.PARTNER_LEAD, Role.ME_OFFICER))


def _scope(grants: Iterable[Grant], led_by: int | None = None) -> cohorts.Scope:
    held = list(grants)
    return cohorts.Scope(
        led_by=led_by,
        everywhere=any(grant.programme_id is None and grant.partner_id is None for grant in held),
        programme_ids=frozenset(grant.programme_id for grant in held if grant.programme_id and not grant.partner_id),
        partner_ids=frozenset(grant.partner_id for grant in held if grant.partner_id),
    )


def today_of(place: cohorts.Cohort | programmes.Programme, now: datetime) -> date:
    """The day in the time zone of a cohort or a programme."""
    return now.astimezone(ZoneInfo(place.time_zone)).date()


def create(
    session: Session, outline: Outline, *, facilitator_id: int, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """A new cohort with a join code; nobody can join before consent and opening. Raises NotTheirs."""
    programme = _fitting_programme(session, outline, facilitator_id)
    new = cohorts.NewCohort(
        **asdict(outline),
        ref=new_ref(),
        programme_id=programme.programme_id,
        facilitator_id=facilitator_id,
        time_zone=programme.time_zone,
        join_code=new_code(),
        created_at=now,
    )
    cohort = cohorts.add(session, new)
    note(session, "cohort.add", cohort, by=by, now=now, **_plain(asdict(outline)))
    return cohort


def edit(
    session: Session, cohort: cohorts.Cohort, outline: Outline, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Change a cohort, also move it to the right region or partner: that is where it will count, unless it has settled.

    This and all that follow give the cohort as it is then.

    Raises NotTheirs, CourseIsFixed for another course once somebody has begun a test, OpensLater for a last day before
    the one on which the second test is planned to open, and WaitingIsFixed where it cannot begin or cease to wait.
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
    if "ends_on" in changed and _opens_after(session, cohort, outline.ends_on, now):
        raise OpensLater
    edited = cohort_changes.edit(session, cohort.cohort_id, **{name: after[name] for name in changed})
    before, after = _plain(before), _plain(after)
    moved: dict[str, Any] = {name: [before[name], after[name]] for name in sorted(changed)}
    note(session, "cohort.edit", edited, by=by, now=now, **moved)
    return edited


def may_choose_waiting(session: Session, cohort: cohorts.Cohort) -> bool:
    """Whether it can still be chosen that this cohort waits: before anybody joined, and where nobody drew lots."""
    return cohort.lottery_ref is None and is_untouched(session, cohort)


def is_untouched(session: Session, cohort: cohorts.Cohort) -> bool:
    """Tells whether nobody ever joined the cohort and none of its tests has been opened."""
    return is_empty(session, cohort) and not cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]


def _opens_after(session: Session, cohort: cohorts.Cohort, day: date, now: datetime) -> bool:
    windows = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id].values()
    planned = (window.opens_at(now) for window in windows)
    return any(opens_at is not None and today_of(cohort, opens_at) > day for opens_at in planned)


def reassign(
    session: Session, cohort: cohorts.Cohort, facilitator_id: int, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Give the cohort to another facilitator of its partner. Raises NotTheirs."""
    before = cohort.facilitator_id
    if facilitator_id == before:
        return cohort
    _fitting_facilitator(session, cohort.programme_id, cohort.partner_id, facilitator_id)
    note(session, "cohort.reassign", cohort, by=by, now=now, facilitator_id=[before, facilitator_id])
    return cohort_changes.reassign(session, cohort.cohort_id, facilitator_id)


def tick_consent(
    session: Session, cohort: cohorts.Cohort, consent_on: date, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Consent of guardians or institution is in place since this day. Raises ValueError for a day to come."""
    if consent_on > today_of(cohort, now):
        raise ValueError("consent is ticked when it is there, not before")
    note(session, "cohort.consent", cohort, by=by, now=now, consent_on=consent_on.isoformat())
    return cohort_changes.set_consent(session, cohort.cohort_id, consent_on)


def take_back_consent(
    session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Undo `tick_consent`; nobody joins from this moment."""
    if cohort.consent_on is None:
        return cohort
    note(session, "cohort.consent_back", cohort, by=by, now=now, was=cohort.consent_on.isoformat())
    without = cohort_changes.set_consent(session, cohort.cohort_id, None)
    return close_joining(session, without, by=by, now=now)


def is_joining_open(cohort: cohorts.Cohort) -> bool:
    return cohort.joining_opened_at is not None and cohort.joining_closed_at is None


def open_joining(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Let learners in, for the first time or again. Raises ConsentMissing."""
    if cohort.consent_on is None:
        raise ConsentMissing
    if is_joining_open(cohort):
        return cohort
    note(session, "cohort.joining_open", cohort, by=by, now=now)
    return cohort_changes.open_joining(session, cohort.cohort_id, cohort.joining_opened_at or now)


def close_joining(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Let nobody in any more; who has joined goes on."""
    if not is_joining_open(cohort):
        return cohort
    note(session, "cohort.joining_close", cohort, by=by, now=now)
    return cohort_changes.close_joining(session, cohort.cohort_id, now)


def place_count(cohort: cohorts.Cohort) -> int:
    """So many may join: as many as are expected, and a fifth more."""
    return cohort.expected_count + ceil(cohort.expected_count / 5)


@dataclass(frozen=True)
class Places:
    """The places of a cohort: `taken` by those who have joined and by printed cards that wait for somebody."""

    taken: int
    count: int

    @property
    def room(self) -> int:
        return max(0, self.count - self.taken)

    @property
    def more(self) -> int:
        """So many places come with one tap when all are taken."""
        return ceil(self.taken / 5)


def places_of(session: Session, cohort: cohorts.Cohort) -> Places:
    return Places(enrolment.count_places(session, cohort.cohort_id), place_count(cohort))


def make_room(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Expect as many as there are in a full group, so that a fifth more may join. Nothing where there is room."""
    places = places_of(session, cohort)
    if places.room:
        return cohort
    note(session, "cohort.edit", cohort, by=by, now=now, expected_count=[cohort.expected_count, places.taken])
    return cohort_changes.edit(session, cohort.cohort_id, expected_count=places.taken)


def archive(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Put away: joining closes, figures stay. Raises StillOpen while a test is open or planned."""
    if cohort.archived_at is not None:
        return cohort
    windows = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]
    if not all(window.has_closed(now) for window in windows.values()):
        raise StillOpen
    close_joining(session, cohort, by=by, now=now)
    note(session, "cohort.archive", cohort, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, now)


def unarchive(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> cohorts.Cohort:
    """Undo `archive`; joining stays closed until somebody opens it."""
    if cohort.archived_at is None:
        return cohort
    note(session, "cohort.unarchive", cohort, by=by, now=now)
    return cohort_changes.set_archived(session, cohort.cohort_id, None)


def is_empty(session: Session, cohort: cohorts.Cohort) -> bool:
    """Whether nobody ever joined, declined or withdrew."""
    return cohort.declined_count == cohort.withdrawn_count == 0 and not cohorts.has_learners(session, cohort.cohort_id)


def delete(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> None:
    """Remove an empty cohort for good. Raises NotEmpty."""
    if not is_empty(session, cohort):
        raise NotEmpty
    note(session, "cohort.delete", cohort, by=by, now=now, label=cohort.label)
    cohorts.drop(session, cohort)


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
    """Write down an act on this cohort."""
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
    _fitting_facilitator(session, partner.programme_id, partner.partner_id, facilitator_id)
    return programme


def _fitting_facilitator(session: Session, programme_id: int, partner_id: int, facilitator_id: int) -> None:
    able = staff.list_facilitators(session, programme_id=programme_id, partner_id=partner_id)
    if facilitator_id not in {person.staff_id for person in able}:
        raise NotTheirs("this facilitator does not work with this partner")


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON can hold it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

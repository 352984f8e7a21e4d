"""A second facilitator of a group, or a stand-in for a time: the leader's rights but to give away, archive or delete.

The leader and the partner's lead add and remove them. Whoever leads a group too counts as another person where two
must agree.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.services.cohorts import NotTheirs, note, today_of
from app.services.handing_over import able_to_lead
from app.store import Session
from app.store.people import staff
from app.store.programmes import cohorts, second_facilitators


class OverBefore(ValueError):
    """Raised if somebody would stand in until a day that is over."""


def able(session: Session, cohort: cohorts.Cohort) -> Sequence[staff.Staff]:
    """Lists who may lead a cohort beside its leader, by name: the other facilitators of its partner who can sign in."""
    return [it for it in able_to_lead(session, cohort) if it.staff_id != cohort.facilitator_id]


def last_day(cohort: cohorts.Cohort, ends_at: datetime) -> date:
    """Returns the last day of somebody who leads a cohort beside its leader until this moment, in its time zone."""
    return today_of(cohort, ends_at - timedelta(microseconds=1))


def add(
    session: Session, cohort: cohorts.Cohort, staff_id: int, *, until: date | None, by: int | None, now: datetime
) -> staff.Staff:
    """Lets somebody lead a cohort beside its leader, and writes an audit entry; returns who it is.

    until: the last day, in the cohort's time zone; None: for good. Named again, they stay until that day. Raises
    NotTheirs for the leader and for somebody who is no facilitator of the partner, and OverBefore.
    """
    person = next((it for it in able(session, cohort) if it.staff_id == staff_id), None)
    if person is None:
        raise NotTheirs("this facilitator does not work with this partner")
    if until is not None and until < today_of(cohort, now):
        raise OverBefore
    zone = ZoneInfo(cohort.time_zone)
    ends_at = datetime.combine(until + timedelta(days=1), time(), zone) if until is not None else None
    second_facilitators.keep(session, cohort.cohort_id, staff_id, ends_at=ends_at, now=now)
    last = until.isoformat() if until is not None else ""
    note(session, "cohort.second_add", cohort, by=by, now=now, subject=person.ref, until=last)
    return person


def remove(session: Session, cohort: cohorts.Cohort, staff_id: int, *, by: int | None, now: datetime) -> bool:
    """Ends that somebody leads a cohort beside its leader, and writes an audit entry; returns False if they do not."""
    those = second_facilitators.list_of(session, cohort.cohort_id)
    person = next((it for it in those if it.staff_id == staff_id), None)
    if person is None:
        return False
    second_facilitators.drop(session, cohort.cohort_id, staff_id)
    note(session, "cohort.second_remove", cohort, by=by, now=now, subject=person.ref)
    return True

"""Giving a cohort to another facilitator: to whom it may be given, and the deed itself."""

from datetime import datetime

from app.services.cohorts import NotTheirs, note
from app.store import Session
from app.store.people import staff
from app.store.programmes import cohort_changes, cohorts, second_facilitators


def able_to_lead(session: Session, cohort: cohorts.Cohort) -> list[staff.Staff]:
    """Lists who may be given the cohort, by name: facilitators of its partner who can sign in.

    Whoever has not used the one-time link yet is none of them: nobody would lead the group.
    """
    able = staff.list_facilitators(session, programme_id=cohort.programme_id, partner_id=cohort.partner_id)
    return [person for person in able if person.has_passphrase]


def hand_over(
    session: Session, cohort: cohorts.Cohort, facilitator_id: int, *, by: int | None = None, now: datetime
) -> cohorts.Cohort:
    """Gives the cohort to one of `able_to_lead`, writes an audit entry and returns the changed cohort.

    facilitator_id: id of a member of staff; the present one changes nothing. Raises NotTheirs for anybody else.
    """
    before = cohort.facilitator_id
    if facilitator_id not in {person.staff_id for person in able_to_lead(session, cohort)}:
        raise NotTheirs("this person cannot lead the group, or not sign in")
    if facilitator_id == before:
        return cohort
    second_facilitators.drop(session, cohort.cohort_id, facilitator_id)  # who led it too leads it now
    note(session, "cohort.reassign", cohort, by=by, now=now, facilitator_id=[before, facilitator_id])
    return cohort_changes.reassign(session, cohort.cohort_id, facilitator_id)

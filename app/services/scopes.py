"""Which cohorts a member of staff may reach: those that they lead, head, or answer for."""

from collections.abc import Iterable
from dataclasses import replace

from app.services.people import Grant, Role, SignedInStaff
from app.store.programmes import cohorts


def scope_to_lead(person: SignedInStaff) -> cohorts.Scope:
    """Returns the scope of the cohorts that this person leads now, as leader or beside the leader.

    It holds with the partners where they are still a facilitator.
    """
    return replace(scope_to_own(person), at=person.at)


def scope_to_own(person: SignedInStaff) -> cohorts.Scope:
    """Returns the scope of the cohorts of which this person is the leader, whom alone some deeds are left to."""
    return _scope((grant for grant in person.grants if grant.role is Role.FACILITATOR), led_by=person.staff_id)


def scope_to_head(person: SignedInStaff) -> cohorts.Scope:
    """Returns the scope of the cohorts of all partners of which this person is the partner lead."""
    return _scope(grant for grant in person.grants if grant.role is Role.PARTNER_LEAD)


def scope_to_see(person: SignedInStaff) -> cohorts.Scope:
    """Returns the scope of the cohorts that this person may read and settle.

    As partner lead these are the partner's cohorts, as M&E officer those of the programme.
    """
    return _scope(grant for grant in person.grants if grant.role in (Role.PARTNER_LEAD, Role.ME_OFFICER))


def scope_to_second(person: SignedInStaff) -> cohorts.Scope:
    """Returns the scope of the cohorts for whose sheets of paper this person may be the second to say yes.

    As facilitator and partner lead these are the partner's cohorts, whoever leads them, as M&E officer those of the
    programme.
    """
    those = (Role.FACILITATOR, Role.PARTNER_LEAD, Role.ME_OFFICER)
    return _scope(grant for grant in person.grants if grant.role in those)


def _scope(grants: Iterable[Grant], led_by: int | None = None) -> cohorts.Scope:
    held = list(grants)
    return cohorts.Scope(
        led_by=led_by,
        everywhere=any(grant.programme_id is None and grant.partner_id is None for grant in held),
        programme_ids=frozenset(grant.programme_id for grant in held if grant.programme_id and not grant.partner_id),
        partner_ids=frozenset(grant.partner_id for grant in held if grant.partner_id),
    )

"""A partner's own contact: a number or a place of the organisation, set by those who answer for it."""

import re
from datetime import date, datetime

from app.services.administrator.programme import note
from app.store import Session
from app.store.programmes import partners
from app.store.programmes.helplines import GOOD_FOR
from app.store.programmes.partners import Partner

MOST = 80
"""Characters of a contact, and of when it answers."""
LEAST = 3
_NUMBER = re.compile(r"\+?[0-9][0-9 ()\-]*")
DIGITS = range(3, 16)
"""So many digits a telephone number has."""


class Unusable(ValueError):
    """Raised for a contact that is no telephone number and no place."""


def is_number(contact: str) -> bool:
    """Returns whether a contact can be called: digits, blanks, dashes and brackets, perhaps behind a plus."""
    return _NUMBER.fullmatch(contact) is not None


def check(contact: str, hours: str) -> None:
    """Raises Unusable for a contact, or for its hours, that cannot be shown; "" is no contact, and has no hours.

    A contact is a telephone number, or a place in words: no address on the web, and none for letters, since what is
    written there stays there and may name a learner.
    """
    is_place = LEAST <= len(contact) <= MOST and not re.search(r"@|://|www\.", contact)
    digits = len(re.sub(r"\D", "", contact))
    is_usable = digits in DIGITS if is_number(contact) else is_place and re.search(r"[^\W\d]{2}", contact) is not None
    if (contact and not is_usable) or len(hours) > MOST or (hours and not contact):
        raise Unusable(contact)


def set_contact(
    session: Session, partner: Partner, contact: str, hours: str, *, today: date, by: int | None, now: datetime
) -> None:
    """Sets a partner's contact and writes an audit entry; it counts as confirmed today.

    contact: "" takes it away. The same contact and hours are confirmed anew. Raises Unusable as `check` does.
    """
    check(contact, hours)
    confirmed_on = today if contact else None
    before = (partner.contact, partner.contact_hours, partner.contact_confirmed_on)
    if before == (contact, hours, confirmed_on):
        return
    partners.change(
        session, partner.partner_id, contact=contact, contact_hours=hours, contact_confirmed_on=confirmed_on
    )
    if before[:2] == (contact, hours):
        note(session, "partner.confirm_contact", partner, by=by, now=now)
    else:
        note(session, "partner.contact", partner, by=by, now=now, contact=[partner.contact, contact])


def last_day(partner: Partner) -> date | None:
    """Returns the last day on which a partner's contact is shown; None if there is none."""
    return partner.contact_confirmed_on + GOOD_FOR if partner.contact and partner.contact_confirmed_on else None


def is_shown(partner: Partner, today: date) -> bool:
    """Returns whether learners are shown a partner's contact: it was confirmed within the last 24 months."""
    until = last_day(partner)
    return until is not None and partner.archived_at is None and today <= until

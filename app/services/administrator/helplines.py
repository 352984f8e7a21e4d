"""Helplines: kept with their source, shown while a call or an official source is fresh. Emergency numbers stand apart:
shown first and for good, called by nobody to test them."""

from datetime import date, datetime
from typing import Any

from app.services.people import new_ref
from app.store import Session, audit
from app.store.programmes import helplines
from app.store.programmes.helplines import EMERGENCY, Line

IDENTITY = frozenset({"country", "kind", "number", "service"})
"""What is changed makes another helpline of it."""

NOT_CALLED = {"confirmed_on": None, "confirmed_by": None}


class AlreadyThere(ValueError):
    """Raised if the country already has a helpline of this number and service, or has it as an emergency number."""


class NeverTested(ValueError):
    """Raised if an emergency number would be marked as called: a test call could block somebody in need."""


class Settled(ValueError):
    """Raised if an edit would change the country, kind or number of an emergency number, or remove its source's day.

    To replace such a number, hide it, which asks for confirmation first, and add another one.
    """


def load_shipped(session: Session) -> int:
    """Adds the helplines that ship with the code and are not stored yet; returns how many were added.

    None of them is confirmed by a call. Writes no audit entry.
    """
    stored = helplines.list_helplines(session)
    new = [line for line in helplines.shipped() if not any(_is_same(line, each) for each in stored)]
    for line in new:
        helplines.add(session, line, ref=new_ref())
    return len(new)


def add_helpline(session: Session, line: Line, *, by: int | None = None, now: datetime) -> helplines.Helpline:
    """Adds a helpline, not yet confirmed by a call, writes an audit entry and returns the helpline.

    Raises AlreadyThere if the country has one of this number and service, or has the number as an emergency number.
    """
    _check_new(session, line)
    helpline = helplines.add(session, line, ref=new_ref())
    _note(session, "helpline.add", helpline, by=by, now=now, number=line.number)
    return helpline


def edit_helpline(
    session: Session, helpline: helplines.Helpline, line: Line, *, by: int | None = None, now: datetime
) -> helplines.Helpline:
    """Changes the stored details of a helpline, writes an audit entry and returns the helpline as changed.

    Another country, number, service or kind removes its confirmation: it has to be called again. Without a difference
    nothing changes.

    Raises AlreadyThere, and Settled if it is an emergency number and the edit would take it from learners.
    """
    after = {**vars(line)}
    changed = {name: [_plain(getattr(helpline, name)), _plain(value)] for name, value in after.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if not changed:
        return helpline
    if helplines.is_emergency(helpline) and ((IDENTITY - {"service"}) & set(changed) or line.sourced_on is None):
        raise Settled
    if IDENTITY & set(changed):
        _check_new(session, line, but=helpline)
    if IDENTITY & set(changed):
        after |= NOT_CALLED
    helpline = helplines.change(session, helpline.helpline_id, **after)
    _note(session, "helpline.edit", helpline, by=by, now=now, **changed)
    return helpline


def confirm(
    session: Session, helpline: helplines.Helpline, today: date, *, by: int | None = None, now: datetime
) -> None:
    """Stores that somebody called the helpline today and it answered as described, and writes an audit entry.

    today: the date where the caller is. by: id of the member of staff. Raises NeverTested for an emergency number.
    """
    if helplines.is_emergency(helpline):
        raise NeverTested
    helplines.change(session, helpline.helpline_id, confirmed_on=today, confirmed_by=by)
    _note(session, "helpline.confirm", helpline, by=by, now=now)


def take_back_confirmation(
    session: Session, helpline: helplines.Helpline, *, by: int | None = None, now: datetime
) -> None:
    """Removes the confirmation of a helpline, by mistake or since nobody answered, and writes an audit entry.

    Does nothing if the helpline is not confirmed.
    """
    if helpline.confirmed_on is not None:
        helplines.change(session, helpline.helpline_id, **NOT_CALLED)
        _note(session, "helpline.unconfirm", helpline, by=by, now=now, was=helpline.confirmed_on.isoformat())


def hide(session: Session, helpline: helplines.Helpline, *, by: int | None = None, now: datetime) -> None:
    """Hides a helpline from learners, even one that is confirmed, and writes an audit entry.

    Does nothing if it is hidden already.
    """
    if helpline.hidden_at is None:
        helplines.change(session, helpline.helpline_id, hidden_at=now)
        _note(session, "helpline.hide", helpline, by=by, now=now)


def show(session: Session, helpline: helplines.Helpline, *, by: int | None = None, now: datetime) -> None:
    """Undoes `hide` and writes an audit entry; does nothing if the helpline is not hidden.

    Learners see it only while a call or its official source is recent enough (see `is_shown`).
    """
    if helpline.hidden_at is not None:
        helplines.change(session, helpline.helpline_id, hidden_at=None)
        _note(session, "helpline.show", helpline, by=by, now=now)


def is_shown(helpline: helplines.Helpline, today: date) -> bool:
    """Returns whether learners see this helpline on the help page on this day.

    It must not be hidden, and its last call or official source must be recent enough; an emergency number does not
    expire.
    """
    until = helplines.good_until(helpline)
    return helpline.hidden_at is None and until is not None and today <= until


def _note(
    session: Session, act: str, helpline: helplines.Helpline, *, by: int | None, now: datetime, **detail: Any
) -> None:
    audit.add(session, act, by=by, at=now, subject=helpline.ref, country=helpline.country, **detail)


def _check_new(session: Session, line: Line, *, but: helplines.Helpline | None = None) -> None:
    known = [each for each in helplines.list_helplines(session, line.country) if each != but]
    if any(_is_same(line, each) for each in known):
        raise AlreadyThere


def _is_same(line: Line, stored: helplines.Helpline) -> bool:
    """An emergency number is the same whatever it is called."""
    if (line.country, line.number) != (stored.country, stored.number):
        return False
    return line.service == stored.service or (line.kind == EMERGENCY and helplines.is_emergency(stored))


def _plain(value: object) -> object:
    """As JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value

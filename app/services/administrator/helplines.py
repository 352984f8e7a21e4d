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
    """Raised where the country has this number for this service already, or as an emergency number."""


class NeverTested(ValueError):
    """Raised where an emergency number would be called to test it: somebody else may need the line."""


class Settled(ValueError):
    """Raised where an edit would change the country, kind or number of an emergency number, or end what shows it.

    It is hidden instead, which asks first, and another one is added.
    """


def load_shipped(session: Session) -> int:
    """Adds the helplines of the code that are not stored yet, none of them called by us; returns how many."""
    stored = helplines.list_helplines(session)
    new = [line for line in helplines.shipped() if not any(_is_same(line, each) for each in stored)]
    for line in new:
        helplines.add(session, line, ref=new_ref())
    return len(new)


def add_helpline(session: Session, line: Line, *, by: int | None = None, now: datetime) -> helplines.Helpline:
    """Adds a helpline that nobody has called yet. Raises AlreadyThere."""
    _check_new(session, line)
    helpline = helplines.add(session, line, ref=new_ref())
    _note(session, "helpline.add", helpline, by=by, now=now, number=line.number)
    return helpline


def edit_helpline(
    session: Session, helpline: helplines.Helpline, line: Line, *, by: int | None = None, now: datetime
) -> helplines.Helpline:
    """Changes what is known of a helpline, and returns it as it is then.

    Another number, service or kind is another helpline, which has to be called again.

    Raises AlreadyThere, and Settled where a change would take an emergency number from learners unasked.
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
    """Stores that somebody called the helpline today and it answered as described. `today`: the day where they are.

    Raises NeverTested for an emergency number.
    """
    if helplines.is_emergency(helpline):
        raise NeverTested
    helplines.change(session, helpline.helpline_id, confirmed_on=today, confirmed_by=by)
    _note(session, "helpline.confirm", helpline, by=by, now=now)


def take_back_confirmation(
    session: Session, helpline: helplines.Helpline, *, by: int | None = None, now: datetime
) -> None:
    """Undoes `confirm`, also for a later call that was not answered."""
    if helpline.confirmed_on is not None:
        helplines.change(session, helpline.helpline_id, **NOT_CALLED)
        _note(session, "helpline.unconfirm", helpline, by=by, now=now, was=helpline.confirmed_on.isoformat())


def hide(session: Session, helpline: helplines.Helpline, *, by: int | None = None, now: datetime) -> None:
    """Hides a helpline from learners, whoever confirmed it."""
    if helpline.hidden_at is None:
        helplines.change(session, helpline.helpline_id, hidden_at=now)
        _note(session, "helpline.hide", helpline, by=by, now=now)


def show(session: Session, helpline: helplines.Helpline, *, by: int | None = None, now: datetime) -> None:
    """Undoes `hide`; whether learners see the helpline depends on its call or its source again."""
    if helpline.hidden_at is not None:
        helplines.change(session, helpline.helpline_id, hidden_at=None)
        _note(session, "helpline.show", helpline, by=by, now=now)


def is_shown(helpline: helplines.Helpline, today: date) -> bool:
    """Returns whether learners see this helpline on the page of help on this day."""
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

"""Programmes and their partners."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from app.services.names import OF_PARTNER, OF_PROGRAMME, checked_name
from app.services.people import new_ref
from app.services.retention_months import USUAL_MONTHS, check_months
from app.store import Session, audit
from app.store.programmes import partners, programmes

LANGUAGES = ("kk", "ru", "en")
"""What the interface speaks, and so what a programme may choose from."""


class NameTaken(ValueError):
    """Raised if a programme, a partner of the programme or a member of staff already has this name."""


def add_programme(
    session: Session,
    *,
    name: str,
    countries: Sequence[str],
    languages: Sequence[str],
    time_zone: str,
    consent_kept_at: str,
    retention_months: int = USUAL_MONTHS,
    by: int | None = None,
    now: datetime,
) -> programmes.Programme:
    """Adds a programme, writes an audit entry and returns the programme.

    countries: two-letter codes, the main one first. languages: some of LANGUAGES; where a text is missing in one, the
    next is used. consent_kept_at: the place of the consent forms on paper. retention_months: how long answers stay.

    Raises NameTaken if a programme, also an archived one, has this name; UnusableName; and ValueError for no country,
    no or an unknown language, an unknown time zone, or a number of months that is not allowed.
    """
    _check(countries, languages, time_zone)
    check_months(retention_months)
    _check_name(session, name)
    programme = programmes.add(
        session,
        ref=new_ref(),
        name=name,
        countries=countries,
        languages=languages,
        time_zone=time_zone,
        consent_kept_at=consent_kept_at,
        retention_months=retention_months,
        created_at=now,
    )
    note(session, "programme.add", programme, by=by, now=now, name=name)
    return programme


def edit_programme(
    session: Session,
    programme: programmes.Programme,
    *,
    name: str,
    countries: Sequence[str],
    languages: Sequence[str],
    time_zone: str,
    consent_kept_at: str,
    by: int | None = None,
    now: datetime,
) -> None:
    """Changes a programme and writes an audit entry if anything differs.

    Its cohorts keep the time zone that they began with. Raises NameTaken if another programme, also an archived one,
    has this name; UnusableName; and ValueError for no country, no or an unknown language, or an unknown time zone.
    """
    _check(countries, languages, time_zone)
    if name != programme.name:
        _check_name(session, name)
    after: dict[str, Any] = {
        "name": name,
        "countries": tuple(countries),
        "languages": tuple(languages),
        "time_zone": time_zone,
        "consent_kept_at": consent_kept_at,
    }
    before = {key: getattr(programme, key) for key in after}
    programmes.change(session, programme.programme_id, **after)
    changed: dict[str, Any] = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if changed:
        note(session, "programme.edit", programme, by=by, now=now, **changed)


def archive_programme(
    session: Session, programme: programmes.Programme, *, by: int | None = None, now: datetime
) -> None:
    """Archives a programme and writes an audit entry: nothing new begins in it; its cohorts and figures stay.

    Does nothing if it is archived already.
    """
    if programme.archived_at is None:
        programmes.change(session, programme.programme_id, archived_at=now)
        note(session, "programme.archive", programme, by=by, now=now)


def unarchive_programme(
    session: Session, programme: programmes.Programme, *, by: int | None = None, now: datetime
) -> None:
    if programme.archived_at is not None:
        programmes.change(session, programme.programme_id, archived_at=None)
        note(session, "programme.unarchive", programme, by=by, now=now)


def add_partner(
    session: Session, *, programme_id: int, name: str, by: int | None = None, now: datetime
) -> partners.Partner:
    """Adds a partner to a programme, writes an audit entry and returns the partner.

    Raises NameTaken if a partner of the programme, also an archived one, has this name; and UnusableName.
    """
    if partners.get_by_name(session, programme_id, checked_name(name, OF_PARTNER)) is not None:
        raise NameTaken(name)
    partner = partners.add(session, ref=new_ref(), programme_id=programme_id, name=name, created_at=now)
    note(session, "partner.add", partner, by=by, now=now, name=name)
    return partner


def rename_partner(
    session: Session, partner: partners.Partner, name: str, *, by: int | None = None, now: datetime
) -> None:
    """Gives a partner another name and writes an audit entry; the same name changes nothing.

    Raises NameTaken if a partner of the programme, also an archived one, has this name; and UnusableName.
    """
    if name == partner.name:
        return
    if partners.get_by_name(session, partner.programme_id, checked_name(name, OF_PARTNER)) is not None:
        raise NameTaken(name)
    partners.change(session, partner.partner_id, name=name)
    note(session, "partner.rename", partner, by=by, now=now, name=[partner.name, name])


def archive_partner(session: Session, partner: partners.Partner, *, by: int | None = None, now: datetime) -> None:
    """Archives a partner and writes an audit entry: it gets no new cohort; its cohorts and figures stay.

    Does nothing if it is archived already.
    """
    if partner.archived_at is None:
        partners.change(session, partner.partner_id, archived_at=now)
        note(session, "partner.archive", partner, by=by, now=now)


def unarchive_partner(session: Session, partner: partners.Partner, *, by: int | None = None, now: datetime) -> None:
    if partner.archived_at is not None:
        partners.change(session, partner.partner_id, archived_at=None)
        note(session, "partner.unarchive", partner, by=by, now=now)


def note(
    session: Session,
    act: str,
    it: programmes.Programme | partners.Partner,
    *,
    by: int | None,
    now: datetime,
    **detail: Any,
) -> None:
    """Writes an audit entry about a programme or partner.

    act: name of the act, such as "programme.add". by: id of the member of staff. detail: what else the entry says.
    """
    audit.add(session, act, by=by, at=now, subject=it.ref, programme_id=it.programme_id, **detail)


def _check_name(session: Session, name: str) -> None:
    if programmes.get_by_name(session, checked_name(name, OF_PROGRAMME)) is not None:
        raise NameTaken(name)


def _check(countries: Sequence[str], languages: Sequence[str], time_zone: str) -> None:
    if not countries:
        raise ValueError("a programme works in at least one country")
    if not languages or set(languages) - set(LANGUAGES):
        raise ValueError(f"languages are some of {', '.join(LANGUAGES)}, not {', '.join(languages) or 'none'}")
    if time_zone not in _time_zones():
        raise ValueError(f"there is no time zone {time_zone!r}")


@cache
def _time_zones() -> set[str]:
    """Once a process: they are looked for in folders."""
    return available_timezones()

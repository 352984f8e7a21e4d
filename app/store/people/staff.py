"""The people who work here and the roles that they hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.keyed_seals import reseal, seal_new
from app.store.names import fold
from app.store.paging import FIRST, Page, Place, page_of
from app.store.people.staff_seals import STAFF
from app.store.tables import OneTimeLink
from app.store.values import change as change_row
from app.store.values import first_of, value_of

ROW, GRANT = tables.Staff, tables.RoleGrant


@dataclass(frozen=True, slots=True)
class Staff:
    """A Staff is a member of staff, who signs in with a name; `disabled_at` is None as long as they may."""

    staff_id: int
    ref: str
    name: str
    """the name they sign in with, as it was written"""
    language: str
    has_passphrase: bool
    """False: they have not used their one-time link yet"""
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A RoleGrant is a role that a member of staff holds in the whole instance, a programme, or one of its partners."""

    role_grant_id: int
    staff_id: int
    role: str
    """administrator, me_officer, partner_lead or facilitator"""
    programme_id: int | None
    partner_id: int | None
    granted_at: datetime
    ended_at: datetime | None


def staff_of(row: tables.Staff) -> Staff:
    return value_of(Staff, row, has_passphrase=row.passphrase_hash is not None)


def grant_of(row: tables.RoleGrant) -> RoleGrant:
    return value_of(RoleGrant, row)


def get(session: Session, ref: str) -> Staff | None:
    return first_of(session, select(ROW).where(ROW.ref == ref), staff_of)


def get_by_id(session: Session, staff_id: int) -> Staff | None:
    return first_of(session, select(ROW).where(ROW.staff_id == staff_id), staff_of)


def get_by_name(session: Session, name: str) -> Staff | None:
    """Returns the member of staff with this name, whatever its letters' case; None if there is none."""
    return first_of(session, select(ROW).where(ROW.folded == fold(name)), staff_of)


def list_staff(session: Session) -> list[Staff]:
    """Lists all staff by name, including the disabled."""
    return [staff_of(row) for row in session.scalars(select(ROW).order_by(ROW.sort_key, ROW.staff_id))]


def page(session: Session, *, place: Place = FIRST) -> Page[Staff]:
    """Returns a page of all staff, by name, the disabled last; a search looks at names."""
    order = (ROW.disabled_at.is_not(None), ROW.sort_key, ROW.staff_id)
    return page_of(session, select(ROW), staff_of, order=order, words=[ROW.folded], place=place)


def list_by_ids(session: Session, staff_ids: Collection[int]) -> dict[int, Staff]:
    return {row.staff_id: staff_of(row) for row in session.scalars(select(ROW).where(ROW.staff_id.in_(staff_ids)))}


def list_by_names(session: Session, names: Collection[str]) -> dict[str, Staff]:
    """Returns the staff with these names, small letters and capitals being alike, by the name that was given."""
    folded = {name: fold(name) for name in names}
    rows = session.scalars(select(ROW).where(ROW.folded.in_(set(folded.values()))))
    known = {row.folded: staff_of(row) for row in rows}
    return {name: known[key] for name, key in folded.items() if key in known}


def add(session: Session, *, ref: str, name: str, language: str, created_at: datetime) -> Staff:
    row = ROW(ref=ref, name=name, language=language, created_at=created_at)
    session.add(row)
    session.flush()
    seal_new(session, STAFF, row.staff_id)
    return staff_of(row)


def change(session: Session, staff_id: int, **changes: Any) -> None:
    """Changes these columns of a member of staff. Raises NoResultFound for an unknown id."""
    with reseal(session, STAFF, staff_id):
        change_row(session, ROW, staff_id, **changes)


def set_language(session: Session, staff_id: int, language: str) -> None:
    session.execute(update(ROW).where(ROW.staff_id == staff_id).values(language=language))


def get_grant(session: Session, staff_id: int, role_grant_id: int) -> RoleGrant | None:
    query = select(GRANT).where(GRANT.staff_id == staff_id, GRANT.role_grant_id == role_grant_id)
    return first_of(session, query, grant_of)


def list_grants(
    session: Session, staff_ids: Collection[int], *, with_ended: bool = False
) -> dict[int, list[RoleGrant]]:
    """Returns the roles of these people by staff id, the first granted first; an empty list for somebody without any.

    with_ended: also roles that have ended.
    """
    query = select(GRANT).where(GRANT.staff_id.in_(staff_ids)).order_by(GRANT.role_grant_id)
    if not with_ended:
        query = query.where(GRANT.ended_at.is_(None))
    grants: dict[int, list[RoleGrant]] = {staff_id: [] for staff_id in staff_ids}
    for row in session.scalars(query):
        grants[row.staff_id].append(grant_of(row))
    return grants


def add_grant(
    session: Session,
    staff_id: int,
    *,
    role: str,
    programme_id: int | None,
    partner_id: int | None,
    granted_at: datetime,
) -> RoleGrant:
    row = GRANT(staff_id=staff_id, role=role, programme_id=programme_id, partner_id=partner_id, granted_at=granted_at)
    with reseal(session, STAFF, staff_id):
        session.add(row)
        session.flush()
    return grant_of(row)


def end_grant(session: Session, role_grant_id: int, ended_at: datetime) -> None:
    """Ends a role, which then allows nothing. Raises NoResultFound for an unknown id."""
    staff_id = session.scalars(select(GRANT.staff_id).where(GRANT.role_grant_id == role_grant_id)).one()
    with reseal(session, STAFF, staff_id):
        change_row(session, GRANT, role_grant_id, ended_at=ended_at)


def list_able(session: Session, role: str) -> list[int]:
    """Lists the staff ids of those who hold this role, have set a passphrase and are not disabled.

    In any scope, and once for each scope. On PostgreSQL the rows are locked until the transaction ends: of two who give
    up the role at once, one must see the other.
    """
    rows = session.execute(
        select(ROW.staff_id, GRANT.role_grant_id)
        .join(GRANT, GRANT.staff_id == ROW.staff_id)
        .where(
            GRANT.role == role,
            GRANT.ended_at.is_(None),
            ROW.disabled_at.is_(None),
            ROW.passphrase_hash.is_not(None),
        )
        .order_by(GRANT.role_grant_id)
        .with_for_update()
    )
    return [staff_id for staff_id, _ in rows]


def list_facilitators(session: Session, *, programme_id: int, partner_id: int) -> list[Staff]:
    """Lists the staff who may lead a cohort of this partner, by name.

    They are facilitators of the partner, of its whole programme or of the whole instance, and not disabled.
    """
    reach = or_(
        GRANT.partner_id == partner_id,
        GRANT.partner_id.is_(None) & (GRANT.programme_id == programme_id),
        GRANT.partner_id.is_(None) & GRANT.programme_id.is_(None),
    )
    query = (
        select(ROW)
        .join(GRANT, GRANT.staff_id == ROW.staff_id)
        .where(GRANT.role == "facilitator", GRANT.ended_at.is_(None), ROW.disabled_at.is_(None), reach)
        .distinct()
        .order_by(ROW.sort_key, ROW.staff_id)
    )
    return [staff_of(row) for row in session.scalars(query)]


def list_waiting_links(session: Session, staff_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Returns until when each person's unused one-time link is good, by staff id; somebody without one is absent."""
    query = select(OneTimeLink.staff_id, OneTimeLink.expires_at).where(
        OneTimeLink.staff_id.in_(staff_ids), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
    )
    return dict(session.execute(query).all())

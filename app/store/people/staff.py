"""The people who work here and the roles that they hold."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.store.paging import FIRST, Page, Place, page_of
from app.store.tables import OneTimeLink, RoleGrant, Staff

__all__ = [
    "RoleGrant",
    "Staff",
    "add",
    "add_grant",
    "get",
    "get_by_id",
    "get_by_name",
    "get_grant",
    "list_able",
    "list_by_ids",
    "list_facilitators",
    "list_grants",
    "list_staff",
    "list_waiting_links",
    "page",
]


def get(session: Session, ref: str) -> Staff | None:
    return session.scalar(select(Staff).where(Staff.ref == ref))


def get_by_id(session: Session, staff_id: int) -> Staff | None:
    return session.get(Staff, staff_id)


def get_by_name(session: Session, name: str) -> Staff | None:
    """`name` as it is kept: in small letters."""
    return session.scalar(select(Staff).where(Staff.name == name))


def list_staff(session: Session) -> list[Staff]:
    """Everyone, the disabled too, by name."""
    return list(session.scalars(select(Staff).order_by(Staff.sort_key, Staff.staff_id)))


def page(session: Session, *, place: Place = FIRST) -> Page[Staff]:
    """Everyone, by name, the disabled last."""
    order = (Staff.disabled_at.is_not(None), Staff.sort_key, Staff.staff_id)
    return page_of(session, select(Staff), order=order, words=[Staff.folded], place=place)


def list_by_ids(session: Session, staff_ids: Collection[int]) -> dict[int, Staff]:
    return {person.staff_id: person for person in session.scalars(select(Staff).where(Staff.staff_id.in_(staff_ids)))}


def add(session: Session, *, ref: str, name: str, language: str, created_at: datetime) -> Staff:
    person = Staff(ref=ref, name=name, language=language, created_at=created_at)
    session.add(person)
    session.flush()
    return person


def set_language(session: Session, staff_id: int, language: str) -> None:
    session.execute(update(Staff).where(Staff.staff_id == staff_id).values(language=language))


def get_grant(session: Session, staff_id: int, role_grant_id: int) -> RoleGrant | None:
    return session.scalar(
        select(RoleGrant).where(RoleGrant.staff_id == staff_id, RoleGrant.role_grant_id == role_grant_id)
    )


def list_grants(
    session: Session, staff_ids: Collection[int], *, with_ended: bool = False
) -> dict[int, list[RoleGrant]]:
    """By staff id, each in the order of giving; somebody without a role has an empty list."""
    query = select(RoleGrant).where(RoleGrant.staff_id.in_(staff_ids)).order_by(RoleGrant.role_grant_id)
    if not with_ended:
        query = query.where(RoleGrant.ended_at.is_(None))
    grants: dict[int, list[RoleGrant]] = {staff_id: [] for staff_id in staff_ids}
    for grant in session.scalars(query):
        grants[grant.staff_id].append(grant)
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
    grant = RoleGrant(
        staff_id=staff_id, role=role, programme_id=programme_id, partner_id=partner_id, granted_at=granted_at
    )
    session.add(grant)
    session.flush()
    return grant


def list_able(session: Session, role: str) -> list[int]:
    """Ids of those who hold this role, have set their passphrase and are not disabled.

    On PostgreSQL the rows are held until the transaction ends: of two who step back at once, one must see the other.
    """
    rows = session.execute(
        select(Staff.staff_id, RoleGrant.role_grant_id)
        .join(RoleGrant, RoleGrant.staff_id == Staff.staff_id)
        .where(
            RoleGrant.role == role,
            RoleGrant.ended_at.is_(None),
            Staff.disabled_at.is_(None),
            Staff.passphrase_hash.is_not(None),
        )
        .order_by(RoleGrant.role_grant_id)
        .with_for_update()
    )
    return [staff_id for staff_id, _ in rows]


def list_facilitators(session: Session, *, programme_id: int, partner_id: int) -> list[Staff]:
    """Those who may lead a cohort of this partner, by name."""
    reach = or_(
        RoleGrant.partner_id == partner_id,
        RoleGrant.partner_id.is_(None) & (RoleGrant.programme_id == programme_id),
        RoleGrant.partner_id.is_(None) & RoleGrant.programme_id.is_(None),
    )
    query = (
        select(Staff)
        .join(RoleGrant, RoleGrant.staff_id == Staff.staff_id)
        .where(RoleGrant.role == "facilitator", RoleGrant.ended_at.is_(None), Staff.disabled_at.is_(None), reach)
        .distinct()
        .order_by(Staff.name)
    )
    return list(session.scalars(query))


def list_waiting_links(session: Session, staff_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Until when the one-time link of each is good; somebody without one is absent."""
    query = select(OneTimeLink.staff_id, OneTimeLink.expires_at).where(
        OneTimeLink.staff_id.in_(staff_ids), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
    )
    return dict(session.execute(query).all())

"""Seals of staff: over what somebody signs in with, and over the roles that they hold."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.keyed_seals import Kind, Record
from app.store.tables import RoleGrant, SecondFactor, Staff

ABOUT = (Staff.ref, Staff.name, Staff.passphrase_hash, Staff.created_at, Staff.disabled_at)
GRANT = (RoleGrant.role, RoleGrant.programme_id, RoleGrant.partner_id, RoleGrant.granted_at, RoleGrant.ended_at)


def _read(session: Session, ids: Collection[int]) -> dict[int, Record]:
    people = select(Staff.staff_id, Staff.seal, *ABOUT).where(Staff.staff_id.in_(ids)).order_by(Staff.staff_id)
    rows = session.execute(people).all()
    factors, grants = _factors(session, ids), _grants(session, ids)
    return {row[0]: Record((row[0], *row[2:], factors.get(row[0])), grants[row[0]], row[1]) for row in rows}


def _factors(session: Session, ids: Collection[int]) -> dict[int, tuple[object, ...]]:
    """What is in force; one that is offered is its owner's to confirm."""
    of = SecondFactor
    query = select(of.staff_id, of.secret, of.confirmed_at).where(of.staff_id.in_(ids), of.secret.is_not(None))
    return {staff_id: tuple(values) for staff_id, *values in session.execute(query)}


def _grants(session: Session, ids: Collection[int]) -> dict[int, dict[str, tuple[object, ...]]]:
    grants = defaultdict[int, dict[str, tuple[object, ...]]](dict)
    query = select(RoleGrant.staff_id, RoleGrant.role_grant_id, *GRANT)
    for staff_id, role_grant_id, *values in session.execute(query.where(RoleGrant.staff_id.in_(ids))):
        grants[staff_id][f"role_grant {role_grant_id}"] = tuple(values)
    return grants


STAFF = Kind(Staff.__tablename__, _read, parts="roles")

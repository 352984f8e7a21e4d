"""Facilitators with where they may lead: of a partner, of a programme, or of the whole instance."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import tables

ROW, GRANT = tables.Staff, tables.RoleGrant


@dataclass(frozen=True, slots=True)
class Place:
    """A Place is one role of a facilitator: with a partner, in a programme, or everywhere if both ids are None."""

    staff_id: int
    programme_id: int | None
    partner_id: int | None


def list_places(session: Session) -> list[Place]:
    """Lists the places where anybody is a facilitator who is not disabled."""
    query = (
        select(ROW.staff_id, GRANT.programme_id, GRANT.partner_id)
        .join(GRANT, GRANT.staff_id == ROW.staff_id)
        .where(GRANT.role == "facilitator", GRANT.ended_at.is_(None), ROW.disabled_at.is_(None))
    )
    return [Place(*row) for row in session.execute(query)]

"""Partners: the NGOs of a programme."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.paging import FIRST, Page, Place, page_of
from app.store.programmes.programmes import Programme, programme_of
from app.store.values import change as change_row
from app.store.values import first_of, value_of

ROW = tables.Partner


@dataclass(frozen=True, slots=True)
class Partner:
    partner_id: int
    ref: str
    programme_id: int
    name: str
    contact: str
    """its own telephone number, or a place; "" for none"""
    contact_hours: str
    """when somebody answers there; "" if nobody has said it"""
    contact_confirmed_on: date | None
    """the day on which staff said last that it holds"""
    created_at: datetime
    archived_at: datetime | None


def partner_of(row: tables.Partner) -> Partner:
    return value_of(Partner, row)


def get(session: Session, ref: str) -> Partner | None:
    return first_of(session, select(ROW).where(ROW.ref == ref), partner_of)


def get_by_id(session: Session, partner_id: int) -> Partner | None:
    return first_of(session, select(ROW).where(ROW.partner_id == partner_id), partner_of)


def get_by_name(session: Session, programme_id: int, name: str) -> Partner | None:
    return first_of(session, select(ROW).where(ROW.programme_id == programme_id, ROW.name == name), partner_of)


def list_partners(session: Session, programme_id: int | None = None, *, with_archived: bool = False) -> list[Partner]:
    """Lists the partners of one programme, or of all, by name; archived ones only if `with_archived`."""
    query = select(ROW)
    if programme_id is not None:
        query = query.where(ROW.programme_id == programme_id)
    if not with_archived:
        query = query.where(ROW.archived_at.is_(None))
    return [partner_of(row) for row in session.scalars(query.order_by(ROW.sort_key, ROW.partner_id))]


def names_of(session: Session, partner_ids: Collection[int]) -> dict[int, str]:
    """Returns the names of these partners, by partner id."""
    query = select(ROW.partner_id, ROW.name).where(ROW.partner_id.in_(partner_ids))
    return dict(session.execute(query).all())


def page(session: Session, *, place: Place = FIRST) -> Page[Partner]:
    """Returns a page of the partners of all programmes, by name, the archived last."""
    order = (ROW.archived_at.is_not(None), ROW.sort_key, ROW.partner_id)
    return page_of(session, select(ROW), partner_of, order=order, words=[ROW.folded], place=place)


def list_places(
    session: Session,
    *,
    programme_ids: Collection[int] | None,
    partner_ids: Collection[int],
    also: int | None = None,
) -> list[tuple[Partner, Programme]]:
    """Lists by name the partners of these programmes (None: of all) and these partners, each with its programme.

    Archived partners and programmes are left out. also: the id of a partner that is listed even if archived, since its
    cohort is being changed.
    """
    of = tables.Programme
    is_at_work = ROW.archived_at.is_(None) & of.archived_at.is_(None)
    if programme_ids is not None:
        is_at_work &= ROW.programme_id.in_(programme_ids) | ROW.partner_id.in_(partner_ids)
    query = (
        select(ROW, of)
        .join(of, of.programme_id == ROW.programme_id)
        .where(or_(is_at_work, ROW.partner_id == also))
        .order_by(ROW.sort_key, ROW.partner_id)
    )
    return [(partner_of(partner), programme_of(programme)) for partner, programme in session.execute(query)]


def add(session: Session, *, ref: str, programme_id: int, name: str, created_at: datetime) -> Partner:
    row = ROW(ref=ref, programme_id=programme_id, name=name, created_at=created_at)
    session.add(row)
    session.flush()
    return partner_of(row)


def change(session: Session, partner_id: int, **changes: Any) -> None:
    """Changes these columns of a partner. Raises NoResultFound for an unknown id."""
    change_row(session, ROW, partner_id, **changes)


def count_cohorts(session: Session) -> dict[int, int]:
    """Returns how many cohorts each partner has, by partner id; one without any is absent."""
    of = tables.Cohort
    query = select(of.partner_id, func.count()).group_by(of.partner_id)
    return dict(session.execute(query).all())

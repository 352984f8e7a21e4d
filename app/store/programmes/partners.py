"""Partners: the NGOs of a programme."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.store.paging import FIRST, Page, Place, page_of
from app.store.tables import Cohort, Partner, Programme

__all__ = ["Partner", "add", "count_cohorts", "get", "get_by_id", "get_by_name", "list_partners", "list_places", "page"]


def get(session: Session, ref: str) -> Partner | None:
    return session.scalar(select(Partner).where(Partner.ref == ref))


def get_by_id(session: Session, partner_id: int) -> Partner | None:
    return session.get(Partner, partner_id)


def get_by_name(session: Session, programme_id: int, name: str) -> Partner | None:
    return session.scalar(select(Partner).where(Partner.programme_id == programme_id, Partner.name == name))


def list_partners(session: Session, programme_id: int | None = None, *, with_archived: bool = False) -> list[Partner]:
    """By name; of one programme or of all."""
    query = select(Partner)
    if programme_id is not None:
        query = query.where(Partner.programme_id == programme_id)
    if not with_archived:
        query = query.where(Partner.archived_at.is_(None))
    return list(session.scalars(query.order_by(Partner.sort_key, Partner.partner_id)))


def page(session: Session, *, place: Place = FIRST) -> Page[Partner]:
    """Of all programmes, by name, the archived last."""
    order = (Partner.archived_at.is_not(None), Partner.sort_key, Partner.partner_id)
    return page_of(session, select(Partner), order=order, words=[Partner.folded], place=place)


def list_places(
    session: Session,
    *,
    programme_ids: Collection[int] | None,
    partner_ids: Collection[int],
    also: int | None = None,
) -> list[tuple[Partner, Programme]]:
    """Partners at work, each with its programme: those of these programmes (None: of all) and these partners.

    `also` is a partner that is there even if it was put away: it has a cohort that is being changed.
    """
    is_at_work = Partner.archived_at.is_(None) & Programme.archived_at.is_(None)
    if programme_ids is not None:
        is_at_work &= Partner.programme_id.in_(programme_ids) | Partner.partner_id.in_(partner_ids)
    query = (
        select(Partner, Programme)
        .join(Programme, Programme.programme_id == Partner.programme_id)
        .where(or_(is_at_work, Partner.partner_id == also))
        .order_by(Partner.sort_key, Partner.partner_id)
    )
    return [(partner, programme) for partner, programme in session.execute(query)]


def add(session: Session, *, ref: str, programme_id: int, name: str, created_at: datetime) -> Partner:
    partner = Partner(ref=ref, programme_id=programme_id, name=name, created_at=created_at)
    session.add(partner)
    session.flush()
    return partner


def count_cohorts(session: Session) -> dict[int, int]:
    """How many cohorts each partner has, by its id; one without any is absent."""
    query = select(Cohort.partner_id, func.count()).group_by(Cohort.partner_id)
    return dict(session.execute(query).all())

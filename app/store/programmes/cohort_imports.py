"""Many cohorts at once: stored together, and which of them there are already."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.keyed_seals import seal_new
from app.store.programmes.cohort import Cohort, NewCohort, cohort_of
from app.store.programmes.cohort_seals import COHORTS

ROW = tables.Cohort


def list_known(session: Session, partner_ids: Collection[int], days: Collection[date]) -> list[tuple[int, str, date]]:
    """Lists (partner id, name, first day) of the cohorts of these partners that begin on one of these days.

    Archived cohorts too.
    """
    query = select(ROW.partner_id, ROW.label, ROW.starts_on)
    query = query.where(ROW.partner_id.in_(partner_ids), ROW.starts_on.in_(days))
    return [(partner_id, label, starts_on) for partner_id, label, starts_on in session.execute(query)]


def add_all(session: Session, new: Sequence[NewCohort]) -> list[Cohort]:
    """Stores and seals new cohorts and returns them in the same order: one statement for each, and three besides.

    Raises IntegrityError if a ref or join code is taken.
    """
    rows = [ROW(**asdict(each)) for each in new]
    session.add_all(rows)
    session.flush()
    seal_new(session, COHORTS, *(row.cohort_id for row in rows))
    return [cohort_of(row) for row in rows]

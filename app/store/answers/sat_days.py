"""The days on which the tests of a cohort were sat, where the cohort is."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.programmes.cohort import Cohort
from app.store.tables import Attempt


def of_wave(session: Session, cohort: Cohort, wave: str, *, only_typed: bool = False) -> list[date]:
    """Lists the days, by the cohort's clock, on which tests of this wave that count were sat, each once, in order.

    only_typed: those that were typed in from paper.
    """
    is_it = (Attempt.cohort_id == cohort.cohort_id, Attempt.wave == wave, Attempt.is_counted)
    query = select(Attempt.finished_at).where(*is_it, Attempt.received_at.is_not(None)).distinct()
    query = query.where(Attempt.typed_by.is_not(None)) if only_typed else query
    zone = ZoneInfo(cohort.time_zone)
    return sorted({at.astimezone(zone).date() for at in session.scalars(query) if at is not None})

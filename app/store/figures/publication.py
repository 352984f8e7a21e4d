"""A publication as a value: what is listed of it."""

from dataclasses import dataclass
from datetime import date, datetime

from app.store import tables
from app.store.values import columns_of


@dataclass(frozen=True, slots=True)
class Publication:
    """A Publication describes published figures, without the figures: dated, numbered, and never changed."""

    publication_id: int
    programme_id: int
    number: int
    edition: int
    """from 1; higher if a number was corrected"""
    until_on: date
    """of cohorts settled until the end of this day, in the programme's time zone"""
    made_at: datetime
    made_by: int | None
    """None: the command line"""
    learner_count: int
    """with both tests, of all instruments"""
    digest: str
    """SHA-256 of the content's JSON"""
    acts_count: int | None
    """how many acts the audit held; None: made before the audit was a chain"""
    acts_head: str
    """the beginning of the last act's digest"""
    withdrawn_at: datetime | None
    withdrawn_by: int | None
    reason: str
    """of the withdrawal"""


COLUMNS = columns_of(Publication, tables.Publication)

"""An attempt as a value: one sitting of one form on one wave, with what was answered."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.store import tables
from app.store.values import columns_of


class Bar(StrEnum):
    """A Bar says why a sheet that was typed in does not stand: whatever its answers, it does not count."""

    WAITING = "waiting"
    """for a second person's yes, since the right answers could be seen when it came"""
    REPLACED = "replaced"
    """while it waited it was typed in again"""
    REFUSED = "refused"
    """a second person said no"""
    CORRECTED = "corrected"
    """another one was typed in its place"""
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An Attempt is one learner's sitting of one form of a test; `received_at` is None until it is sent."""

    attempt_id: int
    key: str
    """made by the phone or by the server for a form that posts"""
    learner_id: int
    cohort_id: int
    """where it was sat"""
    instrument_id: int
    structure_digest: str
    """of the instrument"""
    wave: str
    form: str
    language: str
    seed: str | None
    """shuffles the options; None once sent"""
    started_at: datetime
    finished_at: datetime | None
    received_at: datetime | None
    content_sha256: str | None
    """of the canonical body: a retry with other content is refused"""
    score: int | None
    answered_count: int
    """so far, while it is not sent"""
    unsure_count: int | None
    is_complete: bool | None
    is_after_lesson: bool
    """a pre-test or early test taken after a lesson was done: kept, flagged, not a baseline"""
    is_after_reveal: bool
    """a post-test finished after the first closing, when the right answers could be seen: kept, never paired"""
    typed_by: int | None
    """who typed it in from paper; None: it came from a phone"""
    source: str | None
    """how a sheet of paper came in: typed or file; None: as its channel says"""
    reason: str | None
    """why a sheet was typed in again; None: it was the first"""
    bar: str | None
    """why a sheet does not stand, see `Bar`; None: it stands"""
    is_confirmed: bool
    """a second person said yes to a sheet that came in when the right answers could be seen"""
    is_counted: bool
    """the one that counts of all that were sent on this wave"""
    answers: bytes = field(repr=False)
    """a byte an item, see `app.store.answers.sheets`"""
    points: bytes = field(repr=False)
    """the same of what is asked beside the items"""


COLUMNS = columns_of(Attempt, tables.Attempt)


def in_order(attempt: Attempt) -> tuple[bool, datetime, int]:
    """Returns the sort key by which attempts come in the order received, and unsent ones last."""
    return attempt.received_at is None, attempt.received_at or attempt.started_at, attempt.attempt_id

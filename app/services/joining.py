"""Joining a cohort, saying no, and leaving for good."""

from dataclasses import dataclass
from datetime import datetime

from app.services.people import Card
from app.store import Session

ASSENT_VERSION = "2026-1"
"""Names the words that a learner says yes to; change it with the words."""

SEXES = ("female", "male", "unsaid")
AGE_BANDS = ("10-14", "15-17", "18-19", "20-24", "25-plus", "unsaid")
"""They add up to the five-year bands of health and education statistics and split at 18, where the law does."""


@dataclass(frozen=True)
class Door:
    """What may be known of a cohort before joining; never its label, place or people."""

    cohort_id: int
    join_code: str
    language: str
    """the cohort's"""
    languages: tuple[str, ...]
    """the programme's, in its order"""
    way: str
    course_release_id: int


@dataclass(frozen=True)
class Joined:
    learner_id: int
    handle: int
    first_time: bool
    """False: the same join key again; there is no card to show"""


def open_door(reading: Session, join_code: str, now: datetime) -> Door | None:
    """The cohort that this code opens; None alike for a wrong, closed or expired one, or without consent."""
    raise NotImplementedError


def knock(session: Session, join_code: str, address: str, now: datetime) -> Door | None:
    """`open_door` for a code that somebody typed: wrong ones are counted by address and in all. Commit also for None."""
    raise NotImplementedError


def join(
    session: Session,
    *,
    door: Door,
    join_key: str,
    language: str,
    sex: str,
    age_band: str,
    assent_version: str,
    card: Card,
    pin_hash: str,
    now: datetime,
) -> Joined | None:
    """Become a learner of the cohort; with a known `join_key` the same learner again. None: closed meanwhile.

    Raises ValueError for a sex or age band that we do not know.
    """
    raise NotImplementedError


def decline(session: Session, door: Door) -> None:
    """Somebody said no: counted, and nothing else is kept."""
    raise NotImplementedError


def withdraw(session: Session, learner_id: int, now: datetime) -> None:
    """Erase the learner with every answer; the cohort keeps the count."""
    raise NotImplementedError

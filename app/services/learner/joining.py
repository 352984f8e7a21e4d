"""Joining a cohort, saying no, and leaving for good."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from app.services import erasing
from app.services.admission import GroupFull, lets_in, places_of
from app.services.budgets import Budget, counted_in, spent_until
from app.services.learner.knocking import WITHIN, TooManyJoined, TooManyTries, Visitor
from app.services.people import AGE_BANDS, SEXES, Card, code_hash, read_code
from app.store import Session, instance
from app.store.answers import taken_out
from app.store.people import enrolment, learners, prepared, wrong_tries
from app.store.programmes import cohorts

ASSENT_VERSION = "2026-2"
"""Names the words that a learner says yes to; change it with the words."""

KNOCKS = "join "
"""How the buckets begin in which wrong codes are counted."""


@dataclass(frozen=True)
class Door:
    """A Door is what anybody with the join code may know about a cohort; never its label, place or people."""

    cohort_id: int
    join_code: str
    language: str
    """of the cohort"""
    languages: tuple[str, ...]
    """of the programme, in its order"""
    country: str
    """main country of the programme, whose helplines come first"""
    way: str
    course_release_id: int
    is_waiting: bool
    """the cohort sits an early test, and its course some weeks later"""
    lessons_on: date | None
    is_full: bool
    """nobody else may join, except with a printed card, whose place is reserved"""


@dataclass(frozen=True)
class Joined:
    """A Joined is the learner who results from joining."""

    learner_id: int
    handle: int
    first_time: bool
    """False: this join key was used before; there is no card to show"""
    has_printed_card: bool = False
    """they hold their card already, a printed one"""


def open_door(reading: Session, join_code: str, now: datetime) -> Door | None:
    """Returns the cohort that this join code opens, if learners may join it now.

    None alike for a wrong code, closed joining, a cohort that is over or archived, one without consent, or one on paper
    only. A full cohort is returned, with `is_full`.
    """
    row = enrolment.cohort_of_code(reading, read_code(join_code))
    if row is None:
        return None
    cohort, programme = row
    if not lets_in(cohort, now):
        return None
    return Door(
        cohort_id=cohort.cohort_id,
        join_code=cohort.join_code,
        language=cohort.language,
        languages=tuple(programme.languages),
        country=programme.countries[0],
        way=cohort.way,
        course_release_id=cohort.course_release_id,
        is_waiting=cohort.is_waiting,
        lessons_on=cohort.lessons_on,
        is_full=not places_of(reading, cohort).room,
    )


def knock(session: Session, join_code: str, visitor: Visitor, now: datetime) -> Door | None:
    """Returns what `open_door` does for a join code that a visitor typed.

    A code for which it returns None counts as a wrong try, even if the cohort is only closed: commit also then. Raises
    TooManyTries, whatever the code, if this visitor has to wait.
    """
    buckets = [_blurred(session, bucket) for bucket in visitor.buckets]
    wrong_tries.take_turns(session, buckets)
    until = shut_until(session, visitor, now)
    if until is not None:
        raise TooManyTries(until)
    door = open_door(session, join_code, now)
    if door is None:
        wrong_tries.add(session, buckets, now)
    return door


def shut_until(reading: Session, visitor: Visitor, now: datetime) -> datetime | None:
    """Returns until when no join code of this visitor is looked at; None if they may try. Counts nothing.

    Ask it before any work that takes longer for a right code.
    """
    counted = counted_in(reading)
    return visitor.shut_until(lambda bucket, n: counted(_blurred(reading, bucket), n), now)


def forget_old_knocks(session: Session, now: datetime) -> None:
    """Deletes the counts of wrong join codes and of joining that are more than a quarter of an hour old."""
    wrong_tries.forget_all_old(session, KNOCKS, now, WITHIN)


def _blurred(session: Session, bucket: str) -> str:
    """An address is not kept: only what tells whether it is the same one."""
    key = instance.pepper_of(session, "visitors")
    return KNOCKS + hmac.new(key.encode(), bucket.encode(), hashlib.sha256).hexdigest()[:32]


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
    prepared_card_id: int | None = None,
    visitor: Visitor | None = None,
    now: datetime,
) -> Joined | None:
    """Adds a learner to the cohort and stores their consent; with a `join_key` used before, returns that learner.

    Returns None if joining has closed meanwhile, or that learner was taken out. With an unused printed card
    (`prepared_card_id`) they take its place and code instead of `card`; one used meanwhile counts as none. pin_hash:
    `hash_secret(card.pin)`.

    Raises ValueError for an unknown sex, age band or language, or a join key that is not 8 to 64 characters; GroupFull;
    and TooManyJoined if too many have joined from the visitor's phone or address. visitor: None skips that count.
    """
    if sex not in SEXES or age_band not in AGE_BANDS or language not in door.languages or not 8 <= len(join_key) <= 64:
        raise ValueError(f"cannot join as {sex}, {age_band}, {language} with a key of {len(join_key)} signs")
    known = learners.by_join_key(session, join_key)
    printed = None
    if known is not None and taken_out.is_out(session, known.learner_id):
        return None
    if known is None:
        cohorts.get_for_change(session, door.cohort_id)  # so that of two who come at once one has the last place
        is_open = open_door(session, door.join_code, now)
        if is_open is None:
            return None
        if prepared_card_id is not None:
            printed = prepared.use(session, prepared_card_id, door.cohort_id)
        if printed is None and is_open.is_full:
            raise GroupFull
        if visitor is not None:
            _count_joined(session, visitor, now)
    new = known or learners.keep_first(
        session,
        cohort_id=door.cohort_id,
        join_key=join_key,
        code_hash=printed.code_hash if printed else code_hash(instance.pepper_of(session, "codes"), card.learner_code),
        pin_hash=printed.pin_hash if printed else pin_hash,
        sex=sex,
        age_band=age_band,
        language=language,
        now=now,
        place=enrolment.Place(printed.handle, printed.first_form) if printed else None,
    )
    first_time = known is None and new is not None
    learner = new or learners.by_join_key(session, join_key)
    if learner is None:
        raise RuntimeError("a join key was taken and is gone")
    if first_time:
        version = words_of(assent_version, is_waiting=door.is_waiting)
        learners.add_consent(session, learner.learner_id, version=version, language=language, now=now)
    return Joined(learner.learner_id, learner.handle, first_time, has_printed_card=printed is not None)


def _count_joined(session: Session, visitor: Visitor, now: datetime) -> None:
    buckets = {f"joined {bucket}": tries for bucket, tries in visitor.most_joined.items()}
    budgets = [Budget(_blurred(session, bucket), tries, WITHIN) for bucket, tries in buckets.items()]
    wrong_tries.take_turns(session, [budget.bucket for budget in budgets])
    until = spent_until(counted_in(session), budgets, now)
    if until is not None:
        raise TooManyJoined(until)
    wrong_tries.add(session, [budget.bucket for budget in budgets], now)


def words_of(assent_version: str, *, is_waiting: bool) -> str:
    """Returns the version of the words of consent that a learner read: a waiting group's name one more test."""
    return f"{assent_version} waiting" if is_waiting else assent_version


def decline(session: Session, door: Door) -> None:
    """Adds one to the cohort's count of people who said no; nothing else is stored."""
    enrolment.count_declined(session, door.cohort_id)


def withdraw(session: Session, learner_id: int, now: datetime) -> None:
    """Erases the learner with every answer, at their own wish; the audit entry does not say who it was.

    Does nothing if they are gone already.
    """
    learner = learners.lock_to_erase(session, learner_id)
    if learner is not None:
        erasing.erase(session, learner, "learner.withdraw", now=now)

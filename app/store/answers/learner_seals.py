"""Seals of learners: over who joined with which card and consent, lessons that are done, peers who were taught, and
every test that was received of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.store.keyed_seals import Kind, Record
from app.store.tables import Attempt, Consent, Learner, LessonProgress, PeerReach

_ABOUT = (
    *(Learner.learner_id, Learner.cohort_id, Learner.handle, Learner.code_hash, Learner.pin_hash, Learner.join_key),
    *(Learner.sex, Learner.age_band, Learner.first_form, Learner.joined_at),
)
_CONSENT = (Consent.given_at, Consent.version, Consent.language)
_RECEIVED = (
    *(Attempt.key, Attempt.cohort_id, Attempt.instrument_id, Attempt.wave, Attempt.form, Attempt.wording_id),
    *(Attempt.language, Attempt.started_at, Attempt.finished_at, Attempt.received_at, Attempt.content_sha256),
    *(Attempt.channel, Attempt.typed_by, Attempt.answers, Attempt.seconds, Attempt.points),
)
"""What a phone, page or sheet sent of a test; all other columns can be computed from these, but for _OF_SHEETS."""
_OF_SHEETS = (Attempt.source, Attempt.reason, Attempt.bar, Attempt.is_confirmed)
"""What happened to a sheet of paper; sealed where anything did, so that the seals of before hold."""
_TAUGHT = (PeerReach.peers, PeerReach.reported_at)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = (
    select(Learner.seal, *_TAUGHT, *_ABOUT, *_CONSENT)
    .outerjoin(Consent, Consent.learner_id == Learner.learner_id)
    .outerjoin(PeerReach, PeerReach.learner_id == Learner.learner_id)
    .where(Learner.learner_id.in_(_IDS))
    .order_by(*_CONSENT)
)
_LESSONS = (
    select(LessonProgress.learner_id, LessonProgress.lesson_number, LessonProgress.done_at)
    .where(LessonProgress.learner_id.in_(_IDS), LessonProgress.done_at.is_not(None))
    .order_by(LessonProgress.lesson_number)
)
_TESTS = select(Attempt.learner_id, *_RECEIVED, *_OF_SHEETS).where(
    Attempt.learner_id.in_(_IDS), Attempt.received_at.is_not(None)
)


def _read(session: Session, ids: Collection[int]) -> dict[int, Record]:
    tests = defaultdict[int, dict[str, tuple[object, ...]]](dict)
    for learner_id, key, *values in session.execute(_TESTS, {"ids": [*ids]}):
        received, of_sheet = values[: -len(_OF_SHEETS)], values[-len(_OF_SHEETS) :]
        tests[learner_id][f"attempt {key}"] = (*received, *of_sheet) if any(of_sheet) else tuple(received)
    lessons = defaultdict[int, list[object]](list)
    for learner_id, *done in session.execute(_LESSONS, {"ids": [*ids]}):
        lessons[learner_id].append(done)
    people: dict[int, Record] = {}
    for seal, peers, reported_at, learner_id, *values in session.execute(_PEOPLE, {"ids": [*ids]}):
        about, consent = values[: len(_ABOUT) - 1], values[len(_ABOUT) - 1 :]
        did = {"lessons": lessons[learner_id], "peers": [peers, reported_at]}
        former = people[learner_id].values if learner_id in people else (learner_id, *about, did)
        people[learner_id] = Record((*former, consent), tests[learner_id], seal)
    return people


def _read_without_lessons(session: Session, ids: Collection[int]) -> dict[int, Record]:
    about = len(_ABOUT)
    return {
        learner_id: replace(record, values=record.values[:about] + record.values[about + 1 :])
        for learner_id, record in _read(session, ids).items()
    }


LEARNERS = Kind(Learner.__tablename__, _read, parts="tests that were received")
WITHOUT_LESSONS = replace(LEARNERS, read=_read_without_lessons)
"""What an older version sealed of a learner: neither lessons nor peers."""

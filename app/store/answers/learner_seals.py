"""Seals of learners: over who joined with which card and consent, and over every test that was received of them."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.store.keyed_seals import Kind, Record
from app.store.tables import Attempt, Consent, Learner

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
"""What of a test came with it, from its key to its last answer; the rest is worked out from these again."""
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = (
    select(Learner.seal, *_ABOUT, *_CONSENT)
    .outerjoin(Consent, Consent.learner_id == Learner.learner_id)
    .where(Learner.learner_id.in_(_IDS))
    .order_by(*_CONSENT)
)
_TESTS = select(Attempt.learner_id, *_RECEIVED).where(Attempt.learner_id.in_(_IDS), Attempt.received_at.is_not(None))


def _read(session: Session, ids: Collection[int]) -> dict[int, Record]:
    tests = defaultdict[int, dict[str, tuple[object, ...]]](dict)
    for learner_id, key, *values in session.execute(_TESTS, {"ids": [*ids]}):
        tests[learner_id][f"attempt {key}"] = tuple(values)
    people: dict[int, Record] = {}
    for seal, learner_id, *values in session.execute(_PEOPLE, {"ids": [*ids]}):
        about, consent = values[: len(_ABOUT) - 1], values[len(_ABOUT) - 1 :]
        former = people[learner_id].values if learner_id in people else (learner_id, *about)
        people[learner_id] = Record((*former, consent), tests[learner_id], seal)
    return people


LEARNERS = Kind(Learner.__tablename__, _read, parts="tests that were received")

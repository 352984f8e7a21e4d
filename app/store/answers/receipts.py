"""What was received of a cohort, as one digest in the audit, so that the head that a publication prints covers it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.answers import taken_out
from app.store.tables import Attempt
from courses import Wave


@dataclass(frozen=True, slots=True)
class Receipts:
    """A Receipts holds the number and the digest of the counting tests with which a cohort settles, for the audit."""

    tests: int
    """how many"""
    digest: str
    """16 hexadecimal digits over what each was received as, and over its answers"""


def of_cohort(session: Session, cohort_id: int) -> Receipts:
    """Returns the number and the digest of the counting tests that were sat in a cohort, without follow-ups.

    Tests whose learner was merged into one of another cohort are included.
    """
    of = Attempt
    query = select(of.key, of.received_at, of.content_sha256, of.answers)
    query = query.where(of.cohort_id == cohort_id, of.is_counted, of.wave != Wave.FOLLOW_UP)
    query = query.where(of.learner_id.not_in(taken_out.ids())).order_by(of.key)
    digest, tests = hashlib.sha256(), 0
    rows: Any = session.execute(query)
    for key, received_at, sha256, answers in rows:
        digest.update(f"{key} {received_at.isoformat()} {sha256} {bytes(answers).hex()}\n".encode())
        tests += 1
    return Receipts(tests, digest.hexdigest()[:16])

"""Whether the tests that count in a settled cohort are those that it settled with, according to the audit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.answers import receipts
from app.store.steps import COURSE
from app.store.tables import Audit, Settlement

ACTS = ("cohort.settle", "cohort.settle_due")


def list_changed(session: Session) -> Iterator[int]:
    """Yields the ids of settled cohorts whose counting tests are not those with which they settled.

    Left out are cohorts of which somebody was erased or merged since, that settled again, or that settled before the
    audit noted these tests.
    """
    holds = (Settlement.step == COURSE) & (Settlement.number == 1) & Settlement.is_current
    query = (
        select(Audit.cohort_id, Audit.detail)
        .join(Settlement, (Settlement.cohort_id == Audit.cohort_id) & holds)
        .where(Audit.act.in_(ACTS), Settlement.erased_count == 0, Settlement.merged_count == 0)
        .order_by(Audit.audit_id)
    )
    acts: Sequence[Any] = session.execute(query).all()
    for cohort_id, detail in acts:
        if "digest" in detail and not asdict(receipts.of_cohort(session, cohort_id)).items() <= detail.items():
            yield cohort_id

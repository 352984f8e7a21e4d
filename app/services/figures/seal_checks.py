"""Checks that what was received and frozen is what it was: each test, who joined and may sign in, what was counted."""

from collections.abc import Iterator

from app.store import SecretFault, Session
from app.store.figures import settled_receipts
from app.store.keyed_seals import faults as faults_of
from app.store.sealing import KINDS


def faults(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (row, what is wrong) for each sealed row that was changed, added or removed by hand.

    Also for settled cohorts whose tests are not those that the audit lists. Without the instance's secret, seals are
    not checked.
    """
    what = "the tests that count in it are not those with which it settled, as the list of what was done says"
    yield from ((f"cohort {cohort_id}", what) for cohort_id in settled_receipts.list_changed(session))
    try:
        for kind in KINDS:
            yield from faults_of(session, kind)
    except SecretFault:
        return

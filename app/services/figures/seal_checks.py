"""Checks that what was received and frozen is what it was: each test, who joined and may sign in, what was counted."""

from collections.abc import Iterator

from app.services.submission import content_sha256
from app.store import SecretFault, Session, made_rows
from app.store.answers import refused
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
    yield from made_rows.list_missing(session)
    yield from _faults_of_refused(session)
    try:
        for kind in KINDS:
            yield from faults_of(session, kind)
    except SecretFault:
        return


def _faults_of_refused(session: Session) -> Iterator[tuple[str, str]]:
    for refused_id, body, sha256 in refused.list_bodies(session):
        if content_sha256(body) != sha256:
            yield f"refused_attempt {refused_id}", "its content is not what its hash says"

"""Checks that what was received is what it was: each test, who joined, who is in a group, and who may sign in."""

from collections.abc import Iterator

from app.store import SecretFault, Session
from app.store.keyed_seals import faults as faults_of
from app.store.sealing import KINDS


def faults(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (row, what is wrong with it); nothing where the secret is not there, for it is what checks."""
    try:
        for kind in KINDS:
            yield from faults_of(session, kind)
    except SecretFault:
        return

"""How the small things to do at the ends of pieces worked out in a cohort, from eleven answers on."""

from collections.abc import Mapping

from analytics import LEAST
from app.store import Session
from app.store.answers import deeds
from app.store.programmes.cohorts import Cohort

SHOWN_FROM = LEAST
"""Answers about one piece, below which none is shown."""


def worked_out(session: Session, cohort: Cohort) -> Mapping[str, Mapping[str, int]]:
    """Returns how often each answer was given, by piece id and answer, of pieces with at least eleven answers."""
    counts = deeds.list_counts(session, cohort.cohort_id)
    return {piece_id: answers for piece_id, answers in counts.items() if sum(answers.values()) >= SHOWN_FROM}

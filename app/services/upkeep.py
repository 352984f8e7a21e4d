"""Is everything that is kept true? What was derived, and every score, worked out anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.services import ledgers
from app.services.releases import release_of_structure
from app.store import Session, attempts, summaries
from assessments import score


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; `what` names no person and no answer."""

    where: str
    what: str


def findings(session: Session) -> Iterator[Finding]:
    """Whatever does not agree with the stored answers: none, unless somebody edited the database by hand."""
    return chain(wrong_figures(session), wrong_scores(session))


def wrong_figures(session: Session) -> Iterator[Finding]:
    """What was derived and does not agree."""
    for difference in summaries.differences(session):
        key = " ".join(map(str, difference.key))
        yield Finding(difference.table, f"{key}: kept {difference.kept}, counted {difference.counted}")
    for where, what in ledgers.faults(session):
        yield Finding(where, what)


def wrong_scores(session: Session) -> Iterator[Finding]:
    """Scores that do not agree with their answers."""
    for attempt, responses in attempts.list_received(session):
        release = release_of_structure(session, attempt.structure_digest)
        scored = score(release.instrument, attempt.form, responses)
        counted = (scored.right, scored.answered, scored.unsure, scored.is_complete)
        kept = (attempt.score, attempt.answered_count, attempt.unsure_count, attempt.is_complete)
        if counted != kept:
            yield Finding(f"attempt {attempt.key}", f"kept {kept}, counted {counted}")


def rebuild(session: Session) -> None:
    """Make the derived tables anew; not what settled cohorts told: that is frozen, and settles anew by a deed."""
    summaries.rebuild(session)
    ledgers.rebuild(session)

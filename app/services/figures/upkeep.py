"""Checks that everything stored is true: what was derived, and every score, is worked out anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.services.figures import act_checks, attempt_checks, ledgers, release_checks, seal_checks
from app.store import SecretFault, Session, audit_chain
from app.store.answers import summaries
from app.store.figures import additions
from app.store.programmes import retention


@dataclass(frozen=True)
class Finding:
    """A Finding is something stored that is not as it should be; `what` names no person and no answer.

    mend: what to do.
    """

    where: str
    what: str
    mend: str


def findings(session: Session) -> Iterator[Finding]:
    """Yields whatever does not agree with the stored answers: none, unless the database was edited by hand.

    Where a release or an instrument is not what it was, these alone: nothing else can be read without them.
    """
    releases = [*wrong_releases(session)]
    return iter(releases) if releases else chain(wrong_figures(session), wrong_scores(session))


def wrong_releases(session: Session) -> Iterator[Finding]:
    """Yields a finding for each course release, or instrument in one, that is not what was released."""
    for where, what in release_checks.faults(session):
        yield Finding(where, what, ledgers.RESTORE)


def wrong_figures(session: Session) -> Iterator[Finding]:
    """Yields a finding for each derived row, ledger and cell that does not agree with what it comes from."""
    for difference in summaries.differences(session):
        key = " ".join(map(str, difference.key))
        what = f"{key}: kept {difference.stored}, counted {difference.counted}"
        yield Finding(difference.table, what, ledgers.REBUILD)
    for where, what, mend in ledgers.faults(session):
        yield Finding(where, what, mend)


def wrong_scores(session: Session) -> Iterator[Finding]:
    """Yields a finding for each attempt whose stored results differ from those worked out anew from its answers.

    Compared are the score and the numbers answered and unsure, whether the attempt is complete, and whether it is after
    a lesson, after the reveal, and counted.
    """
    for key, what in attempt_checks.faults(session):
        yield Finding(f"attempt {key}", what, ledgers.RESTORE)


def wrong_acts(session: Session) -> Iterator[Finding]:
    """Yields a finding for each act of the audit that was changed, moved or taken out."""
    for where, what in act_checks.faults(session):
        yield Finding(where, what, ledgers.RESTORE)


def wrong_seals(session: Session) -> Iterator[Finding]:
    """Yields a finding for each row that was received or frozen and is not what its seal says, or not there any more.

    Tests, consents, cards, groups, staff, settlements and publications; without the secret their seals are not read.
    """
    for where, what in seal_checks.faults(session):
        yield Finding(where, what, ledgers.RESTORE)


def count_erased(session: Session) -> int:
    """Returns how many cohorts have no learner any more since their time was over, which is no fault."""
    return retention.count_erased(session)


def end_of_acts(session: Session) -> tuple[int, str] | None:
    """Returns how many acts there are and the beginning of the last one's digest, as a publication prints them.

    None where there is none, or the secret that would check it is not there.
    """
    try:
        end = audit_chain.sealed_head(session)
    except SecretFault:
        return None
    return (end.number, end.short_digest) if end else None


def rebuild(session: Session) -> int:
    """Makes the derived tables anew, and returns how many of their rows were wrong.

    What a cohort counted when it settled stays: it is frozen, and settles anew by a deed.

    Raises ledgers.Edited, and changes nothing, where that or a release was edited by hand.
    """
    releases = [finding.where for finding in wrong_releases(session)]
    if releases:
        raise ledgers.Edited(releases)
    ledgers.check(session)
    wrong = sum(1 for _ in wrong_figures(session))
    summaries.rebuild(session)
    additions.rebuild(session)
    return wrong

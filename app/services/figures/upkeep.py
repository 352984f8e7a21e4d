"""Checks that everything stored is true: what was derived, and every score, is worked out anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.services.figures import act_checks, attempt_checks, ledgers, release_checks, seal_checks
from app.store import SecretFault, Session, audit_chain
from app.store.answers import summaries
from app.store.figures import additions
from app.store.programmes import retention

OF_LEARNERS = "score_pair"
"""The derived table that has a row for each learner."""


@dataclass(frozen=True)
class Finding:
    """A Finding is one stored thing that is not as it should be.

    where: table and key. what: what is wrong, naming no person and no answer. mend: what to do. learner_id: whose row
    it is where `where` does not say it: `verdicts` makes a number in a group of it.
    """

    where: str
    what: str
    mend: str
    learner_id: int | None = None


def findings(session: Session) -> Iterator[Finding]:
    """Yields every stored release, figure and score that is wrong; none unless the database was edited by hand.

    If a release or an instrument is wrong only these are yielded, since nothing else can be checked without them. The
    audit and the seals are not checked here.
    """
    releases = [*wrong_releases(session)]
    return iter(releases) if releases else chain(wrong_figures(session), wrong_scores(session))


def wrong_releases(session: Session) -> Iterator[Finding]:
    """Yields a finding for each course release or instrument that is not what was released."""
    for where, what in release_checks.faults(session):
        yield Finding(where, what, ledgers.RESTORE)


def wrong_figures(session: Session) -> Iterator[Finding]:
    """Yields a finding for each derived row, settlement and cell that does not fit what it is computed from."""
    for difference in summaries.differences(session):
        yield _of_difference(difference)
    for where, what, mend in ledgers.faults(session):
        yield Finding(where, what, mend)


def _of_difference(difference: summaries.Difference) -> Finding:
    """Names columns and no value: a row of scores has somebody's."""
    if difference.stored is None or difference.counted is None:
        what = "a row is missing" if difference.stored is None else "a row stands for nothing that was answered"
    elif isinstance(difference.stored, bool) or isinstance(difference.counted, bool):
        what = "is_settled is not as it was counted"
    else:
        columns = [
            name
            for name, stored in difference.stored._asdict().items()
            if stored != difference.counted._asdict().get(name)
        ]
        what = f"not as it was counted: {', '.join(columns)}"
    if difference.table == OF_LEARNERS:
        return Finding(difference.table, what, ledgers.REBUILD, int(difference.key[0]))
    return Finding(difference.table, f"cohort {difference.key[0]}: {what}", ledgers.REBUILD)


def wrong_scores(session: Session) -> Iterator[Finding]:
    """Yields a finding for each attempt whose stored results differ from those recomputed from its answers.

    Compared are the score, the numbers of answers and of "I am not sure", and whether the attempt is complete, after a
    lesson, after the reveal, and counted.
    """
    for key, what in attempt_checks.faults(session):
        yield Finding(f"attempt {key}", what, ledgers.RESTORE)


def wrong_acts(session: Session) -> Iterator[Finding]:
    """Yields a finding for each audit entry that was changed, moved, removed or added by hand.

    None without the instance's secret, which the check needs.
    """
    for where, what in act_checks.faults(session):
        yield Finding(where, what, ledgers.RESTORE)


def wrong_seals(session: Session) -> Iterator[Finding]:
    """Yields a finding for each row that was changed, added or removed since it was sealed.

    Sealed are tests, consents, cards, groups, staff, settlements and publications. Seals are not checked without the
    instance's secret.
    """
    for where, what in seal_checks.faults(session):
        yield Finding(where, what, ledgers.RESTORE)


def count_erased(session: Session) -> int:
    """Returns how many cohorts have no learners left because their time was over; this is no fault."""
    return retention.count_erased(session)


def end_of_acts(session: Session) -> tuple[int, str] | None:
    """Returns the number of audit entries and the first digits of the last one's digest, as a publication prints them.

    None if there is no entry, or without the instance's secret, which the check needs.
    """
    try:
        end = audit_chain.sealed_head(session)
    except SecretFault:
        return None
    return (end.number, end.short_digest) if end else None


def rebuild(session: Session) -> int:
    """Computes the derived tables again; returns how many of their rows were wrong.

    Frozen counts of settled cohorts stay. Raises ledgers.Edited, and changes nothing, if a settlement or a release was
    edited by hand.
    """
    releases = [finding.where for finding in wrong_releases(session)]
    if releases:
        raise ledgers.Edited(releases)
    ledgers.check(session)
    wrong = sum(1 for _ in wrong_figures(session))
    summaries.rebuild(session)
    additions.rebuild(session)
    return wrong

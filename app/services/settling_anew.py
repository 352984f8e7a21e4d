"""Settled cohorts are counted anew where enough learners have changed that the difference tells of none of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from analytics import LEAST
from app.services.settling import count
from app.store import Session, attempts, audit, frozen, programmes, publications, settlements, summaries
from app.store.steps import COURSE, FOLLOW_UP

LEAST_CHANGES = LEAST
"""From so many changes in a group on it may settle anew: as fewer learners are not shown, fewer would tell whose they
are."""


class TooFewChanges(ValueError):
    """So few people have changed since that the new figures would tell of them."""


class DoneAlready(ValueError):
    """Somebody has settled anew since this was looked at."""


@dataclass(frozen=True)
class Changes:
    """How many learners of a region (None: of the programme) would count otherwise today. least: at least so many,
    exactly so many where is_exact; None: fewer than LEAST_CHANGES, so that it cannot settle anew."""

    region: str | None
    groups: int
    least: int | None
    is_exact: bool = True


def settle_anew(
    session: Session,
    programme_id: int,
    region: str | None = None,
    *,
    by: int | None = None,
    now: datetime,
    is_edition: bool = False,
    after: int | None = None,
) -> int:
    """Count the settled cohorts of a programme, or of its region, as they are today; gives their number.

    after: the last settling anew that was known when this was decided, see `settlements.last_anew`; None for any.
    Raises TooFewChanges, but not where everything is told anew (is_edition, without a region), and DoneAlready.
    """
    publications.lock(session, programme_id)
    if after is not None and settlements.last_anew(session, programme_id) != after:
        raise DoneAlready
    if not (is_edition and region is None) and changes_since(session, programme_id, region) < LEAST_CHANGES:
        raise TooFewChanges
    cohort_ids = settlements.list_settled(session, programme_id, region)
    for cohort_id in cohort_ids:
        cohort = settlements.lock(session, cohort_id)
        old = {step: settlements.current(session, cohort_id, step) for step in (COURSE, FOLLOW_UP)}
        learner_ids = settlements.learner_ids(session, cohort_id)
        for former in old.values():
            if former is not None:
                settlements.retire(session, former)
        with summaries.kept(session, *learner_ids):
            settlements.set_settled(session, cohort_id, is_settled=False)
            for learner_id in learner_ids:
                attempts.recount(session, learner_id)
        for step, former in old.items():
            if cohort is not None and former is not None:
                count(session, cohort, step, by=by, month=former.month, now=now, number=former.number + 1)
    _note(session, "programme.settle_anew", programme_id, region, by=by, now=now, groups=len(cohort_ids))
    return len(cohort_ids)


def refuse_anew(
    session: Session, programme_id: int, region: str | None, fault: ValueError, *, by: int | None, now: datetime
) -> None:
    """Write down that somebody asked for it in vain, and why. fault: what `settle_anew` raised."""
    _note(session, "refusal.settling", programme_id, region, by=by, now=now, reason=type(fault).__name__)


def _note(
    session: Session,
    act: str,
    programme_id: int,
    region: str | None,
    *,
    by: int | None,
    now: datetime,
    **detail: Any,
) -> None:
    programme = programmes.get_by_id(session, programme_id)
    subject = programme.ref if programme else ""
    audit.add(session, act, by=by, at=now, subject=subject, programme_id=programme_id, region=region or "", **detail)


def changes_since(session: Session, programme_id: int, region: str | None = None) -> int:
    """Learners of settled cohorts who would count otherwise today than they did: corrected, come later, gone, moved."""
    changes = _changes_by_region(session, programme_id)
    return sum(changes.values()) if region is None else changes[region]


def list_changes(session: Session, programme_id: int) -> list[Changes]:
    """Of the programme first, then of each of its regions in which a cohort has settled, by code."""
    groups, changes = settlements.count_settled(session, programme_id), _changes_by_region(session, programme_id)
    regions = [_change(region, groups[region], changes[region]) for region in sorted(groups)]
    whole = _change(None, sum(groups.values()), sum(changes.values()))
    if whole.least is not None and any(of.least is None for of in regions):
        known = max(LEAST_CHANGES, sum(of.least or 0 for of in regions))
        whole = replace(whole, least=known, is_exact=False)  # else the rest of the sum would be that of a small one
    return [whole, *regions]


def _change(region: str | None, groups: int, learners: int) -> Changes:
    return Changes(region, groups, learners if learners >= LEAST_CHANGES else None)


def _changes_by_region(session: Session, programme_id: int) -> Counter[str]:
    """Reads no learner of whom nothing can have changed. Who joined later is none of them: ten who joined would let
    one result be told."""
    settled = settlements.settled(programme_id)
    doubtful: dict[int, list[int]] = defaultdict(list)
    for cohort_id, learner_id in frozen.list_doubtful(session, settled):
        doubtful[cohort_id].append(learner_id)
    changes: Counter[str] = Counter()
    for settlement, cohort in settlements.list_with_cohorts(session, programme_id):
        places = ("programme_id", "partner_id", "region_code", "way")
        if any(getattr(settlement, name) != getattr(cohort, name) for name in places):
            changes[settlement.region_code] += settlement.learner_count
            continue
        otherwise = sum(attempts.would_change(session, learner_id) for learner_id in doubtful[cohort.cohort_id])
        gone = settlement.erased_count + settlement.merged_count
        changes[settlement.region_code] += gone + otherwise
    return changes

"""Settled cohorts are counted anew where so many learners have changed that the difference tells of none of them.

The rule stands in changes.py.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.services.figures.changes import LEAST_CHANGES, Change, changes_of, has_moved
from app.services.figures.settling import count
from app.store import Session, audit
from app.store.answers import counting, frozen, summaries
from app.store.figures import additions, publications, settlements
from app.store.figures.settlements import Settlement
from app.store.programmes import programmes
from app.store.steps import COURSE, FOLLOW_UP


class TooFewChanges(ValueError):
    """Raised if no cohort has changed enough to settle again without telling about single learners."""


class DoneAlready(ValueError):
    """Raised if somebody has settled the programme again since the caller looked at it."""


@dataclass(frozen=True)
class Changes:
    """A Changes counts the settled cohorts of a region, or of the whole programme, that may settle again.

    groups: number of settled cohorts. ready: number of them that may settle again. learners: number in these who would
    count differently. waiting: number of the others.
    """

    region: str | None
    groups: int
    ready: int
    learners: int

    @property
    def waiting(self) -> int:
        return self.groups - self.ready


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
    """Settles again the cohorts of a programme, or of one region, that have changed enough; returns how many did.

    Their old counts are taken out of the figures and the new ones added. Writes an audit entry. is_edition: all settled
    cohorts, however little has changed; ignored with a region. after: what `settlements.last_anew` returned when this
    was decided; None skips that check. Raises TooFewChanges, and DoneAlready if `after` is out of date.
    """
    publications.lock(session, programme_id)
    if after is not None and settlements.last_anew(session, programme_id) != after:
        raise DoneAlready
    if is_edition and region is None:
        cohort_ids = settlements.list_settled(session, programme_id)
    else:
        cohort_ids = [settlement.cohort_id for settlement, _ in _ready(session, programme_id, region)]
        if not cohort_ids:
            raise TooFewChanges
    for cohort_id in cohort_ids:
        _count_anew(session, cohort_id, by=by, now=now)
    _note(session, "programme.settle_anew", programme_id, region, by=by, now=now, groups=len(cohort_ids))
    return len(cohort_ids)


def _count_anew(session: Session, cohort_id: int, *, by: int | None, now: datetime) -> None:
    cohort = settlements.lock(session, cohort_id)
    old = {step: settlements.current(session, cohort_id, step) for step in (COURSE, FOLLOW_UP)}
    learner_ids = settlements.learner_ids(session, cohort_id)
    for former in old.values():
        if former is not None:
            additions.retire(session, former)
    with summaries.maintained(session, *learner_ids):
        settlements.set_settled(session, cohort_id, is_settled=False)
        for learner_id in learner_ids:
            counting.recount(session, learner_id)
    for step, former in old.items():
        if cohort is not None and former is not None:
            count(session, cohort, step, by=by, month=former.month, now=now, number=former.number + 1)


def refuse_anew(
    session: Session, programme_id: int, region: str | None, fault: ValueError, *, by: int | None, now: datetime
) -> None:
    """Writes an audit entry that somebody tried to settle cohorts again in vain, and why.

    fault: TooFewChanges or DoneAlready.
    """
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


def list_changes(session: Session, programme_id: int) -> list[Changes]:
    """Lists how many settled cohorts may settle again: for the programme first, then for each region, by code.

    It never tells how few learners have changed in a cohort that may not.
    """
    groups, ready, learners = settlements.count_settled(session, programme_id), Counter[str](), Counter[str]()
    for settlement, changes in _ready(session, programme_id):
        ready[settlement.region_code] += 1
        learners[settlement.region_code] += max(max(change.changed, change.moved) for change in changes)
    regions = [Changes(region, groups[region], ready[region], learners[region]) for region in sorted(groups)]
    return [Changes(None, sum(groups.values()), ready.total(), learners.total()), *regions]


def _ready(session: Session, programme_id: int, region: str | None = None) -> Iterator[tuple[Settlement, list[Change]]]:
    """The courses of cohorts that may settle anew. Reads no learner of a cohort that cannot have changed enough."""
    doubtful = frozen.count_doubtful(session, settlements.settled(programme_id))
    for settlement, cohort in settlements.list_with_cohorts(session, programme_id):
        gone = settlement.erased_count + settlement.merged_count
        is_near = has_moved(settlement, cohort) or gone + doubtful.get(cohort.cohort_id, 0) >= LEAST_CHANGES
        if not is_near or region not in (None, settlement.region_code):
            continue
        changes = changes_of(session, settlement, cohort)
        has_any = any(change.changed or change.moved for change in changes)
        if has_any and not any(change.tells_of_few for change in changes):
            yield settlement, changes

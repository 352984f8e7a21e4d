"""Settled cohorts are counted anew where so many learners have changed that the difference tells of none of them.

**The rule** holds for each cohort by itself, whether a region or the whole programme is counted anew: a cohort is the
smallest group of which figures are shown inside. Its own page shows them to partner lead and M&E officer; a region, a
partner, a way, a month and the programme add up whole cohorts. So each of them moves by nobody or by LEAST_CHANGES
learners at least, whoever looks before and after. It holds for each table of scores: learners with both tests, early
and first test, all three. Cohorts of which it is not true wait, until it is or everything is told in a new edition.

Girls, boys, ages, languages and channels lie within cohorts: of them fewer may move (docs/privacy.md).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics import LEAST
from analytics.counts.ledger import WAITING
from app.services.figures import ledgers
from app.services.figures.settling import count
from app.services.waves import Wave
from app.store import Session, audit
from app.store.answers import attempts, frozen, summaries
from app.store.answers.attempts import Attempt
from app.store.figures import publications, settlements
from app.store.figures.settlements import Settlement
from app.store.programmes import cohorts, programmes
from app.store.steps import COURSE, FOLLOW_UP

LEAST_CHANGES = LEAST
"""From so many changes in a cohort on it may settle anew: as fewer learners are not shown, fewer would tell whose they
are."""
PLACES = ("programme_id", "partner_id", "region_code", "way")
TABLES = {
    "pre_post": (COURSE, {Wave.PRE, Wave.POST}),
    "early_pre": (COURSE, {Wave.EARLY, Wave.PRE}),
    "pre_post_of_three": (FOLLOW_UP, {Wave.PRE, Wave.POST, Wave.FOLLOW_UP}),
}
"""Tables of scores in a ledger: on which step each is counted, and of learners with which tests; the early one only
where the cohort waited."""


class TooFewChanges(ValueError):
    """No cohort here has changed so much that the new figures would tell of nobody."""


class DoneAlready(ValueError):
    """Somebody has settled anew since this was looked at."""


@dataclass(frozen=True)
class Change:
    """What would be different in one table of a cohort, in learners. changed: corrected, come later, or gone. joined:
    came into the cohort when it had settled. moved: all who are left, where it counts elsewhere by now; else 0."""

    changed: int
    joined: int
    moved: int

    @property
    def tells_of_few(self) -> bool:
        """Who joined does not help to reach LEAST_CHANGES, since anybody can, and must not stand alone."""
        is_few = any(0 < learners < LEAST_CHANGES for learners in (self.changed, self.moved))
        return is_few or (self.joined > 0 and not self.changed)


@dataclass(frozen=True)
class Changes:
    """Of a region (None: of the programme): its settled cohorts, how many of them may settle anew while the others
    wait, and how many learners of these would count otherwise."""

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
    """Count those settled cohorts of a programme, or of its region, that have changed enough as they are today; gives
    their number.

    is_edition: everything, however little has changed; without a region. after: the last settling anew that was known
    when this was decided, see `settlements.last_anew`; None for any. Raises TooFewChanges and DoneAlready.
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
            settlements.retire(session, former)
    with summaries.kept(session, *learner_ids):
        settlements.set_settled(session, cohort_id, is_settled=False)
        for learner_id in learner_ids:
            attempts.recount(session, learner_id)
    for step, former in old.items():
        if cohort is not None and former is not None:
            count(session, cohort, step, by=by, month=former.month, now=now, number=former.number + 1)


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


def list_changes(session: Session, programme_id: int) -> list[Changes]:
    """Of the programme first, then of each of its regions in which a cohort has settled, by code.

    It never tells how few have changed in a cohort that waits.
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
        is_near = _has_moved(settlement, cohort) or gone + doubtful.get(cohort.cohort_id, 0) >= LEAST_CHANGES
        if not is_near or region not in (None, settlement.region_code):
            continue
        changes = changes_of(session, settlement, cohort)
        has_any = any(change.changed or change.moved for change in changes)
        if has_any and not any(change.tells_of_few for change in changes):
            yield settlement, changes


def changes_of(session: Session, settlement: Settlement, cohort: cohorts.Cohort) -> list[Change]:
    """Of each table that a settled cohort has counted. settlement: of its course."""
    changed, joined = Counter[str](), Counter[str]()
    for learner_id in settlements.learner_ids(session, cohort.cohort_id):
        home = frozen.home_of(session, learner_id)
        if home not in (None, cohort.cohort_id):
            continue
        counting, free = attempts.counting_and_free(session, learner_id)
        for table, (_, waves) in TABLES.items():
            (joined if home is None else changed)[table] += _differ(counting, free, waves)
    changes = []
    for table, (step, waves) in TABLES.items():
        made = settlements.current(session, cohort.cohort_id, step)
        if made is not None and (made.standing == WAITING or Wave.EARLY not in waves):
            left = frozen.count_with(session, made, waves)
            gone = ledgers.count_in(made, table) - left
            moved = left if _has_moved(settlement, cohort) else 0
            changes.append(Change(changed[table] + gone, joined[table], moved))
    return changes


def _differ(counting: set[Attempt], free: set[Attempt], waves: set[Wave]) -> bool:
    """Whether a learner who has all these tests, in one of two choices, has others of them in the other."""
    one, other = ({it for it in choice if it.wave in waves} for choice in (counting, free))
    return one != other and any({it.wave for it in choice} == waves for choice in (one, other))


def _has_moved(settlement: Settlement, cohort: cohorts.Cohort) -> bool:
    return any(getattr(settlement, name) != getattr(cohort, name) for name in PLACES)

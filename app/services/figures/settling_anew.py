"""Settled cohorts are counted anew where so many learners have changed that the difference tells of none of them.

**The rule** holds for each cohort by itself, whether a region or the whole programme is counted anew: a cohort is the
smallest group of which figures are shown inside. Its own page shows them to partner lead and M&E officer; a region, a
partner, a way, a month and the programme add up whole cohorts. So each of them moves by nobody or by LEAST_CHANGES
learners at least, whoever looks before and after. It holds for each of TABLES: scores, answers and statements of
learners with both tests; scores of leavers, of early and first test, of all three. And it holds twice: for everybody,
and for those alone of whom nothing was typed in after the right answers could be seen, since figures are of these. A
sheet corrected to the same answers is no change of the first, and takes its learner out of the second. Cohorts of
which it is not true wait, until it is or everything is told in a new edition.

Girls, boys, ages, languages and channels lie within cohorts: of them fewer may move (docs/privacy.md).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics import LEAST
from analytics.counts.ledger import WAITING
from analytics.counts.tally import EARLY_PRE, LEAVERS, PRE_POST, PRE_POST_OF_THREE
from app.services.figures import ledgers
from app.services.figures.settling import count
from app.services.waves import Wave, schedule_of
from app.store import Session, audit
from app.store.answers import counting, frozen, summaries
from app.store.answers.attempt import Attempt
from app.store.figures import additions, pairs, publications, settlements
from app.store.figures.settlements import Settlement
from app.store.programmes import cohorts, programmes
from app.store.steps import COURSE, FOLLOW_UP
from courses import PAIR

LEAST_CHANGES = LEAST
"""From so many changes in a cohort on it may settle anew: as fewer learners are not shown, fewer would tell whose they
are."""
PLACES = ("programme_id", "partner_id", "region_code", "way")
Sitting = tuple[Mapping[str, Attempt], bool]
"""Somebody's attempts by wave, and whether one of both tests was typed in after the right answers could be seen."""


@dataclass(frozen=True)
class Table:
    """A Table is one that is shown of a cohort from LEAST learners on.

    step: when it is counted. name: in a ledger. waves: of learners who have these tests. without: and not this one. of:
    what of their attempts it is made of.
    """

    step: str
    name: str
    waves: tuple[Wave, ...]
    without: Wave | None = None
    of: tuple[str, ...] = ("score",)

    def value(self, sat: Mapping[str, Attempt]) -> tuple[object, ...] | None:
        """Returns what somebody adds to the table; None for nothing. sat: by wave, the attempts that count."""
        if self.without in sat or not sat.keys() >= {*self.waves}:
            return None
        return tuple(getattr(sat[wave], name) for wave in self.waves for name in self.of)


TABLES = (
    Table(COURSE, PRE_POST, PAIR),
    Table(COURSE, PRE_POST, PAIR, of=("form", "answers")),
    Table(COURSE, PRE_POST, PAIR, of=("points",)),
    Table(COURSE, PRE_POST + LEAVERS, (Wave.PRE,), without=Wave.POST),
    Table(COURSE, EARLY_PRE, (Wave.EARLY, Wave.PRE)),
    Table(FOLLOW_UP, PRE_POST_OF_THREE, (*PAIR, Wave.FOLLOW_UP)),
)
"""The early one only where the cohort waited."""


class TooFewChanges(ValueError):
    """Raised where no cohort has changed so much that the new figures would tell of nobody."""


class DoneAlready(ValueError):
    """Raised where somebody has settled anew since this was looked at."""


@dataclass(frozen=True)
class Change:
    """A Change says how many learners of one table of a cohort would be different.

    changed: corrected, come later, or gone. joined: came into the cohort when it had settled. moved: all who are left,
    where it counts elsewhere by now; else 0.
    """

    changed: int
    joined: int
    moved: int

    @property
    def tells_of_few(self) -> bool:
        """Whether so few have changed that the new figures would tell of them.

        Who joined does not help to reach LEAST_CHANGES, since anybody can, and must not stand alone.
        """
        is_few = any(0 < learners < LEAST_CHANGES for learners in (self.changed, self.moved))
        return is_few or (self.joined > 0 and not self.changed)


@dataclass(frozen=True)
class Changes:
    """Changes say which settled cohorts may be counted anew.

    Of a region (None: of the programme): its settled cohorts, how many of them may settle anew while the others wait,
    and how many learners of these would count otherwise.
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
    """Counts anew the settled cohorts of a programme, or of its region, that have changed enough; returns their number.

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
    """Writes down that somebody asked for it in vain, and why. fault: what `settle_anew` raised."""
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
    """Returns the changes of the programme first, then of each region in which a cohort has settled, by code.

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
    """Returns the change in each table of a settled cohort, of everybody, then without those typed late.

    settlement: of its course.
    """
    made = {step: settlements.current(session, cohort.cohort_id, step) for step in (COURSE, FOLLOW_UP)}
    ledger = {step: settlements.ledger_of(one) for step, one in made.items() if one is not None}
    is_waiting = settlement.standing == WAITING
    tables = [kind for kind in TABLES if kind.step in ledger and (is_waiting or Wave.EARLY not in kind.waves)]
    views = [(table, is_in_time) for is_in_time in (False, True) for table in tables]
    changed, joined, left = Counter[int](), Counter[int](), Counter[int]()
    for is_frozen, then, today in _sittings(session, settlement, cohort):
        for place, (table, is_in_time) in enumerate(views):
            old, new = (None if is_in_time and is_late else table.value(sat) for sat, is_late in (then, today))
            (changed if is_frozen else joined)[place] += old != new
            left[place] += is_frozen and old is not None
    has_moved = _has_moved(settlement, cohort)
    return [
        Change(
            changed[place] + ledgers.count_in(ledger[table.step], table.name, is_in_time=is_in_time) - left[place],
            joined[place],
            left[place] if has_moved else 0,
        )
        for place, (table, is_in_time) in enumerate(views)
    ]


def _sittings(
    session: Session, settlement: Settlement, cohort: cohorts.Cohort
) -> Iterator[tuple[bool, Sitting, Sitting]]:
    """Of whoever counts in a cohort or is in it: whether they are frozen, what counts, and what would today."""
    post_test = schedule_of(session, cohort)[Wave.POST]

    def sitting(choice: set[Attempt]) -> Sitting:
        sat = {attempt.wave: attempt for attempt in choice if attempt.instrument_id == settlement.instrument_id}
        sheets = ((sat[wave].typed_by, sat[wave].received_at) for wave in PAIR if wave in sat)
        return sat, pairs.is_typed_late(sheets, post_test)

    for learner_id in settlements.learner_ids(session, cohort.cohort_id):
        home = frozen.home_of(session, learner_id)
        if home in (None, cohort.cohort_id):
            counted, free = counting.counting_and_free(session, learner_id)
            yield home is not None, sitting(counted), sitting(free)


def _has_moved(settlement: Settlement, cohort: cohorts.Cohort) -> bool:
    return any(getattr(settlement, name) != getattr(cohort, name) for name in PLACES)

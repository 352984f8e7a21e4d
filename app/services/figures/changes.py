"""How many learners of a settled cohort would count otherwise today, and when so few that figures would tell of them.

**The rule** holds for each cohort by itself, whether a region or the whole programme is counted anew: a cohort is the
smallest group of which figures are shown inside. Its own page shows them to partner lead and M&E officer; a region, a
partner, a way, a month and the programme add up whole cohorts. So each of them moves by nobody or by LEAST_CHANGES
learners at least, whoever looks before and after. It holds for each of TABLES: scores, answers and statements of
learners with both tests; scores of leavers, of early and first test, of all three. And it holds three times: for
everybody; for those alone of whom one person typed nothing in after the right answers could be seen, since figures are
of these; and, of scores before and after, for those alone of whom nothing was typed in then with a second person's yes,
since the share improved stands without them too. A sheet corrected to the same answers is no change of the first, and
takes its learner out of the others. Cohorts of which it is not true wait, until it is or everything is told in a new
edition.

Girls, boys, ages, languages and channels lie within cohorts: of them fewer may move (docs/privacy.md).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analytics import LEAST
from analytics.counts.ledger import WAITING, Ledger
from analytics.counts.tally import EARLY_PRE, LEAVERS, PRE_POST, PRE_POST_OF_THREE
from app.services.figures import ledgers
from app.services.revealed import PLACES
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import counting, frozen
from app.store.answers.attempt import Attempt
from app.store.figures import pairs, settlements
from app.store.figures.settlements import Settlement
from app.store.programmes import cohorts
from app.store.steps import COURSE, FOLLOW_UP
from courses import PAIR

LEAST_CHANGES = LEAST
"""From so many changes in a cohort on it may settle anew: as fewer learners are not shown, fewer would tell whose they
are."""
EVERYBODY, IN_FIGURES, WITHOUT_SHEETS = range(3)
"""Of whom figures are: all; without what one person alone typed in late; without what a second said yes to, either."""
Sitting = tuple[Mapping[str, Attempt], int]
"""Somebody's attempts by wave, and the last of these in which they are."""


@dataclass(frozen=True)
class Table:
    """A Table is a table of counts that is shown of a cohort from LEAST learners on.

    step: when it is counted. name: in a ledger. waves: its learners have sat all of these tests. without: and not this
    one. of: columns of their attempts that go into the table.
    """

    step: str
    name: str
    waves: tuple[Wave, ...]
    without: Wave | None = None
    of: tuple[str, ...] = ("score",)

    def value(self, sat: Mapping[str, Attempt]) -> tuple[object, ...] | None:
        """Returns what one learner adds to the table; None if they are not in it.

        sat: the attempts that count, by wave.
        """
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


@dataclass(frozen=True)
class Change:
    """A Change counts the learners of one table of a settled cohort who would count differently today.

    changed: number corrected, arrived later, or gone. joined: number who came into the cohort after it had settled.
    moved: number of all who are left if the cohort now belongs to another region, partner, programme or way; else 0.
    """

    changed: int
    joined: int
    moved: int

    @property
    def tells_of_few(self) -> bool:
        """Returns whether so few learners changed that new figures would tell about them.

        They are few if 1 to LEAST_CHANGES - 1 have changed or moved. Learners who joined do not help to reach that
        number, and must not be the only change.
        """
        is_few = any(0 < learners < LEAST_CHANGES for learners in (self.changed, self.moved))
        return is_few or (self.joined > 0 and not self.changed)


def changes_of(session: Session, settlement: Settlement, cohort: cohorts.Cohort) -> list[Change]:
    """Returns how each table of a settled cohort would change today.

    First come the changes among all learners, then those without learners whose sheets were typed in late by one person
    alone, then of the scores before and after those without learners to whose sheets a second said yes.

    settlement: the cohort's current settlement of its course.
    """
    made = {step: settlements.current(session, cohort.cohort_id, step) for step in (COURSE, FOLLOW_UP)}
    ledger = {step: settlements.ledger_of(one) for step, one in made.items() if one is not None}
    is_waiting = settlement.standing == WAITING
    tables = [kind for kind in TABLES if kind.step in ledger and (is_waiting or Wave.EARLY not in kind.waves)]
    views = [(table, view) for view in (EVERYBODY, IN_FIGURES) for table in tables] + [(TABLES[0], WITHOUT_SHEETS)]
    changed, joined, left = Counter[int](), Counter[int](), Counter[int]()
    for is_frozen, then, today in _sittings(session, settlement, cohort):
        for place, (table, view) in enumerate(views):
            old, new = (table.value(sat) if view <= last else None for sat, last in (then, today))
            (changed if is_frozen else joined)[place] += old != new
            left[place] += is_frozen and old is not None
    is_elsewhere = has_moved(settlement, cohort)
    return [
        Change(
            changed[place] + _count(ledger[table.step], table.name, view) - left[place],
            joined[place],
            left[place] if is_elsewhere else 0,
        )
        for place, (table, view) in enumerate(views)
    ]


def _count(ledger: Ledger, table: str, view: int) -> int:
    """How many there were in a table when it settled."""
    those = ledgers.count_in(ledger, table, is_in_time=view >= IN_FIGURES)
    return those - ledgers.count_confirmed(ledger) if view == WITHOUT_SHEETS else those


def _sittings(
    session: Session, settlement: Settlement, cohort: cohorts.Cohort
) -> Iterator[tuple[bool, Sitting, Sitting]]:
    """Of whoever counts in a cohort or is in it: whether they are frozen, what counts, and what would today."""
    post_test = schedule_of(session, cohort)[Wave.POST]

    def sitting(choice: set[Attempt]) -> Sitting:
        sat = {attempt.wave: attempt for attempt in choice if attempt.instrument_id == settlement.instrument_id}
        those = [sat[wave] for wave in PAIR if wave in sat]
        sheets = ((it.typed_by is not None and not it.is_confirmed, it.received_at) for it in those)
        if pairs.is_typed_late(sheets, post_test):
            return sat, EVERYBODY
        return sat, IN_FIGURES if any(it.is_confirmed for it in those) else WITHOUT_SHEETS

    for learner_id in settlements.learner_ids(session, cohort.cohort_id):
        home = frozen.home_of(session, learner_id)
        if home in (None, cohort.cohort_id):
            counted, free = counting.counting_and_free(session, learner_id)
            yield home is not None, sitting(counted), sitting(free)


def has_moved(settlement: Settlement, cohort: cohorts.Cohort) -> bool:
    """Returns whether a cohort's programme, partner, region or way has changed since it settled."""
    return any(getattr(settlement, name) != getattr(cohort, name) for name in PLACES)

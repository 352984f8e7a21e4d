"""How long answers stay: some months after a cohort has settled its learners are erased, while its counts stay.

The months are the programme's. They run from the day on which the last step settled, or was due if it settled later.
Nobody is erased within a week after the months were set, so that a mistake can be undone. A cohort that has not settled
waits until it has, since nothing would be left of it.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.services import erasing
from app.services.cohorts import note, today_of
from app.store import Database, Session, StoreFault
from app.store.answers import deeds
from app.store.figures import settlements
from app.store.people import erasures, learners, prepared
from app.store.programmes import cohort_changes, cohorts, programmes
from app.store.programmes import retention as rows
from app.store.step_windows import due_at, wave_of
from app.store.steps import COURSE, FOLLOW_UP
from courses import Wave, Window, months_after

TO_THINK_AGAIN = timedelta(days=7)
"""From when the months were set until anybody is erased by them."""
AT_ONCE = 100
"""Learners erased in one transaction: nobody who sends a test waits for more."""
PIECE = 500
"""Cohorts looked at together."""
_LOG = logging.getLogger(__name__)


class Wait(Enum):
    """A Wait is the reason why no day can be named yet on which a cohort's learners are erased."""

    FOR_A_CLOCK = "undecided"
    """nobody has said how long answers of this programme stay"""
    TO_SETTLE = "unsettled"
    """nothing would be left of it"""
    FOR_A_TEST = "test"
    """one is open or planned, or a follow-up was held and has not settled"""


@dataclass(frozen=True)
class Term:
    """A Term is the day on which a cohort's learners are erased, or the reason why there is none yet."""

    cohort: cohorts.Cohort
    erases_on: date | None
    """in the cohort's time zone; None: it waits"""
    waits: Wait | None
    is_overdue: bool
    """it waits, though the months have passed since its last day"""

    def is_due(self, now: datetime) -> bool:
        return self.erases_on is not None and self.erases_on <= today_of(self.cohort, now)


def term_of(session: Session, cohort: cohorts.Cohort, programme: programmes.Programme, now: datetime) -> Term:
    """Returns when the learners of a cohort are erased, or why no day can be named yet."""
    windows = cohorts.list_windows(session, [cohort.cohort_id])[cohort.cohort_id]
    made = {step: settlements.current(session, cohort.cohort_id, step) for step in (COURSE, FOLLOW_UP)}
    return _term(cohort, programme, windows, {step: it.settled_at for step, it in made.items() if it}, now)


def list_terms(session: Session, programme_id: int, now: datetime) -> list[Term]:
    """Returns when learners are erased for each cohort of a programme that has learners."""
    return list(_terms(session, rows.list_with_learners(session, programme_id), now))


def list_due(session: Session, now: datetime) -> list[cohorts.Cohort]:
    """Lists settled cohorts whose learners are due to be erased now, or whose erasing has begun."""
    terms = _terms(session, rows.list_settled(session), now)
    return [term.cohort for term in terms if term.is_due(now) or term.cohort.erased_at is not None]


def erase_due(database: Database, now: datetime) -> int:
    """Erases the learners of every cohort whose time is over; returns how many learners were erased.

    Commits transactions of its own and writes audit entries. A cohort that fails is logged and tried again at the next
    call; the others continue.
    """
    with database.reading() as session:
        due = list_due(session, now)
    count = 0
    for cohort in due:
        try:
            count += _erase_due(database, cohort.cohort_id, now)
        except (StoreFault, LookupError, ValueError):
            fields = {"cohort": cohort.cohort_id}
            _LOG.exception("answers of cohort %s could not be erased", cohort.cohort_id, extra={"fields": fields})
    return count


def _erase_due(database: Database, cohort_id: int, now: datetime) -> int:
    with database.writing() as session:
        cohort = settlements.lock(session, cohort_id)
        if cohort is None or (cohort.erased_at is None and not next(_terms(session, [cohort], now)).is_due(now)):
            return 0  # somebody has opened a test meanwhile, or set another time
        begin(session, cohort, now)
    return drop_everybody(database, cohort_id)


def begin(session: Session, cohort: cohorts.Cohort, now: datetime) -> None:
    """Marks a cohort as erased, before `drop_everybody` removes its learners; does nothing if it is marked already.

    From then on nobody joins it and it never settles again. Drops its printed cards, lists it beside the database for
    restored backups, and writes an audit entry.
    """
    if cohort.erased_at is None:
        cohort_changes.set_erased(session, cohort, now)
        prepared.drop_all(session, cohort.cohort_id)
        deeds.drop_keys(session, cohort.cohort_id)
        erasures.note_cohort(session, cohort.ref)
        count = len(settlements.learner_ids(session, cohort.cohort_id))
        note(session, "cohort.erase_due", cohort, by=None, now=now, count=count)


def drop_everybody(database: Database, cohort_id: int) -> int:
    """Erases all learners of a cohort, 100 in each transaction of its own; returns how many were erased.

    If it is interrupted, the next call continues. Call `begin` first.
    """
    count = 0
    while True:
        with database.writing() as session:
            learner_ids = learners.list_ids(session, cohort_id, AT_ONCE)
            erasing.drop(session, learner_ids)
        count += len(learner_ids)
        if len(learner_ids) < AT_ONCE:
            return count


def _terms(session: Session, those: Sequence[cohorts.Cohort], now: datetime) -> Iterator[Term]:
    known = {programme.programme_id: programme for programme in programmes.list_programmes(session, with_archived=True)}
    for start in range(0, len(those), PIECE):
        piece = those[start : start + PIECE]
        ids = [cohort.cohort_id for cohort in piece]
        windows, settled_at = cohorts.list_windows(session, ids), settlements.moments(session, ids)
        for cohort in piece:
            of = cohort.cohort_id
            yield _term(cohort, known[cohort.programme_id], windows[of], settled_at[of], now)


def _term(
    cohort: cohorts.Cohort,
    programme: programmes.Programme,
    windows: Mapping[str, Window],
    settled_at: Mapping[str, datetime],
    now: datetime,
) -> Term:
    months, set_at = programme.retention_months, programme.retention_set_at
    if months is None or set_at is None:
        return Term(cohort, None, Wait.FOR_A_CLOCK, is_overdue=False)
    if COURSE not in settled_at or _has_a_test_to_come(windows, settled_at, now):
        waits = Wait.FOR_A_TEST if COURSE in settled_at else Wait.TO_SETTLE
        return Term(cohort, None, waits, is_overdue=months_after(cohort.ends_on, months) < today_of(cohort, now))
    last = max(_reckoned_from(windows, step, moment) for step, moment in settled_at.items())
    erases_on = max(months_after(today_of(cohort, last), months), today_of(cohort, set_at + TO_THINK_AGAIN))
    return Term(cohort, erases_on, None, is_overdue=False)


def _has_a_test_to_come(windows: Mapping[str, Window], settled_at: Mapping[str, datetime], now: datetime) -> bool:
    """A follow-up that has not opened yet holds nothing up: it opens by itself, and answers do not stay for that."""
    opened = {wave: window for wave, window in windows.items() if window.has_opened(now)}
    is_followed = Wave.FOLLOW_UP in opened and FOLLOW_UP not in settled_at
    return is_followed or not all(window.has_closed(now) for window in opened.values())


def _reckoned_from(windows: Mapping[str, Window], step: str, settled_at: datetime) -> datetime:
    """When it settled, or when it was due where that was earlier, as in a copy that was brought back."""
    window = windows.get(wave_of(step))
    due = due_at(step, window) if window else None
    return min(settled_at, due) if due else settled_at

"""Settles cohorts: a cohort's counts are added to the figures of the programme, once and whole, and then stay.

It settles by itself two weeks after its second test has closed, or earlier when somebody who may asks for it. Once its
result could be seen, opening that test again puts it off for nobody: else a group that did badly would stand in no
figure. Whatever comes later is stored and does not count; before, nobody is shown a gain. The reveal comes earlier
still: it counts once what the facilitator sees of the own group. The follow-up settles as a second step of its own.
"""

import logging
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.services.cohorts import note, today_of
from app.services.figures.ledgers import ledger_of, standing_of
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store import Database, Session, StoreFault
from app.store.answers import frozen, lost_pairs, numbers, receipts, sat_days
from app.store.figures import additions, members, settlements
from app.store.figures.settlements import Settlement
from app.store.programmes import cohorts
from app.store.step_windows import due_at, wave_of
from app.store.steps import COURSE, FOLLOW_UP, REVEAL

STEPS = (REVEAL, COURSE, FOLLOW_UP)
_LOG = logging.getLogger(__name__)


class NotOver(ValueError):
    """Raised if a step cannot settle yet.

    The test is open and it is not due, its closing can still be undone, or a follow-up would come before its course.
    """


class DoneAlready(ValueError):
    """Raised if a step has settled already, or the cohort has no learners."""


def settle(
    session: Session, cohort_id: int, step: str = COURSE, *, by: int | None = None, now: datetime
) -> Settlement | None:
    """Settles a step of a cohort once: freezes its counts, adds them to the figures and writes an audit entry.

    Returns None if the step has settled, or the cohort does not exist or has no learners. The course settles its reveal
    first; a reveal is in no figure and writes no entry. Of two calls at once, the second waits and returns None. Raises
    NotOver if the test is open and the step is not due, its closing can still be undone, or a follow-up would come
    before its course.

    by: id of the member of staff who asked for it; None if it settles by itself.
    """
    cohort = settlements.lock(session, cohort_id)
    if cohort is None or not settlements.has_learners(session, cohort_id):
        return None
    if settlements.current(session, cohort_id, step):
        return None
    due_at = _due_at(session, cohort, step, now)
    if step == COURSE:
        settle(session, cohort_id, REVEAL, now=now)
    course = settlements.current(session, cohort_id, COURSE) if step == FOLLOW_UP else None
    month = course.month if course else _month(session, cohort, min(now, due_at))
    settlement = count(session, cohort, step, by=by, month=month, now=now)
    if step != REVEAL:
        act = "cohort.settle_due" if by is None and due_at <= now else "cohort.settle"
        note(session, act, cohort, by=by, now=now, step=step, **_received(session, cohort_id, step))
    return settlement


def _received(session: Session, cohort_id: int, step: str) -> dict[str, Any]:
    """What the list of acts says of a course that settles: how many tests count in it, and which."""
    return asdict(receipts.of_cohort(session, cohort_id)) if step == COURSE else {}


def refuse(session: Session, cohort_id: int, fault: ValueError, *, by: int | None, now: datetime) -> None:
    """Writes an audit entry that somebody tried to settle a cohort in vain, and why.

    fault: NotOver or DoneAlready. Does nothing if there is no such cohort.
    """
    cohort = cohorts.get_by_id(session, cohort_id)
    if cohort is not None:
        note(session, "refusal.group", cohort, by=by, now=now, reason=type(fault).__name__)


def _due_at(session: Session, cohort: cohorts.Cohort, step: str, now: datetime) -> datetime:
    """Raises NotOver where it cannot even be counted by a deed.

    What is due does not wait for a test that is open again: what is finished in it then counts in nothing.
    """
    schedule = schedule_of(session, cohort)
    window = schedule[wave_of(step)]
    due = due_at(step, window)
    has_come = frozen.is_settled(session, cohort.cohort_id) if step == FOLLOW_UP else schedule.has_revealed(now)
    if due is None or not has_come or not (window.has_closed(now) or due <= now):
        raise NotOver
    return due


def _month(session: Session, cohort: cohorts.Cohort, moment: datetime) -> str:
    """Of a group on paper only the month of its last second test, whenever somebody came to type it in."""
    if cohort.is_on_paper:
        return f"{max(sat_days.of_wave(session, cohort, Wave.POST), default=cohort.ends_on):%Y-%m}"
    return f"{moment.astimezone(ZoneInfo(cohort.time_zone)):%Y-%m}"


def count(
    session: Session, cohort: cohorts.Cohort, step: str, *, by: int | None, month: str, now: datetime, number: int = 1
) -> Settlement:
    """Counts a step of a cohort, due or not, and stores the settlement; all but a reveal is added to the figures.

    month: yyyy-mm under which it counts. number: 1 for the first settlement of the step, 2 for the next, and so on.
    Writes no audit entry.
    """
    structure = release_of(session, cohort.course_release_id).structure_digest
    instrument_id = numbers.instrument(session, structure).instrument_id
    if step == COURSE:
        members.add_absent(session, cohort, instrument_id)
        members.freeze_peers(session, cohort, instrument_id)
        lost = lost_pairs.list_lost(session, cohort.cohort_id, instrument_id)
        members.freeze_came(session, cohort, instrument_id, lost)
        members.freeze_late(session, cohort, instrument_id, schedule_of(session, cohort)[Wave.POST])
        members.freeze_circumstances(session, cohort, instrument_id, schedule_of(session, cohort))
        settlements.set_settled(session, cohort.cohort_id, is_settled=True)
    ledger, learners = ledger_of(session, cohort, step, instrument_id=instrument_id, region=cohort.region_code)
    return additions.add(
        session,
        ledger,
        cohort_id=cohort.cohort_id,
        step=step,
        number=number,
        settled_at=now,
        settled_by=by,
        month=month,
        instrument_id=instrument_id,
        programme_id=cohort.programme_id,
        partner_id=cohort.partner_id,
        region_code=cohort.region_code,
        way=cohort.way,
        standing=standing_of(cohort),
        learner_count=learners,
    )


def step_by_deed(session: Session, cohort: cohorts.Cohort, now: datetime) -> str | None:
    """Returns the next step of a cohort if somebody may settle it now, before it is due by itself; else None."""
    for step in (COURSE, FOLLOW_UP):
        if settlements.current(session, cohort.cohort_id, step) is None:
            try:
                _due_at(session, cohort, step, now)
            except NotOver:
                return None
            return step
    return None


def due_on(session: Session, cohort: cohorts.Cohort, step: str) -> date | None:
    """Returns the day on which this step settles by itself, in the cohort's time zone.

    None until its test has closed; a second test that is open again puts off nothing.
    """
    due = due_at(step, schedule_of(session, cohort)[wave_of(step)])
    return today_of(cohort, due) if due else None


def settle_due(database: Database, now: datetime) -> int:
    """Settles everything that is due by now, one transaction each; returns how many courses and follow-ups settled.

    A cohort that fails is logged and tried again at the next call; the others continue.
    """
    count = 0
    for step in STEPS:
        with database.reading() as session:
            due = settlements.list_due(session, step, now)
        for cohort_id in due:
            try:
                with database.writing() as session:
                    settlement = settle(session, cohort_id, step, now=now)
            except NotOver:
                continue  # opened again meanwhile
            except (StoreFault, LookupError, ValueError):
                fields = {"cohort": cohort_id, "step": step}
                _LOG.exception("cohort %s could not settle (%s)", cohort_id, step, extra={"fields": fields})
                continue
            count += settlement is not None and step != REVEAL
    return count

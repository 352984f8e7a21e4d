"""A cohort settles once and whole: its counts are added to the figures of the programme, and do not change any more.

It settles by itself two weeks after its second test has closed, or earlier when somebody who may asks for it. Whatever
comes later is stored and does not count; before, nobody is shown a gain. The reveal comes earlier still: it counts once
what the facilitator sees of the own group. The follow-up settles as a second step of its own.
"""

import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.services.cohorts import note, today_of
from app.services.ledgers import COURSE, FOLLOW_UP, REVEAL, ledger_of, standing_of, wave_of
from app.services.releases import release_of
from app.services.waves import GRACE, REVEAL_AFTER, span_of
from app.services.windows import is_revealed, window_of
from app.store import (
    Database,
    Session,
    StoreFault,
    attempts,
    audit,
    cohorts,
    frozen,
    members,
    numbers,
    programmes,
    publications,
    settlements,
    summaries,
)
from app.store.settlements import Settlement

LEAST_CHANGES = 11
"""From so many changes in a group on it may settle anew: fewer would tell whose they are."""
STEPS = (REVEAL, COURSE, FOLLOW_UP)
_LOG = logging.getLogger(__name__)


class NotOver(ValueError):
    """The test is open, or its closing can be undone still; or it is a follow-up whose course has not settled."""


class DoneAlready(ValueError):
    """Somebody has settled anew since this was looked at."""


class TooFewChanges(ValueError):
    """So few people have changed since that the new figures would tell of them."""


@dataclass(frozen=True)
class Changes:
    """How many learners of a region (None: of the programme) would count otherwise today. least: at least so many,
    exactly so many where is_exact; None: fewer than LEAST_CHANGES, so that it cannot settle anew."""

    region: str | None
    groups: int
    least: int | None
    is_exact: bool = True


def settle(
    session: Session, cohort_id: int, step: str = COURSE, *, by: int | None = None, now: datetime
) -> Settlement | None:
    """Count this step of a cohort, once: None where it has been, or where nobody is in it. Raises NotOver.

    Whoever is quicker counts: the others wait for the programme and then find it done.
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
    month = course.month if course else _month(cohort, min(now, due_at))
    settlement = _count(session, cohort, step, by=by, month=month, now=now)
    if step != REVEAL:
        act = "cohort.settle_due" if by is None and due_at <= now else "cohort.settle"
        note(session, act, cohort, by=by, now=now, step=step)
    return settlement


def _due_at(session: Session, cohort: cohorts.Cohort, step: str, now: datetime) -> datetime:
    """Raises NotOver where it cannot even be counted by a deed."""
    window = window_of(session, cohort, wave_of(step))
    span = span_of(window) if window else None
    has_come = frozen.is_settled(session, cohort.cohort_id) if step == FOLLOW_UP else is_revealed(session, cohort, now)
    if span is None or span.settles_at is None or not span.has_closed(now) or not has_come:
        raise NotOver
    return span.settles_at


def _month(cohort: cohorts.Cohort, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(cohort.time_zone)):%Y-%m}"


def _count(
    session: Session, cohort: cohorts.Cohort, step: str, *, by: int | None, month: str, now: datetime, number: int = 1
) -> Settlement:
    structure = release_of(session, cohort.course_release_id).structure_digest
    instrument_id = numbers.instrument(session, structure).instrument_id
    if step == COURSE:
        members.add_absent(session, cohort, instrument_id)
        settlements.set_settled(session, cohort.cohort_id, is_settled=True)
    ledger, learners = ledger_of(session, cohort, step, instrument_id=instrument_id, region=cohort.region_code)
    settlement = Settlement(
        cohort_id=cohort.cohort_id,
        step=step,
        number=number,
        is_current=True,
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
    settlements.add(session, settlement, ledger)
    return settlement


def step_by_deed(session: Session, cohort: cohorts.Cohort, now: datetime) -> str | None:
    """What could be counted now, before it is due; None: nothing."""
    for step in (COURSE, FOLLOW_UP):
        if settlements.current(session, cohort.cohort_id, step) is None:
            try:
                _due_at(session, cohort, step, now)
            except NotOver:
                return None
            return step
    return None


def due_on(session: Session, cohort: cohorts.Cohort, step: str) -> date | None:
    """The day on which this step settles by itself, where the cohort is; None while its test has not closed."""
    window = window_of(session, cohort, wave_of(step))
    settles_at = span_of(window).settles_at if window else None
    return today_of(cohort, settles_at) if settles_at else None


def settle_due(database: Database, now: datetime) -> int:
    """Count whatever is due by now, a transaction each; gives how many courses and follow-ups were.

    What fails is logged and tried again the next time: it keeps nothing else back.
    """
    count = 0
    for step, before in ((REVEAL, REVEAL_AFTER), (COURSE, GRACE), (FOLLOW_UP, GRACE)):
        with database.reading() as session:
            due = settlements.list_due(session, step, until=now - before)
        for cohort_id in due:
            try:
                with database.writing() as session:
                    settlement = settle(session, cohort_id, step, now=now)
            except NotOver:
                continue  # opened again meanwhile
            except (StoreFault, LookupError, ValueError):
                _LOG.exception("cohort %s could not settle (%s)", cohort_id, step)
                continue
            count += settlement is not None and step != REVEAL
    return count


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
                _count(session, cohort, step, by=by, month=former.month, now=now, number=former.number + 1)
    _note(session, "programme.settle_anew", programme_id, region, by=by, now=now, groups=len(cohort_ids))
    return len(cohort_ids)


def refuse_anew(session: Session, programme_id: int, region: str | None, *, by: int | None, now: datetime) -> None:
    """Write down that somebody asked for it where too few had changed."""
    _note(session, "refusal.settling", programme_id, region, by=by, now=now)


def _note(
    session: Session,
    act: str,
    programme_id: int,
    region: str | None,
    *,
    by: int | None,
    now: datetime,
    **detail: int,
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
    regions = [_told(region, groups[region], changes[region]) for region in sorted(groups)]
    whole = _told(None, sum(groups.values()), sum(changes.values()))
    if whole.least is not None and any(of.least is None for of in regions):
        known = max(LEAST_CHANGES, sum(of.least or 0 for of in regions))
        whole = replace(whole, least=known, is_exact=False)  # else the rest of the sum would be that of a small one
    return [whole, *regions]


def _told(region: str | None, groups: int, learners: int) -> Changes:
    return Changes(region, groups, learners if learners >= LEAST_CHANGES else None)


def _changes_by_region(session: Session, programme_id: int) -> Counter[str]:
    """Reads no learner of whom nothing can have changed."""
    settled = settlements.settled(programme_id)
    left_out = frozen.count_left_out(session, settled)
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
        changes[settlement.region_code] += gone + left_out.get(cohort.cohort_id, 0) + otherwise
    return changes

"""Versions of a sheet of paper: none is ever deleted, and which one stands is decided where one comes or goes.

Whoever moved to another group keeps the tests that were sat before where they were sat: a correction stays there, is
judged by that group's days, and no group's right answers could be seen by whoever types it in unwatched.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.services.submission import Submission
from app.services.waves import Desk, Wave, schedules_of, without_blanks
from app.store import Session
from app.store.answers import attempts, frozen
from app.store.answers import typed as rows
from app.store.answers.attempt import Attempt, Bar
from app.store.programmes import cohorts


@dataclass(frozen=True)
class Versions:
    """A Versions holds what was typed in of one test of a learner before: the sheet that stands, and one that waits."""

    standing: Attempt | None = None
    """None too where a phone has sent the test"""
    waiting: Attempt | None = None
    """for a second person's yes"""

    @property
    def last(self) -> Attempt | None:
        return self.waiting or self.standing


def versions_of(desk: Desk, wave: Wave) -> Versions:
    """Returns what was typed in of a learner's test, as far as it was neither corrected, refused nor taken out."""
    sent = desk.sent(wave)
    return Versions(sent if sent is not None and sent.typed_by is not None else None, desk.waiting(wave))


def says_the_same(session: Session, former: Attempt, it: Submission) -> bool:
    """Returns whether a sheet has the marks of one that was typed in before, on whichever day each was sat."""
    points = {name: point for name, point in attempts.statements_of(session, former).items() if point is not None}
    same = {name: point for name, point in it.statements.items() if point is not None}
    return (without_blanks(attempts.responses_of(session, former)), points) == (without_blanks(it.answers), same)


def takes_a_second(session: Session, desk: Desk, now: datetime) -> bool:
    """Returns whether a sheet that is typed in or put back now counts only with a second person's yes.

    So it is once the right answers could be seen, whichever day the sheet was sat: in the learner's group, or in one
    where they sat a test before they moved, for their pair may count there. A follow-up asks again what was asked
    before, so what the reveal has shown is right on its sheet, too.
    """
    sat_in = {it.cohort_id for it in desk.attempts if it.received_at is not None}
    elsewhere = [cohorts.get_by_id(session, cohort_id) for cohort_id in sorted(sat_in - {desk.cohort_id})]
    schedules = schedules_of(session, [it for it in elsewhere if it is not None]) if elsewhere else {}
    return any(it[Wave.POST].is_after_reveal(now) for it in (desk.schedule, *schedules.values()))


def where_sat(session: Session, desk: Desk, sheet: Attempt | None) -> Desk:
    """Returns the desk as it is in the group where a sheet was sat; the learner's own for None, or if nobody moved."""
    cohort = cohorts.get_by_id(session, sheet.cohort_id) if sheet and sheet.cohort_id != desk.cohort_id else None
    if cohort is None:
        return desk
    schedule = schedules_of(session, [cohort])[cohort.cohort_id]
    return replace(desk, cohort_id=cohort.cohort_id, time_zone=cohort.time_zone, schedule=schedule)


def make_way(session: Session, former: Versions, bar: Bar | None) -> None:
    """Bars the versions in whose place another one comes.

    bar: of the new one; while it waits itself, the one that stands goes on standing. The caller maintains the derived
    tables and decides which test counts now.
    """
    if former.waiting is not None:
        rows.set_bar(session, former.waiting, Bar.REPLACED)
    if bar is None and former.standing is not None:
        set_aside(session, former.standing, Bar.CORRECTED)


def set_aside(session: Session, sheet: Attempt, bar: Bar) -> None:
    """Bars a sheet that was typed in; only one that counts in a settled cohort goes on counting there."""
    rows.set_bar(session, sheet, bar)
    if not frozen.is_frozen(session, sheet):
        rows.uncount(session, sheet)

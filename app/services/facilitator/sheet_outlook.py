"""What a sheet that was typed in does, or will do once a second person says yes, and until when that can be said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.services.cohorts import today_of
from app.services.facilitator.board import Void
from app.services.waves import Wave, schedules_of
from app.store import Session
from app.store.answers import attempts, frozen
from app.store.answers.waiting import WaitingSheet
from app.store.programmes import cohorts
from app.store.step_windows import due_at, wave_of
from app.store.steps import COURSE, FOLLOW_UP


@dataclass(frozen=True)
class Outlook:
    """An Outlook is what a yes to a waiting sheet does.

    void: why the sheet does not count even then; None: it counts. takes_away: a test that counts goes, and no other
    comes in its place, so the learner's pair goes too. until: the day on which the group settles; a yes that comes
    later changes nothing. None: the day is not known, or it is over.
    """

    void: Void | None
    takes_away: bool
    until: date | None


class Received(Protocol):
    """A Received is a test that was received, with what keeps it from counting."""

    @property
    def is_complete(self) -> bool | None: ...
    @property
    def is_after_lesson(self) -> bool: ...
    @property
    def is_after_reveal(self) -> bool: ...


def void_of(test: Received, *, is_settled: bool) -> Void | None:
    """Returns why a test that stands does not count, or would not; None if nothing keeps it from it."""
    flags = {
        Void.SETTLED: is_settled,
        Void.LESSON: test.is_after_lesson,
        Void.REVEAL: test.is_after_reveal,
        Void.BLANKS: not test.is_complete,
    }
    return next((void for void, stands in flags.items() if stands), None)


def void_now(session: Session, key: str) -> Void | None:
    """Returns why a sheet to which somebody said yes does not count; None if it does. key: of its attempt.

    Raises LookupError if there is no such sheet.
    """
    sheet = attempts.get_by_key(session, key)
    if sheet is None:
        raise LookupError("there is no such sheet")
    if sheet.is_counted:
        return None
    may_count = frozen.may_count(session, sheet.learner_id, sheet.cohort_id, sheet.wave)
    return void_of(sheet, is_settled=not may_count)


def outlooks(session: Session, sheets: Collection[WaitingSheet]) -> dict[str, Outlook]:
    """Returns what a yes to each of these sheets does, by key. The number of queries grows with the groups alone."""
    ids = {cohort_id for it in sheets for cohort_id in (it.sat_in_id, it.pair_in_id)}
    those = {cohort_id: cohorts.get_by_id(session, cohort_id) for cohort_id in sorted(ids)}
    schedules = schedules_of(session, [it for it in those.values() if it is not None]) if those else {}

    def days(sheet: WaitingSheet) -> list[date]:
        step = FOLLOW_UP if sheet.wave == Wave.FOLLOW_UP else COURSE
        ends = (
            (those[cohort_id], due_at(step, schedules[cohort_id][wave_of(step)]))
            for cohort_id in {sheet.sat_in_id, sheet.pair_in_id}
        )
        return [today_of(cohort, end) for cohort, end in ends if cohort is not None and end is not None]

    def outlook(sheet: WaitingSheet) -> Outlook:
        void = void_of(sheet, is_settled=sheet.is_settled)
        takes_away = void not in (None, Void.SETTLED) and sheet.has_counted
        return Outlook(void, takes_away, None if sheet.is_settled else min(days(sheet), default=None))

    return {it.key: outlook(it) for it in sheets}


def lost_by_settling(sheets: Collection[WaitingSheet], cohort: cohorts.Cohort, step: str) -> list[WaitingSheet]:
    """Lists those of a cohort's waiting sheets to which no yes will change anything once it settles this step."""

    def is_lost(sheet: WaitingSheet) -> bool:
        is_of_step = (sheet.wave == Wave.FOLLOW_UP) == (step == FOLLOW_UP)
        return is_of_step and not sheet.is_settled and cohort.cohort_id in (sheet.sat_in_id, sheet.pair_in_id)

    return [it for it in sheets if is_lost(it)]


def first_day(those: Mapping[str, Outlook]) -> date | None:
    """Returns the first day on which a group settles of which sheets wait; None if no day is known."""
    return min((it.until for it in those.values() if it.until is not None), default=None)

"""A group on paper only: its sheets have their true days, and its tests close when somebody says that all are in.

Nothing of it is ever open, so no phone can sit its tests. What other groups owe to the closing of the second test
(the reveal after ten minutes, the grace, settling) it owes to that word.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.services.cohorts import note, today_of
from app.services.waves import Wave, schedule_of, waves_of
from app.store import Session
from app.store.answers import attempts, sat_days, seats
from app.store.programmes import cohorts
from courses import FOLLOW_UP_MONTHS, Day, TrueDay, Window, months_after

CLOSE = (Wave.POST, Wave.FOLLOW_UP)
"""Tests of which somebody says that all sheets are in."""


class ConsentGone(ValueError):
    """Raised if all sheets of a test would be in while the consent is taken back."""


class NoSheets(ValueError):
    """Raised if all sheets of a test would be in before any is, or of a follow-up that has not come yet."""


def waves_to_type(session: Session, cohort: cohorts.Cohort, now: datetime) -> list[Wave]:
    """Lists the tests of which sheets can be typed in by now, in their order.

    They are those that were opened; of a group on paper only all, the follow-up once both tests are over.
    """
    schedule = schedule_of(session, cohort)
    if not cohort.is_on_paper:
        return list(schedule.opened_by(now))
    return [wave for wave in waves_of(cohort) if wave is not Wave.FOLLOW_UP or schedule.may_follow_up(now)]


class Edge(StrEnum):
    """An Edge is what the day of a sheet of a group on paper only lies after, or before."""

    FIRST_DAY = "first_day"
    CONSENT = "consent"
    NO_CONSENT = "no_consent"
    """the consent was taken back: no day is late enough"""
    FORMER = "former"
    """another test of the learner, which comes before"""
    LAST_DAY = "last_day"
    LATER = "later"
    """another test of the learner, which comes after"""
    TODAY = "today"


@dataclass(frozen=True)
class WrongDay:
    """A WrongDay says why the day of a sheet cannot be right: on the wrong side of which day, and whose that is.

    ref: of the group where the sheet was sat: these are its days. wave: the other test, of Edge.FORMER and Edge.LATER.
    """

    ref: str
    sat_on: date
    edge: Edge
    day: date
    wave: Wave | None = None


def timing_of(
    session: Session, cohort: cohorts.Cohort, learner_id: int | None, wave: Wave, sat_on: date, now: datetime
) -> Day | TrueDay:
    """Returns what is known of when a sheet was filled in, by which the intake judges its day.

    In a group on paper only that day lies within the group's own days, not before consent was in place, and between
    the learner's other tests; without consent no day does. learner_id: None for somebody of whom nothing has been
    typed in yet.
    """
    if not cohort.is_on_paper:
        return Day(sat_on, cohort.time_zone)
    firsts, lasts = _edges(session, cohort, learner_id, wave)
    is_due = wave in waves_to_type(session, cohort, now)
    first, last = max(day for _edge, day, _wave in firsts), min((day for _edge, day, _wave in lasts), default=None)
    return TrueDay(sat_on, cohort.time_zone, first if is_due else None, last, waves_of(cohort).index(wave))


def wrong_day(
    session: Session, cohort: cohorts.Cohort, learner_id: int | None, wave: Wave, sat_on: date, now: datetime
) -> WrongDay | None:
    """Returns why a sheet of a group on paper only cannot be of this day; None if it can, or for any other group.

    learner_id: None for somebody of whom nothing has been typed in yet.
    """
    if not cohort.is_on_paper:
        return None
    firsts, lasts = _edges(session, cohort, learner_id, wave)
    early = max(firsts, key=lambda it: it[1])
    late = min([*lasts, (Edge.TODAY, today_of(cohort, now), None)], key=lambda it: it[1])
    passed = early if sat_on < early[1] else late if sat_on > late[1] else None
    return WrongDay(cohort.ref, sat_on, *passed) if passed is not None else None


_Edge = tuple[Edge, date, Wave | None]


def _edges(
    session: Session, cohort: cohorts.Cohort, learner_id: int | None, wave: Wave
) -> tuple[list[_Edge], list[_Edge]]:
    """Before the first ones, and after the last ones, no sheet of this test was sat."""
    waves = waves_of(cohort)
    place = waves.index(wave)
    sat = _days_of(session, learner_id, cohort.time_zone) if learner_id is not None else {}
    consent = (Edge.CONSENT, cohort.consent_on) if cohort.consent_on is not None else (Edge.NO_CONSENT, date.max)
    firsts: list[_Edge] = [(Edge.FIRST_DAY, cohort.starts_on, None), (*consent, None)]
    firsts += [(Edge.FORMER, sat[it], it) for it in waves[:place] if it in sat]
    lasts: list[_Edge] = [(Edge.LATER, sat[it], it) for it in waves[place + 1 :] if it in sat]
    if wave is not Wave.FOLLOW_UP:
        lasts.append((Edge.LAST_DAY, cohort.ends_on, None))
    return firsts, lasts


def _days_of(session: Session, learner_id: int, time_zone: str) -> dict[Wave, date]:
    """The day of each test of a learner that counts."""
    sat = [it for it in attempts.list_attempts(session, learner_id) if it.is_counted]
    return {Wave(it.wave): it.finished_at.astimezone(ZoneInfo(time_zone)).date() for it in sat if it.finished_at}


def day_of_class(session: Session, cohort: cohorts.Cohort, wave: Wave) -> date | None:
    """Returns the last day on which the group sat this test, by the sheets typed in so far; None before the first."""
    return max(sat_days.of_wave(session, cohort, wave), default=None)


def follow_up_on(session: Session, cohort: cohorts.Cohort) -> date | None:
    """Returns the day of the follow-up: three months after the group sat its second test, not after it was typed in.

    None before any sheet of the second test is in.
    """
    sat_on = day_of_class(session, cohort, Wave.POST)
    return months_after(sat_on, FOLLOW_UP_MONTHS) if sat_on else None


def all_in(session: Session, cohort: cohorts.Cohort, wave: Wave, *, by: int, now: datetime) -> bool:
    """Closes a test of a group on paper only, since all its sheets are typed in, and writes an audit entry.

    Returns False, and changes nothing, if it was closed before. Raises ConsentGone, NoSheets if none is in, or a
    follow-up has not come yet, and ValueError for a first test or any other group.
    """
    if not cohort.is_on_paper or wave not in CLOSE:
        raise ValueError("that test closes in another way")
    if wave in schedule_of(session, cohort).windows:
        return False
    if cohort.consent_on is None:
        raise ConsentGone
    if wave not in waves_to_type(session, cohort, now) or not seats.has_begun(session, cohort.cohort_id, wave.value):
        raise NoSheets
    cohorts.keep_window(session, cohort.cohort_id, wave, Window(now, now, now))
    note(session, "paper.all_in", cohort, by=by, now=now, wave=wave.value)
    return True


def undo_all_in(session: Session, cohort: cohorts.Cohort, *, by: int, now: datetime) -> bool:
    """Undoes that all second tests are in, within ten minutes, before anything was shown; writes an audit entry.

    Returns False if it is too late, or nothing was closed.
    """
    if not cohort.is_on_paper or schedule_of(session, cohort).undo_until(now) is None:
        return False
    cohorts.drop_window(session, cohort.cohort_id, Wave.POST)
    note(session, "paper.undo_all_in", cohort, by=by, now=now, wave=Wave.POST.value)
    return True

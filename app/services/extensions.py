"""More time for one learner: a test stays open for them when it has closed for the others.

The right answers wait for the last of them, so nobody sits a test that somebody has seen the answers of; whoever sat in
an extension counts, and is counted apart. More time for everybody is a closing that is put off, see `windows.plan`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.services.cohorts import note
from app.services.waves import Wave, desk_of, schedule_of
from app.store import Session
from app.store.answers import extensions, seats
from app.store.people.learner import Learner
from app.store.programmes import cohorts
from courses import PAIR, AnswersShown, EarlyIsOver, HasEnded, NotToCome, OnPaper, Schedule, check_order


class NotOpened(ValueError):
    """Raised for a test that has neither opened nor is planned to: it has no end that could be put off."""


class NoLonger(ValueError):
    """Raised for an end that is not after the closing for everybody."""


class HasSent(ValueError):
    """Raised if the learner has sent the test already."""


class HasLeft(ValueError):
    """Raised if it is noted why the learner left: nobody waits for somebody who does not come."""


def extend(
    session: Session,
    cohort: cohorts.Cohort,
    learner: Learner,
    wave: Wave,
    until: datetime,
    *,
    by: int | None = None,
    now: datetime,
) -> None:
    """Lets a learner of the cohort sit a test until a moment to come, and writes an audit entry.

    An earlier extension of theirs is replaced. Raises NotToCome, NotOpened, NoLonger, HasSent, HasLeft; AnswersShown
    once the right answers could be seen, or for a pre-test once the post-test has closed; EarlyIsOver for an early test
    once the pre-test has opened; HasEnded when the cohort settles; TooEarly if the follow-up would open before the
    right answers are shown; OnPaper for a cohort on paper only.
    """
    before = schedule_of(session, cohort)
    window, fault = before[wave], bar(before, wave, now)
    if fault is not None:
        raise fault
    if until <= now:
        raise NotToCome
    if window.closed_at is not None and until <= window.closed_at:
        raise NoLonger
    sent = desk_of(session, learner.learner_id).sent(wave)
    if sent is not None and sent.is_complete:
        raise HasSent
    if learner.handle in seats.list_departures(session, cohort.cohort_id):
        raise HasLeft
    check_order(before.with_windows({wave: replace(window, extended_to=until)}), now)
    extensions.keep(session, learner.learner_id, cohort.cohort_id, wave, until)
    follow(session, cohort.cohort_id, now)
    note_longer(session, cohort, learner, wave.value, until, by=by, now=now)


def note_longer(
    session: Session,
    cohort: cohorts.Cohort,
    learner: Learner,
    wave: str,
    until: datetime,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Writes the audit entry of a learner who may sit a test longer than the others."""
    subject = f"learner {learner.handle}"
    note(session, "test.extend", cohort, by=by, now=now, subject=subject, wave=wave, until=until.isoformat())


def bar(schedule: Schedule, wave: Wave, now: datetime) -> ValueError | None:
    """Returns why nobody can be given longer for a test; None if somebody can."""
    if schedule.is_on_paper:
        return OnPaper()
    if schedule[wave].opened_at is None:
        return NotOpened()
    if wave in PAIR and schedule.has_ended(now) and not (wave is Wave.POST and schedule.undo_until(now)):
        return AnswersShown()
    if wave is Wave.EARLY and schedule[Wave.PRE].has_opened(now):
        return EarlyIsOver()
    return HasEnded() if schedule[wave].is_over(now) else None


def end(
    session: Session, cohort: cohorts.Cohort, learner: Learner, wave: Wave, *, by: int | None = None, now: datetime
) -> None:
    """Ends a learner's extension now, and writes an audit entry; does nothing if they have none that lasts.

    The right answers of a test that has closed are then shown ten minutes later, not at once.
    """
    until = extensions.list_of(session, [learner.learner_id])[learner.learner_id].get(wave)
    if until is None or until <= now:
        return
    before = schedule_of(session, cohort)
    if before[wave].has_closed(now):
        extensions.keep(session, learner.learner_id, cohort.cohort_id, wave, now)
    else:
        extensions.drop(session, learner.learner_id, wave)
    follow(session, cohort.cohort_id, now)
    subject = f"learner {learner.handle}"
    note(session, "test.end_extension", cohort, by=by, now=now, subject=subject, wave=wave.value)


def follow(session: Session, cohort_id: int, now: datetime) -> None:
    """Lets the windows of a cohort know until when the last of its learners may sit, for all that waits for it.

    Call it after an extension has changed, and after a learner with one has left the cohort or come back: else the
    others would wait for nobody. Time that has gone by stays: whoever sat a test in it sat it in time.
    """
    for wave, window in cohorts.list_windows(session, [cohort_id])[cohort_id].items():
        ends = [extensions.last(session, cohort_id, wave)]
        if window.has_closed(now) and window.extended_to is not None:
            ends.append(min(window.extended_to, now))
        last = max((end for end in ends if end is not None), default=None)
        if last != window.extended_to:
            cohorts.keep_window(session, cohort_id, wave, replace(window, extended_to=last))


def ends_of(session: Session, learner: Learner, now: datetime) -> Mapping[str, datetime]:
    """Returns until when a learner may still sit tests beyond their closing, by wave."""
    ends = extensions.list_of(session, [learner.learner_id])[learner.learner_id]
    return {wave: until for wave, until in ends.items() if until > now}

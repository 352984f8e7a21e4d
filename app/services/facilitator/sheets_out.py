"""Sheets of paper that are taken out again: they stay in the list, count nowhere, and can be put back."""

from datetime import datetime
from enum import Enum

from app.services.cohorts import note
from app.services.submission import Reason
from app.services.versions import set_aside, takes_a_second, versions_of
from app.services.waves import Desk, Wave, desk_of
from app.store import Session
from app.store.answers import counting, frozen, summaries, typed
from app.store.answers.attempt import Attempt, Bar
from app.store.people import learners
from app.store.programmes import cohorts


class Out(Enum):
    """An Out says what became of the wish to take a sheet out, or to put it back."""

    DONE = "done"
    WAITING = "waiting"
    """put back, and it counts once a second person says yes: the right answers could be seen"""
    NOTHING = "nothing"
    """there is no such sheet, or it counts in a settled cohort"""
    ANSWERS_SEEN = "answers_seen"
    """the right answers could be seen: the sheet can only be typed in again, with a second person's yes"""
    TAKEN = "taken"
    """another test stands in its place, from a phone or typed in since"""


def take_out(
    session: Session,
    cohort: cohorts.Cohort,
    learner_id: int,
    wave: Wave,
    *,
    reason: Reason,
    by: int,
    now: datetime,
) -> Out:
    """Takes a sheet that was typed in out of what counts, with a reason, and writes an audit entry.

    It stays stored. So nobody can choose sheets by their results, it is refused once the right answers could be seen.
    """
    learner = learners.lock(session, learner_id)
    desk = desk_of(session, learner.learner_id) if learner is not None else None
    sheet = versions_of(desk, wave).standing if desk is not None else None
    if learner is None or desk is None or sheet is None or frozen.is_frozen(session, sheet):
        return Out.NOTHING
    if takes_a_second(session, desk, now):
        return Out.ANSWERS_SEEN
    with summaries.maintained(session, desk.learner_id):
        set_aside(session, sheet, Bar.TAKEN_OUT)
        counting.recount(session, desk.learner_id)  # of somebody with two cards another test may stand behind it
    typed.decide(session, sheet, typed.TAKE_OUT, reason=reason.value, by=by, now=now)
    subject = f"learner {learner.handle}"
    note(session, "attempt.take_out", cohort, by=by, now=now, subject=subject, wave=wave.value, reason=reason.value)
    return Out.DONE


def to_put_back(session: Session, learner_id: int) -> list[Wave]:
    """Lists the tests of which a learner's sheet was taken out and can be put back.

    Raises LookupError if there is no such learner.
    """
    desk = desk_of(session, learner_id)
    return [wave for wave in desk.waves if _last_out(desk, wave) is not None and not _is_taken(desk, wave)]


def put_back(session: Session, cohort: cohorts.Cohort, learner_id: int, wave: Wave, *, by: int, now: datetime) -> Out:
    """Puts back the sheet that was taken out last, and writes an audit entry.

    Once the right answers could be seen it waits for a second person's yes.
    """
    learner = learners.lock(session, learner_id)
    desk = desk_of(session, learner.learner_id) if learner is not None else None
    sheet = _last_out(desk, wave) if desk is not None else None
    if learner is None or desk is None or sheet is None:
        return Out.NOTHING
    if _is_taken(desk, wave):
        return Out.TAKEN
    has_to_wait = takes_a_second(session, desk, now)
    with summaries.maintained(session, desk.learner_id):
        typed.set_bar(session, sheet, Bar.WAITING if has_to_wait else None)
        counting.recount(session, desk.learner_id)
    typed.decide(session, sheet, typed.PUT_BACK, by=by, now=now)
    subject = f"learner {learner.handle}"
    note(session, "attempt.put_back", cohort, by=by, now=now, subject=subject, wave=wave.value)
    return Out.WAITING if has_to_wait else Out.DONE


def _last_out(desk: Desk, wave: Wave) -> Attempt | None:
    return next((it for it in reversed(desk.attempts) if it.wave == wave and it.bar == Bar.TAKEN_OUT), None)


def _is_taken(desk: Desk, wave: Wave) -> bool:
    return desk.sent(wave) is not None or desk.waiting(wave) is not None

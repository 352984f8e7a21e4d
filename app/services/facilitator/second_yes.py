"""Sheets that were typed in when the right answers could be seen: they count once a second person says yes.

Whoever said yes can take it back until the cohort settles.
"""

from datetime import datetime
from enum import Enum

from app.services.cohorts import note
from app.services.departing import end_departure
from app.services.people import SignedInStaff
from app.services.scopes import scope_to_second
from app.services.submission import Reason
from app.services.versions import set_aside, versions_of
from app.services.waves import Desk, Wave, desk_of
from app.store import Session
from app.store.answers import attempts, counting, summaries, typed, waiting
from app.store.answers.attempt import Attempt, Bar
from app.store.answers.waiting import WaitingSheet
from app.store.people import learners
from app.store.programmes import cohorts


class SamePerson(ValueError):
    """Raised if somebody answers for a sheet that they typed in or put back themselves."""


class Answered(Enum):
    """An Answered says what became of a second person's answer about a sheet."""

    YES = "yes"
    """the sheet stands; whether it counts, `sheet_outlook` says"""
    NO = "no"
    GONE = "gone"
    """it does not wait any more, or is not theirs to answer for"""
    TAKEN = "taken"
    """a phone has sent the test meanwhile, and that counts"""


def list_waiting(reading: Session, person: SignedInStaff) -> list[WaitingSheet]:
    """Lists the sheets that wait for a yes in the cohorts for which this person may say it, the oldest first.

    Those that they typed in themselves are in the list, so that they see who has to be asked.
    """
    return waiting.list_waiting(reading, scope_to_second(person))


def answer(
    session: Session, person: SignedInStaff, key: str, *, is_yes: bool, reason: Reason | None = None, now: datetime
) -> Answered:
    """Lets a waiting sheet stand, or refuses it, and writes an audit entry. key: of its attempt. reason: of a no.

    A sheet that it corrects stays in the list and counts no more, unless its cohort has settled. A yes ends the note
    that the learner left before that day. Raises SamePerson for
    whoever typed it in or put it back.
    """
    scope = scope_to_second(person)
    sheet = waiting.get_waiting(session, scope, key)
    cohort = cohorts.get_for_change(session, sheet.cohort_id) if sheet is not None else None
    learner = learners.lock(session, sheet.learner_id) if sheet is not None else None
    attempt = attempts.get_by_key(session, key)
    if sheet is None or cohort is None or learner is None or attempt is None or attempt.bar != Bar.WAITING:
        return Answered.GONE
    if person.staff_id in {sheet.typed_by_id, *typed.list_who(session, attempt, typed.PUT_BACK)}:
        raise SamePerson
    desk, wave = desk_of(session, learner.learner_id, attempt.structure_digest), Wave(attempt.wave)
    standing, sent = versions_of(desk, wave).standing, desk.sent(wave)
    if is_yes and standing is None and sent is not None and sent.is_counted:
        return Answered.TAKEN
    with summaries.maintained(session, learner.learner_id):
        if is_yes:
            if standing is not None:
                set_aside(session, standing, Bar.CORRECTED)
            typed.confirm(session, attempt)
            counting.recount(session, learner.learner_id)
        else:
            typed.set_bar(session, attempt, Bar.REFUSED)
    if is_yes and attempt.finished_at is not None:
        end_departure(session, learner.learner_id, by=person.staff_id, finished_at=attempt.finished_at, now=now)
    code = reason.value if reason is not None and not is_yes else None
    typed.decide(session, attempt, typed.YES if is_yes else typed.NO, reason=code, by=person.staff_id, now=now)
    act, subject = "attempt.say_yes" if is_yes else "attempt.say_no", f"learner {learner.handle}"
    why = {"reason": code} if code is not None else {}
    note(session, act, cohort, by=person.staff_id, now=now, subject=subject, wave=wave.value, **why)
    return Answered.YES if is_yes else Answered.NO


def list_own(reading: Session, person: SignedInStaff) -> list[WaitingSheet]:
    """Lists the sheets that stand by this person's yes, which they can still take back, the oldest first."""
    return waiting.list_with_yes(reading, scope_to_second(person), person.staff_id)


def take_back(session: Session, person: SignedInStaff, key: str, *, now: datetime) -> bool:
    """Takes this person's own yes to a sheet back, and writes an audit entry; key: of its attempt.

    The sheet waits again, unless a newer one waits, which replaces it; the sheet that it corrected stands again.
    Returns False if there is no such yes, or the cohort has settled.
    """
    sheet = _own(session, person, key)
    cohort = cohorts.get_for_change(session, sheet.cohort_id) if sheet is not None else None
    learner = learners.lock(session, sheet.learner_id) if sheet is not None else None
    attempt = attempts.get_by_key(session, key)
    if cohort is None or learner is None or attempt is None or _own(session, person, key) is None:
        return False
    desk, wave = desk_of(session, learner.learner_id, attempt.structure_digest), Wave(attempt.wave)
    former = _corrected(session, desk, attempt)
    with summaries.maintained(session, learner.learner_id):
        typed.doubt(session, attempt, Bar.REPLACED if desk.waiting(wave) is not None else Bar.WAITING)
        if former is not None:
            typed.set_bar(session, former, None)
        counting.recount(session, learner.learner_id)
    typed.decide(session, attempt, typed.YES_BACK, by=person.staff_id, now=now)
    subject = f"learner {learner.handle}"
    note(session, "attempt.take_back_yes", cohort, by=person.staff_id, now=now, subject=subject, wave=wave.value)
    return True


def _own(session: Session, person: SignedInStaff, key: str) -> WaitingSheet | None:
    return next((it for it in list_own(session, person) if it.key == key), None)


def _corrected(session: Session, desk: Desk, sheet: Attempt) -> Attempt | None:
    """The version in whose place a sheet came by its yes; None if it was put back, or came after one taken out."""
    if typed.list_who(session, sheet, typed.PUT_BACK):
        return None
    gone = (Bar.CORRECTED, Bar.TAKEN_OUT)
    of_test = [it for it in desk.attempts if it.wave == sheet.wave and it.bar in gone]
    last = next((it for it in reversed(of_test) if it.attempt_id < sheet.attempt_id), None)
    return last if last is not None and last.bar == Bar.CORRECTED else None

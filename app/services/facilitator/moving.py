"""A learner moves to another group and stays one pair, which counts in the group where the first test was sat.

The card stays, and lessons go on. It is undone by moving back. Nobody moves once there is a result, here or there:
whoever has seen the right answers would take them along into the second test, and what has settled stays as it is.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from app.services import extensions
from app.services.admission import places_of
from app.services.cohorts import note
from app.services.people import SignedInStaff, read_code
from app.services.releases import release_of
from app.services.revealed import has_result
from app.services.scopes import scope_to_lead
from app.store import Session
from app.store.answers import frozen
from app.store.people import enrolment, moving
from app.store.people.learner import Learner
from app.store.programmes import cohorts


class Bar(StrEnum):
    """A Bar says why a learner cannot move to a group."""

    SAME = "same"
    """it is their own"""
    PROGRAMME = "programme"
    ARCHIVED = "archived"
    TEST = "test"
    """the group has another test: both scores would not make a pair"""
    KIND = "kind"
    """one of the two waits or is a pilot, and the other is not"""
    CONSENT = "consent"
    RESULT = "result"
    """the result of their own group is made"""
    RESULT_THERE = "result_there"
    FULL = "full"


class MayNotMove(ValueError):
    """Raised if a learner cannot move to a group; `bar` says why."""

    def __init__(self, bar: Bar) -> None:
        super().__init__(bar.value)
        self.bar = bar


def bar(
    session: Session, learner: Learner, source: cohorts.Cohort, target: cohorts.Cohort, now: datetime
) -> Bar | None:
    """Returns why a learner cannot move from one cohort to another; None if they can."""
    structure, other = (release_of(session, it.course_release_id).structure_digest for it in (source, target))
    has_settled = frozen.home_of(session, learner.learner_id) is not None
    bars = {
        Bar.SAME: source.cohort_id == target.cohort_id,
        Bar.PROGRAMME: source.programme_id != target.programme_id,
        Bar.ARCHIVED: target.archived_at is not None,
        Bar.TEST: structure != other,
        Bar.KIND: (source.is_waiting, source.is_pilot) != (target.is_waiting, target.is_pilot),
        Bar.CONSENT: target.consent_on is None,
        Bar.RESULT: has_settled or has_result(session, source, now),
        Bar.RESULT_THERE: has_result(session, target, now),
        Bar.FULL: not places_of(session, target).room,
    }
    return next((bar for bar, stands in bars.items() if stands), None)


def groups_of(session: Session, person: SignedInStaff, source: cohorts.Cohort) -> Sequence[cohorts.Cohort]:
    """Lists the other cohorts of the programme that this person leads, the last made first."""
    those = cohorts.list_cohorts(session, scope_to_lead(person))
    return [it for it in reversed(those) if it.programme_id == source.programme_id and it.cohort_id != source.cohort_id]


def group_of_code(session: Session, join_code: str) -> cohorts.Cohort | None:
    """Returns the cohort with this join code, as a colleague tells it; None if no cohort has it."""
    row = enrolment.cohort_of_code(session, read_code(join_code))
    return row[0] if row is not None else None


def move(
    session: Session, learner: Learner, source: cohorts.Cohort, target: cohorts.Cohort, *, by: int, now: datetime
) -> int:
    """Moves a learner to another cohort and returns their number there; writes an audit entry in both cohorts.

    Raises MayNotMove.
    """
    for cohort_id in sorted((source.cohort_id, target.cohort_id)):
        cohorts.get_for_change(session, cohort_id)
    reason = bar(session, learner, source, target, now)
    if reason is not None:
        raise MayNotMove(reason)
    handle = moving.move(session, learner.learner_id, source.cohort_id, target.cohort_id, now)
    for cohort in (source, target):  # whoever moves back has their extension again
        extensions.follow(session, cohort.cohort_id, now)
    numbers = {"from_handle": learner.handle, "to_handle": handle}
    note(session, "learner.move", source, by=by, now=now, subject=f"learner {learner.handle}", to=target.ref, **numbers)
    note(session, "learner.move_in", target, by=by, now=now, subject=f"learner {handle}", source=source.ref, **numbers)
    return handle

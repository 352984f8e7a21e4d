"""An extension ends with its learner: when they are gone from the group, nobody waits for them any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.services import extensions
from app.services.facilitator import cards, moving, reaching, removing
from app.services.facilitator.removing import Reason
from app.services.figures import upkeep
from app.services.learner import joining
from app.services.waves import Wave, schedule_of
from app.store import audit
from app.store.people import enrolment
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.store.tables import ScorePair
from courses import REVEAL_AFTER
from tests.app.conftest import School

DAY = timedelta(days=1)
Leaving = Callable[[School, Cohort, Learner, Learner], None]


def moves(school: School, cohort: Cohort, slow: Learner, _other: Learner) -> None:
    moving.move(school.session, slow, cohort, school.cohort(), by=school.facilitator_id, now=school.now)


def is_taken_out(school: School, cohort: Cohort, slow: Learner, _other: Learner) -> None:
    who = school.facilitator_id
    removing.remove(school.session, cohort, slow, reason=Reason.TRIAL, by=who, now=school.now)


def is_erased(school: School, _cohort: Cohort, slow: Learner, _other: Learner) -> None:
    joining.withdraw(school.session, slow.learner_id, school.now)


def learner_of(school: School, learner_id: int) -> Learner:
    home = enrolment.home_of(school.session, learner_id)
    assert home is not None
    return home.learner


def reveals_in(school: School, cohort: Cohort) -> timedelta:
    reveals_at = schedule_of(school.session, cohort)[Wave.POST].reveals_at
    assert reveals_at is not None
    return reveals_at - school.now


def extended(school: School) -> tuple[Cohort, Learner, Learner]:
    """A group whose second test closed an hour ago, but for one who may sit it for three days."""
    cohort = school.cohort()
    slow, other = (learner_of(school, school.learner(cohort)) for _ in range(2))
    school.open(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    extensions.extend(school.session, cohort, slow, Wave.POST, school.now + 3 * DAY, now=school.now)
    school.close(cohort, Wave.POST)
    school.wait(hours=1)
    return cohort, slow, other


@pytest.mark.parametrize("leaves", [moves, is_taken_out, is_erased])
def test_the_answers_wait_for_nobody_who_is_gone(school: School, leaves: Leaving) -> None:
    cohort, slow, other = extended(school)
    assert reveals_in(school, cohort) > 2 * DAY

    leaves(school, cohort, slow, other)

    assert reveals_in(school, cohort) == REVEAL_AFTER, "ten minutes later, as when it is ended by hand"


@pytest.mark.parametrize("has_own", [False, True])
def test_whoever_is_merged_keeps_the_later_end_and_loses_it_again_when_that_is_undone(
    school: School, *, has_own: bool
) -> None:
    cohort, slow, other = extended(school)
    if has_own:
        extensions.extend(school.session, cohort, other, Wave.POST, school.now + DAY, now=school.now)
    waited, by = reveals_in(school, cohort), school.facilitator_id
    own, later = (extensions.ends_of(school.session, who, school.now) for who in (other, slow))
    assert own != later

    cards.merge(school.session, cohort, keep=other, drop=slow, by=by, now=school.now)
    assert extensions.ends_of(school.session, other, school.now) == later
    assert reveals_in(school, cohort) == waited
    [act, merge] = audit.list_acts(school.session, cohort_id=cohort.cohort_id, limit=2)
    assert (act.act, act.subject, merge.act) == ("test.extend", f"learner {other.handle}", "learner.merge")

    assert cards.part(school.session, cohort, other, slow.handle, by=by, now=school.now)
    assert extensions.ends_of(school.session, other, school.now) == own
    assert extensions.ends_of(school.session, slow, school.now) == later


def test_the_answers_wait_for_nobody_who_is_merged_with_a_number_that_has_sent_the_test(school: School) -> None:
    cohort, slow, _ = extended(school)
    quick = learner_of(school, school.learner(cohort))
    school.open(cohort, Wave.POST)
    school.sit(quick.learner_id, Wave.POST, right=9)
    school.close(cohort, Wave.POST)

    cards.merge(school.session, cohort, keep=quick, drop=slow, by=school.facilitator_id, now=school.now)

    assert extensions.ends_of(school.session, quick, school.now) == {}
    assert reveals_in(school, cohort) == REVEAL_AFTER


def test_they_wait_again_for_whoever_comes_back(school: School) -> None:
    cohort, slow, _ = extended(school)
    waited, second, who = reveals_in(school, cohort), school.cohort(), school.facilitator_id
    moving.move(school.session, slow, cohort, second, by=who, now=school.now)
    moving.move(school.session, learner_of(school, slow.learner_id), second, cohort, by=who, now=school.now)
    assert reveals_in(school, cohort) == waited
    removing.remove(school.session, cohort, slow, reason=Reason.TRIAL, by=who, now=school.now)
    assert removing.put_back(school.session, cohort, slow.handle, by=who, now=school.now)
    assert reveals_in(school, cohort) == waited


def test_they_wait_for_the_one_who_is_still_there_and_a_test_that_is_open_has_no_end_yet(school: School) -> None:
    cohort, slow, other = extended(school)
    extensions.extend(school.session, cohort, other, Wave.POST, school.now + DAY, now=school.now)
    is_erased(school, cohort, slow, other)
    assert reveals_in(school, cohort) == DAY + REVEAL_AFTER

    second = school.cohort()
    quick = learner_of(school, school.learner(second))
    school.open(second, Wave.PRE)
    extensions.extend(school.session, second, quick, Wave.PRE, school.now + DAY, now=school.now)
    is_erased(school, second, quick, other)
    assert schedule_of(school.session, second)[Wave.PRE].extended_to is None


def test_they_wait_for_nobody_of_whom_it_is_noted_that_they_left(school: School) -> None:
    cohort, slow, _ = extended(school)

    reaching.note_reason(school.session, cohort, slow, "work", now=school.now)

    assert reveals_in(school, cohort) == REVEAL_AFTER
    assert extensions.ends_of(school.session, slow, school.now) == {}
    with pytest.raises(extensions.HasLeft):
        extensions.extend(school.session, cohort, slow, Wave.POST, school.now + DAY, now=school.now)
    reaching.note_reason(school.session, cohort, slow, "", now=school.now)
    extensions.extend(school.session, cohort, slow, Wave.POST, school.now + DAY, now=school.now)
    assert reveals_in(school, cohort) == DAY + REVEAL_AFTER


def test_whoever_had_left_and_sits_both_tests_is_a_pair_and_no_leaver(school: School) -> None:
    cohort = school.cohort()
    came, gone = (learner_of(school, school.learner(cohort)) for _ in range(2))
    school.open(cohort, Wave.PRE)
    for learner in (came, gone):
        school.sit(learner.learner_id, Wave.PRE, right=1)
        reaching.note_reason(school.session, cohort, learner, "moved", now=school.now)
    school.open(cohort, Wave.POST)
    school.sit(came.learner_id, Wave.POST, right=2)
    reach = reaching.reach_of(school.session, cohort)
    assert (reach.both, dict(reach.left)) == (1, {gone.handle: "moved"})
    school.settle(cohort)

    reasons = school.session.execute(select(ScorePair.learner_id, ScorePair.reason).order_by(ScorePair.learner_id))
    assert reasons.all() == [(came.learner_id, None), (gone.learner_id, "moved")]
    assert list(upkeep.findings(school.session)) == []

"""Longer time for one learner: a test stays open for them, the answers wait for them, and they are counted apart."""

from datetime import timedelta

import pytest

from app.services import extensions, windows
from app.services.extensions import HasSent, NoLonger, NotOpened
from app.services.facilitator import board, reaching
from app.services.facilitator.gain import gain_of
from app.services.figures import reporting, settling, upkeep
from app.services.figures.reporting import Filters, Scope
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Standing, sitting
from app.services.waves import Wave, desk_of, schedule_of
from app.store import audit
from app.store.people import enrolment
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL
from app.store.tables import Learner as LearnerRow
from courses import GRACE, REVEAL_AFTER, AnswersShown, NotToCome
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)
DAY = timedelta(days=1)


def learner_of(school: School, learner_id: int) -> Learner:
    home = enrolment.home_of(school.session, learner_id)
    assert home is not None
    return home.learner


def with_both_open(school: School, count: int) -> tuple[Cohort, list[int]]:
    """Whose learners have sat the first test; the second one is open and closes tomorrow."""
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(count)]
    school.open(cohort, Wave.PRE)
    for learner_id in people:
        school.sit(learner_id, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    windows.plan(school.session, cohort, Wave.POST, closes_at=school.now + DAY, now=school.now)
    return cohort, people


def extend(school: School, cohort: Cohort, learner_id: int, wave: Wave = Wave.POST, *, days: float) -> None:
    who = learner_of(school, learner_id)
    extensions.extend(school.session, cohort, who, wave, school.now + days * DAY, now=school.now)


def standing(school: School, learner_id: int, wave: Wave = Wave.POST) -> Standing:
    return sitting(school.session, learner_id, wave, school.now).standing


def test_it_is_open_for_one_and_closed_for_the_others_and_nobody_sees_the_answers_before(school: School) -> None:
    cohort, (slow, quick) = with_both_open(school, 2)
    extend(school, cohort, slow, days=3)
    school.sit(quick, Wave.POST, right=9)

    school.wait(days=1)
    assert (standing(school, slow), standing(school, quick)) == (Standing.OPEN, Standing.SENT)
    assert desk_of(school.session, slow).schedule[Wave.POST].closed_at == school.now + 2 * DAY
    school.wait(days=1)
    assert not outcome_of(school.session, quick, school.now).is_revealed
    assert settling.step_by_deed(school.session, cohort, school.now) is None
    assert not gain_of(school.session, cohort, REVEAL).is_made
    assert school.take(slow, Wave.POST, right=8).status == "stored"

    school.wait(days=1)
    assert not outcome_of(school.session, slow, school.now + REVEAL_AFTER - timedelta(seconds=1)).is_revealed
    outcome = outcome_of(school.session, slow, school.now + REVEAL_AFTER)
    assert (outcome.is_revealed, outcome.gain) == (True, 3)
    assert settling.due_on(school.session, cohort, COURSE) == (school.now + GRACE).date()
    [seat, _] = board.board(school.session, cohort, Wave.POST).arrived
    assert (seat.void, seat.is_late) == (None, False)


def test_it_ends_with_its_moment_and_a_phone_that_finished_before_counts(school: School) -> None:
    cohort, (slow, other) = with_both_open(school, 2)
    extend(school, cohort, slow, days=3)
    school.wait(days=2)
    sheets = {who: school.sheet(who, Wave.POST, right=8) for who in (slow, other)}
    school.wait(days=2)
    assert standing(school, slow) is Standing.CLOSED

    sent = {who: school.put(who, {**it, "sent_at": school.now.isoformat()}).code for who, it in sheets.items()}
    assert sent == {slow: "stored", other: "closed"}
    assert list(upkeep.findings(school.session)) == []


def test_ended_early_the_answers_are_shown_ten_minutes_later_and_not_at_once(school: School) -> None:
    cohort, (slow, quick) = with_both_open(school, 2)
    extend(school, cohort, slow, days=3)
    school.wait(days=2)
    extensions.end(school.session, cohort, learner_of(school, slow), Wave.POST, now=school.now)

    assert standing(school, slow) is Standing.CLOSED
    assert not outcome_of(school.session, quick, school.now).is_revealed
    assert outcome_of(school.session, quick, school.now + REVEAL_AFTER).is_revealed
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]
    assert {"test.extend", "test.end_extension"} <= set(acts)


def test_nobody_is_given_longer_for_what_is_over_was_sent_or_is_open_anyway(school: School) -> None:
    cohort, (slow, quick) = with_both_open(school, 2)
    school.sit(quick, Wave.POST, right=9)
    for who, wave, days, fault in (
        (slow, Wave.POST, 0, NotToCome),
        (slow, Wave.POST, 0.5, NoLonger),
        (quick, Wave.POST, 2, HasSent),
        (slow, Wave.FOLLOW_UP, 0, NotToCome),
        (slow, Wave.EARLY, 2, NotOpened),
    ):
        with pytest.raises(fault):
            extend(school, cohort, who, wave, days=days)
    school.wait(days=1, minutes=5)
    extend(school, cohort, slow, days=2)
    school.wait(days=3)
    for wave in (Wave.PRE, Wave.POST):
        with pytest.raises(AnswersShown):
            extend(school, cohort, slow, wave, days=2)


def test_whoever_goes_to_another_group_takes_no_longer_time_along(school: School) -> None:
    cohort, (slow, _) = with_both_open(school, 2)
    extend(school, cohort, slow, days=3)
    elsewhere = school.cohort()
    school.open(elsewhere, Wave.PRE)
    school.open(elsewhere, Wave.POST)
    school.close(elsewhere, Wave.POST)
    row = school.session.get_one(LearnerRow, slow)
    row.cohort_id, row.handle = elsewhere.cohort_id, 99
    school.session.flush()

    assert standing(school, slow) is Standing.CLOSED


def test_reports_count_who_sat_in_longer_time_and_why_others_left(school: School) -> None:
    cohort, people = with_both_open(school, 15)
    slow, late, gone, without = people[:4]
    extend(school, cohort, slow, days=3)
    for learner_id in people[4:]:
        school.sit(learner_id, Wave.POST, right=9)
    windows.plan(school.session, cohort, Wave.POST, closes_at=school.now + 2 * DAY, now=school.now)
    school.wait(days=1, hours=1)
    school.sit(late, Wave.POST, right=9)
    school.wait(days=1)
    school.sit(slow, Wave.POST, right=9)
    for learner_id, reason in ((gone, "moved"), (without, "work"), (people[5], "unknown")):
        who = learner_of(school, learner_id)
        reaching.note_reason(school.session, cohort, who, reason, now=school.now)
    school.wait(days=2)
    school.settle(cohort)

    (part,) = reporting.report(school.session, Filters(Scope(is_whole=True)))
    noted = part.gains.circumstances
    assert noted is not None
    left = {"moved": 1, "work": 1, "unwilling": 0, "unreachable": 0, "unknown": 0}
    assert vars(noted) == {"extended": 2, **left, "taken_out": 0, "erased": 0, "parted": 0, "is_rounded": False}
    assert list(upkeep.findings(school.session)) == []
    reaching.note_reason(school.session, cohort, learner_of(school, gone), "", now=school.now)
    (part,) = reporting.report(school.session, Filters(Scope(is_whole=True)))
    assert part.gains.circumstances == noted, "what settled stays"
    assert schedule_of(school.session, cohort)[Wave.FOLLOW_UP].opened_at is not None


@pytest.mark.parametrize("is_by_hand", [False, True])
def test_whoever_sits_after_a_planned_closing_that_was_undone_is_counted_as_in_longer_time(
    school: School, *, is_by_hand: bool
) -> None:
    cohort, people = with_both_open(school, 12)
    for learner_id in people[:6]:
        school.sit(learner_id, Wave.POST, right=9)
    if is_by_hand:
        school.close(cohort, Wave.POST)
    else:
        school.wait(days=1)
    school.wait(minutes=5)
    school.open(cohort, Wave.POST)
    school.wait(days=7)
    for learner_id in people[6:]:
        school.sit(learner_id, Wave.POST, right=9)
    assert extended_of(school, cohort) == (0 if is_by_hand else 6), "a wrong tap is as if it had never been"


def test_whoever_sits_a_first_test_that_opened_again_after_its_planned_closing_is_counted_so_too(
    school: School,
) -> None:
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(12)]
    school.open(cohort, Wave.PRE)
    windows.plan(school.session, cohort, Wave.PRE, closes_at=school.now + DAY, now=school.now)
    for learner_id in people[:6]:
        school.sit(learner_id, Wave.PRE, right=5)
    school.wait(days=6)
    school.open(cohort, Wave.PRE)
    for learner_id in people[6:]:
        school.sit(learner_id, Wave.PRE, right=5)
    school.open(cohort, Wave.POST)
    for learner_id in people:
        school.sit(learner_id, Wave.POST, right=9)
    assert extended_of(school, cohort) == 6


def extended_of(school: School, cohort: Cohort) -> int:
    """How many of the group sat a test in longer time, when its second test has closed and the group has settled."""
    school.close(cohort, Wave.POST)
    school.settle(cohort)
    (part,) = reporting.report(school.session, Filters(Scope(is_whole=True)))
    assert list(upkeep.findings(school.session)) == []
    noted = part.gains.circumstances
    return (noted.extended or 0) if noted is not None else 0

"""A cohort's tests open, close and open again; what was sent stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.services import windows
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Standing, sitting
from app.services.waves import Wave, schedule_of
from app.services.windows import HasBegun
from app.store import audit
from app.store.answers import attempts, summaries
from app.store.people import learners
from app.store.programmes.cohorts import Cohort, is_open, keep_window
from app.store.tables import ScorePair
from app.store.tables import Window as WindowRow
from courses import AnswersShown, Window
from tests.app.conftest import School


def test_a_test_that_was_never_opened_is_closed_to_everybody(school: School) -> None:
    learner = school.learner(school.cohort())

    assert not sitting(school.session, learner, Wave.PRE, school.now).is_open


def test_opening_twice_is_opening_once(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    opened_at = school.now
    school.wait(minutes=5)

    school.open(cohort, Wave.PRE)

    assert schedule_of(school.session, cohort)[Wave.PRE].opened_at == opened_at
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]
    assert acts.count("test.open") == 1


def test_reopening_lets_the_missing_go_on_and_what_was_sent_stands(school: School) -> None:
    cohort = school.cohort()
    early, late = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(early, Wave.PRE, right=1)
    school.close(cohort, Wave.PRE)
    assert not sitting(school.session, late, Wave.PRE, school.now).is_open

    school.wait(days=1)
    school.open(cohort, Wave.PRE)
    school.take(late, Wave.PRE, right=2)

    assert school.score(early, Wave.PRE) == 1
    assert school.score(late, Wave.PRE) == 2


def test_the_first_closing_is_remembered(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)
    first = school.now
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)

    window = schedule_of(school.session, cohort)[Wave.POST]

    assert window.first_closed_at == first
    assert window.closed_at == school.now


@pytest.mark.parametrize("was_open_before", [True, False])
def test_the_first_test_stays_shut_once_the_answers_were_shown(school: School, was_open_before: bool) -> None:
    cohort = school.cohort()
    if was_open_before:
        school.open(cohort, Wave.PRE)
        school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)
    with pytest.raises(AnswersShown):
        school.open(cohort, Wave.PRE)
    school.wait(minutes=10)
    school.open(cohort, Wave.POST)

    with pytest.raises(AnswersShown):
        school.open(cohort, Wave.PRE)


def test_showing_the_answers_closes_a_first_test_that_is_open_still(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)

    school.close(cohort, Wave.POST)

    assert not sitting(school.session, learner, Wave.PRE, school.now).is_open


def test_an_opening_by_mistake_is_taken_back_and_shows_nobody_the_answers(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.POST)

    windows.take_back(school.session, cohort, Wave.POST, now=school.now)

    assert Wave.POST not in schedule_of(school.session, cohort).windows
    assert not outcome_of(school.session, learner, school.now).is_revealed


def test_an_opening_is_not_taken_back_once_somebody_has_begun(school: School) -> None:
    cohort = school.cohort()
    learner = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner, Wave.PRE, right=1)

    with pytest.raises(HasBegun):
        windows.take_back(school.session, cohort, Wave.PRE, now=school.now)
    assert Wave.PRE in schedule_of(school.session, cohort).windows


def test_an_opening_is_not_taken_back_once_it_was_closed(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)

    assert not windows.may_take_back(school.session, cohort, Wave.POST, school.now)


def test_closing_what_is_not_open_changes_nothing(school: School) -> None:
    cohort = school.cohort()

    windows.close_test(school.session, cohort, Wave.POST, now=school.now)

    assert Wave.POST not in schedule_of(school.session, cohort).windows


def _closed(school: School) -> tuple[Cohort, int, int]:
    """A cohort whose post-test has just closed: one learner did both tests, one the pre-test only."""
    cohort = school.cohort()
    done, late = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner in (done, late):
        school.take(learner, Wave.PRE, right=1)
    school.open(cohort, Wave.POST)
    school.take(done, Wave.POST, right=3)
    school.close(cohort, Wave.POST)
    return cohort, done, late


def test_the_answers_are_shown_ten_minutes_after_the_closing(school: School) -> None:
    _, done, _ = _closed(school)

    school.wait(minutes=9.9)
    before = outcome_of(school.session, done, school.now)
    assert before.post
    assert (before.is_revealed, before.post.score, before.post.reasons) == (False, None, ())
    school.wait(minutes=0.1)
    after = outcome_of(school.session, done, school.now)
    assert after.post
    assert (after.is_revealed, after.post.score, len(after.post.reasons)) == (True, 3, after.post.out_of)


def test_a_wrong_tap_is_undone_within_ten_minutes_as_if_it_had_never_been(school: School) -> None:
    cohort, done, late = _closed(school)
    school.wait(minutes=9)

    school.open(cohort, Wave.POST)

    assert not schedule_of(school.session, cohort).has_ended(school.now)
    assert sitting(school.session, late, Wave.PRE, school.now).standing is Standing.SENT
    assert schedule_of(school.session, cohort)[Wave.PRE].is_open(school.now), "the same tap had closed the first test"
    school.wait(minutes=30)
    assert not outcome_of(school.session, done, school.now).is_revealed
    school.take(late, Wave.POST, right=3)
    assert _counted(school, late) == {"pre", "post"}
    assert "test.undo_close" in [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]


def test_what_is_finished_after_the_answers_could_be_seen_is_kept_and_never_counts(school: School) -> None:
    cohort, done, late = _closed(school)
    school.wait(minutes=10)
    assert schedule_of(school.session, cohort).undo_until(school.now) is None
    school.open(cohort, Wave.POST)

    sent = school.take(late, Wave.POST, right=4)

    assert (sent.status, school.score(late, Wave.POST)) == ("stored", 4)
    assert _counted(school, late) == {"pre"}
    assert _counted(school, done) == {"pre", "post"}
    school.close(cohort, Wave.POST)
    seen = outcome_of(school.session, late, school.now)
    assert seen.is_revealed, "they were shown before: the second closing waits for nothing"
    assert (seen.gain, seen.post and seen.post.is_after_reveal) == (None, True)
    both = select(ScorePair.learner_id).where(ScorePair.pre.is_not(None), ScorePair.post.is_not(None))
    assert school.session.scalars(both).all() == [done]
    assert summaries.differences(school.session) == []


@pytest.mark.many
def test_a_merge_does_not_make_a_flagged_test_count(school: School) -> None:
    cohort, _, late = _closed(school)
    twin = school.learner(cohort)
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    school.take(twin, Wave.POST, right=4)

    learners.merge(school.session, late, twin)

    assert _counted(school, late) == {"pre"}
    assert summaries.differences(school.session) == []


def test_what_a_phone_finished_before_the_closing_counts_whenever_it_arrives(school: School) -> None:
    cohort, _, late = _closed(school)
    school.wait(hours=-1)
    kept_on_the_phone = school.sheet(late, Wave.POST, right=3)
    school.wait(days=1)
    school.open(cohort, Wave.POST)
    school.take(late, Wave.POST, right=4)

    answer = school.put(late, {**kept_on_the_phone, "sent_at": school.now.isoformat()})

    assert answer.status == 201
    assert _counted(school, late) == {"pre", "post"}
    assert school.score(late, Wave.POST) == 3
    assert summaries.differences(school.session) == []


def _counted(school: School, learner: int) -> set[str | None]:
    return {it.wave for it in attempts.list_attempts(school.session, learner) if it.is_counted}


def test_answers_that_were_shown_are_hidden_while_the_second_test_is_open_again(school: School) -> None:
    cohort, done, _ = _closed(school)
    school.wait(days=1)
    assert outcome_of(school.session, done, school.now).is_revealed

    school.open(cohort, Wave.POST)

    assert not outcome_of(school.session, done, school.now).is_revealed, "somebody may still answer"
    assert not schedule_of(school.session, cohort).is_revealed(school.now)


@pytest.mark.parametrize("closed_after", [None, timedelta(0), timedelta(hours=2)])
def test_the_database_finds_a_test_open_at_the_very_moments_at_which_its_window_is(
    school: School, closed_after: timedelta | None
) -> None:
    cohort, opened_at, tick = school.cohort(), school.now, timedelta(microseconds=1)
    closed_at = None if closed_after is None else opened_at + closed_after
    window = Window(opened_at, closed_at, closed_at)
    keep_window(school.session, cohort.cohort_id, Wave.PRE, window)

    for edge in (opened_at, closed_at or opened_at):
        for now in (edge - tick, edge, edge + tick):
            is_found = school.session.scalars(select(WindowRow.cohort_id).where(is_open(now))).all() != []
            assert is_found == window.is_open(now)

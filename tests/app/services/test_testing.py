"""A learner's test on pages."""

import pytest
from sqlalchemy import func, select

from app.services.learner import testing
from app.services.learner.outcome import outcome_of
from app.services.learner.testing import Standing
from app.services.waves import Wave
from app.store.answers import attempts, summaries
from app.store.tables import Attempt, RefusedAttempt
from tests.app.conftest import School


def _standing(school: School, learner_id: int, wave: Wave) -> Standing:
    return testing.sitting(school.session, learner_id, wave, school.now).standing


def test_a_test_waits_opens_begins_and_is_sent(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    seen = [_standing(school, learner_id, Wave.PRE)]

    school.open(cohort, Wave.PRE)
    seen.append(_standing(school, learner_id, Wave.PRE))
    testing.begin(school.session, learner_id, Wave.PRE, school.now)
    seen.append(_standing(school, learner_id, Wave.PRE))
    sent = school.take(learner_id, Wave.PRE, right=3)
    seen.append(_standing(school, learner_id, Wave.PRE))

    assert seen == [Standing.WAITING, Standing.OPEN, Standing.BEGUN, Standing.SENT]
    assert (sent.status, sent.is_complete) == ("stored", True)
    assert _standing(school, learner_id, Wave.POST) is Standing.WAITING


def test_the_post_test_is_the_other_form(school: School) -> None:
    cohort = school.cohort()
    for learner_id in (school.learner(cohort), school.learner(cohort)):
        both = testing.sittings(school.session, learner_id, school.now)
        assert {both[Wave.PRE].form, both[Wave.POST].form} == {"A", "B"}


def test_an_unfinished_test_goes_on_where_it_stopped(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    before = testing.begin(school.session, learner_id, Wave.PRE, school.now)
    answers = school.answers(before.form, right=1)
    for item_id in list(answers)[:2]:
        testing.answer(school.session, learner_id, Wave.PRE, item_id, answers[item_id], school.now)
    testing.answer(school.session, learner_id, Wave.PRE, next(iter(answers)), "unsure", school.now)

    school.wait(days=2)
    after = testing.begin(school.session, learner_id, Wave.PRE, school.now)

    assert (after.key, after.seed) == (before.key, before.seed)
    assert after.answers == {**dict(list(answers.items())[:2]), next(iter(answers)): "unsure"}


def test_a_second_tap_on_send_changes_nothing(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=3)

    again = testing.send(school.session, learner_id, Wave.PRE, school.now)
    item_id = school.release.instrument.items[0].id

    assert again.status == "already"
    assert not testing.answer(school.session, learner_id, Wave.PRE, item_id, "unsure", school.now)
    assert testing.begin(school.session, learner_id, Wave.PRE, school.now).standing is Standing.SENT
    assert school.session.scalars(select(func.count()).select_from(Attempt)).one() == 1


@pytest.mark.items(14)
def test_two_blanks_of_fourteen_are_complete_and_three_are_not(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)

    assert school.take(school.learner(cohort), Wave.PRE, right=1, blank=2).is_complete
    assert not school.take(school.learner(cohort), Wave.PRE, right=1, blank=3).is_complete


def test_a_test_with_too_many_blanks_is_kept_and_the_next_one_counts(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=1, blank=3)
    assert testing.sitting(school.session, learner_id, Wave.PRE, school.now).had_incomplete

    school.wait(minutes=5)
    assert school.take(learner_id, Wave.PRE, right=3).status == "stored"

    stored = attempts.list_attempts(school.session, learner_id)
    assert [(it.score, it.is_counted) for it in stored] == [(1, False), (3, True)]
    assert summaries.differences(school.session) == []


def test_unsure_is_an_answer_that_is_not_right(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for item in school.release.instrument.items:
        testing.answer(school.session, learner_id, Wave.PRE, item.id, "unsure", school.now)

    sent = testing.send(school.session, learner_id, Wave.PRE, school.now)

    assert sent.is_complete
    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert (attempt.score, attempt.unsure_count) == (0, 4)


def test_a_closed_test_takes_nothing_and_goes_on_when_it_is_opened_again(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    sitting = testing.begin(school.session, learner_id, Wave.PRE, school.now)
    answers = school.answers(sitting.form, right=2)
    for item_id, option_id in answers.items():
        testing.answer(school.session, learner_id, Wave.PRE, item_id, option_id, school.now)

    school.close(cohort, Wave.PRE)
    assert _standing(school, learner_id, Wave.PRE) is Standing.CLOSED
    assert not testing.answer(school.session, learner_id, Wave.PRE, next(iter(answers)), "unsure", school.now)
    assert testing.send(school.session, learner_id, Wave.PRE, school.now).status == "closed"

    school.open(cohort, Wave.PRE)
    assert testing.send(school.session, learner_id, Wave.PRE, school.now).status == "stored"
    assert attempts.list_attempts(school.session, learner_id)[0].score == 2


def test_nothing_is_begun_in_a_test_that_is_not_open(school: School) -> None:
    learner_id = school.learner(school.cohort())

    assert testing.begin(school.session, learner_id, Wave.PRE, school.now).standing is Standing.WAITING
    assert school.session.scalars(select(func.count()).select_from(Attempt)).one() == 0


@pytest.mark.parametrize(
    ("item", "option"),
    [
        pytest.param("no-such-item", "unsure", id="an item that there is not"),
        pytest.param(None, "no-such-option", id="an option that the item does not have"),
    ],
)
def test_what_the_form_does_not_have_is_refused(school: School, item: str | None, option: str) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    item_id = item or school.release.instrument.items[0].id

    with pytest.raises(ValueError, match="has no item"):
        testing.answer(school.session, learner_id, Wave.PRE, item_id, option, school.now)


def test_a_pre_test_after_a_lesson_is_kept_and_is_no_baseline(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.finish_lesson(learner_id)
    school.wait(minutes=1)

    assert school.take(learner_id, Wave.PRE, right=3).status == "stored"

    attempt = attempts.list_attempts(school.session, learner_id)[0]
    assert (attempt.is_after_lesson, attempt.is_counted, attempt.score) == (True, False, 3)
    seen = outcome_of(school.session, learner_id, school.now).pre
    assert seen
    assert not seen.is_baseline


def test_until_the_post_test_has_closed_a_learner_sees_no_score(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    for wave, right in ((Wave.PRE, 1), (Wave.POST, 3)):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=right)
        school.wait(days=40)

    early = outcome_of(school.session, learner_id, school.now)
    school.close(cohort, Wave.POST)
    school.wait(minutes=10)
    late = outcome_of(school.session, learner_id, school.now)
    school.open(cohort, Wave.POST)
    reopened = outcome_of(school.session, learner_id, school.now)

    assert early.pre and early.post and late.pre and late.post and reopened.pre
    assert (early.is_revealed, early.gain, early.pre.score, early.post.score) == (False, None, None, None)
    assert early.pre.reasons == early.post.reasons == ()
    assert (late.is_revealed, late.gain, late.pre.score, late.post.score) == (True, 2, 1, 3)
    assert [reason.is_right for reason in late.post.reasons] == [True] * 3 + [False]
    assert (reopened.pre.score, reopened.pre.reasons) == (None, ())


def test_a_draft_gives_way_when_a_phone_was_quicker(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    sheet = school.sheet(learner_id, Wave.PRE, right=2)
    item_id = school.release.instrument.items[0].id
    testing.answer(school.session, learner_id, Wave.PRE, item_id, "unsure", school.now)
    assert school.put(learner_id, sheet).status == 201

    sent = testing.send(school.session, learner_id, Wave.PRE, school.now)

    assert sent.status == "already"
    aside = school.session.scalars(select(RefusedAttempt)).one()
    assert (aside.reason, aside.body["answers"]) == ("wave_taken", {item_id: "unsure"})
    assert len(attempts.list_attempts(school.session, learner_id)) == 1


def test_the_constraint_decides_and_not_an_if(school: School) -> None:
    """Two requests that both saw no attempt before: the database lets one of them count."""
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=2)
    counted = attempts.list_attempts(school.session, learner_id)[0]
    other = {"key": "6e2a3b1c-0000-4000-8000-000000000000", "wording_digest": "other words", "seed": "00" * 8}
    same = vars(attempts.Beginning)["__dataclass_fields__"].keys() - other.keys()
    start = attempts.Beginning(**other, **{name: getattr(counted, name) for name in same})
    known = vars(attempts.Ending)["__dataclass_fields__"].keys() - {"channel"}
    end = attempts.Ending(channel="page", **{name: getattr(counted, name) for name in known})

    assert not attempts.keep_sent(school.session, start, end, {}, {}, {})
    assert school.session.scalars(select(func.count()).select_from(Attempt)).one() == 1


def test_a_pre_test_begun_before_a_lesson_and_ended_after_it_is_no_baseline(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    testing.begin(school.session, learner_id, Wave.PRE, school.now)
    school.wait(minutes=1)
    school.close(cohort, Wave.PRE)
    school.wait(minutes=30)
    school.finish_lesson(learner_id)
    school.wait(minutes=1)
    school.open(cohort, Wave.PRE)

    school.take(learner_id, Wave.PRE, right=4)

    outcome = outcome_of(school.session, learner_id, school.now)
    assert outcome.pre is not None
    assert not outcome.pre.is_baseline

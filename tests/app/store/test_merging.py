"""Somebody who joined twice becomes one learner."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.services.learner import lessons, testing
from app.services.waves import Wave
from app.store.answers import attempts, refused, summaries
from app.store.people import learners
from app.store.tables import Consent, FormerLearner, RefusedAttempt, ScorePair
from tests.app.conftest import School


def _counted(school: School, learner_id: int) -> list[tuple[int | None, bool]]:
    return [(it.score, it.is_counted) for it in attempts.list_attempts(school.session, learner_id)]


def test_the_earlier_of_two_pre_tests_counts_and_the_other_is_kept(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(drop, Wave.PRE, right=1)
    school.wait(hours=1)
    school.take(keep, Wave.PRE, right=3)

    learners.merge(school.session, keep, drop)

    assert _counted(school, keep) == [(1, True), (3, False)]
    assert learners.get(school.session, drop) is None
    assert summaries.differences(school.session) == []


def test_an_earlier_test_with_too_many_blanks_leaves_the_place_to_a_whole_one(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(drop, Wave.PRE, right=1, blank=2)
    school.wait(hours=1)
    school.take(keep, Wave.PRE, right=3)

    learners.merge(school.session, keep, drop)

    assert _counted(school, keep) == [(1, False), (3, True)]
    assert summaries.differences(school.session) == []


def test_a_pair_belongs_to_the_cohort_where_the_pre_test_was_sat(school: School) -> None:
    first_cohort, second_cohort = school.cohort(), school.cohort(region_code="KZ-75")
    keep, drop = school.learner(first_cohort), school.learner(second_cohort)
    school.open(second_cohort, Wave.PRE)
    school.take(drop, Wave.PRE, right=1)
    school.open(first_cohort, Wave.POST)
    school.take(keep, Wave.POST, right=3)

    learners.merge(school.session, keep, drop)

    pair = school.session.scalars(select(ScorePair)).one()
    assert (pair.cohort_id, pair.pre, pair.post) == (second_cohort.cohort_id, 1, 3)


def test_a_pre_test_after_the_other_cards_lesson_is_no_baseline(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.finish_lesson(drop)
    school.wait(hours=1)
    school.take(keep, Wave.PRE, right=3)
    assert _counted(school, keep) == [(3, True)]

    learners.merge(school.session, keep, drop)

    assert _counted(school, keep) == [(3, False)]
    assert summaries.differences(school.session) == []


def test_of_two_drafts_the_one_of_the_card_that_stays_goes_on(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    item_id = school.release.instrument.items[0].id
    mine = testing.begin(school.session, keep, Wave.PRE, school.now)
    testing.answer(school.session, drop, Wave.PRE, item_id, "unsure", school.now)

    learners.merge(school.session, keep, drop)

    assert testing.begin(school.session, keep, Wave.PRE, school.now).key == mine.key
    aside = school.session.scalars(select(RefusedAttempt)).one()
    assert (aside.learner_id, aside.body["answers"]) == (keep, {item_id: "unsure"})


def test_a_draft_of_the_dropped_card_is_not_lost_where_it_is_the_only_one(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    draft = testing.begin(school.session, drop, Wave.PRE, school.now)

    learners.merge(school.session, keep, drop)

    sitting = testing.sitting(school.session, keep, Wave.PRE, school.now)
    assert (sitting.key, sitting.form) == (draft.key, draft.form)


def test_lessons_add_up(school: School) -> None:
    cohort = school.cohort()
    keep, drop = school.learner(cohort), school.learner(cohort)
    began_at = school.now
    school.finish_lesson(drop)
    for learner_id, step in ((drop, 2), (keep, 4)):
        school.now += timedelta(hours=1)
        lessons.reach_step(school.session, learner_id, "way-home", step=step, of=6)

    learners.merge(school.session, keep, drop)

    standing = lessons.progress(school.session, keep)
    assert standing["welcome"].done_at == began_at
    assert (standing["way-home"].step, standing["way-home"].done_at) == (4, None)


def test_both_yeses_stay_and_the_old_id_leads_to_the_new_one_also_after_two_merges(school: School) -> None:
    cohort = school.cohort()
    people = []
    for _ in range(3):
        people.append(school.learner(cohort))
        school.wait(minutes=1)
    first, second, third = people

    learners.merge(school.session, second, first)
    learners.merge(school.session, third, second)

    assert list(school.session.scalars(select(Consent.learner_id))) == [third] * 3
    led = {row.former_learner_id: row.learner_id for row in school.session.scalars(select(FormerLearner))}
    assert led == {first: third, second: third}
    survivor = learners.lock(school.session, first)
    assert survivor
    assert survivor.learner_id == third


def test_nobody_is_merged_with_themselves(school: School) -> None:
    learner_id = school.learner(school.cohort())

    with pytest.raises(ValueError, match="with themselves"):
        learners.merge(school.session, learner_id, learner_id)

    assert learners.get(school.session, learner_id) is not None


def test_a_draft_that_lies_aside_already_is_not_counted_as_missing(school: School) -> None:
    keep = school.learner(school.cohort())
    draft = {"key": "the same", "sha256": "", "body": {"wave": "pre"}, "reason": "wave_taken", "now": school.now}

    assert [refused.set_aside(school.session, keep, **draft) for _ in range(2)] == [True, True]

    assert len(refused.list_refused(school.session, keep)) == 1
    assert refused.unstored(school.session, keep) == {}

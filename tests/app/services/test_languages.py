"""A learner may change the language; the figures follow, a begun test does not."""

import pytest

from app.services.learner import languages, testing
from app.services.waves import Wave
from app.store.answers import summaries
from app.store.people import learners
from tests.app.conftest import School


def test_a_learner_reads_in_another_language_and_the_summaries_follow(school: School) -> None:
    learner_id = school.learner(school.cohort(), language="ru")
    languages.choose_for_learner(school.session, learner_id, "kk")
    school.session.expire_all()

    assert learners.get(school.session, learner_id).language == "kk"
    assert summaries.differences(school.session) == []


def test_a_begun_test_keeps_its_words(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort, language="ru")
    school.open(cohort, Wave.PRE)
    testing.begin(school.session, learner_id, Wave.PRE, school.now)
    languages.choose_for_learner(school.session, learner_id, "kk")
    school.session.expire_all()

    assert testing.sitting(school.session, learner_id, Wave.PRE, school.now).language == "ru"
    assert testing.sitting(school.session, learner_id, Wave.POST, school.now).language == "kk"


def test_a_language_of_no_programme_is_refused(school: School) -> None:
    with pytest.raises(ValueError, match="'uz'"):
        languages.choose_for_learner(school.session, school.learner(school.cohort()), "uz")

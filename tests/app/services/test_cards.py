"""A lost card is replaced; somebody who joined twice is one again."""

import pytest

from app.services import signing
from app.services.facilitator import cards
from app.services.facilitator.cards import SamePerson
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.services.waves import Wave
from app.store import audit
from app.store.answers import summaries
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School


def seat(school: School, cohort: Cohort, handle: int) -> Learner:
    learner = learners.by_handle(school.session, cohort.cohort_id, handle)
    assert learner
    return learner


def test_the_new_card_opens_and_the_old_one_is_dead(school: School) -> None:
    cohort = school.cohort()
    old = school.cards[school.learner(cohort, pin_hash=hash_secret("111112"))]
    fresh = new_card()

    cards.replace(
        school.session,
        cohort,
        seat(school, cohort, 1),
        card=fresh,
        pin_hash=hash_secret(fresh.pin),
        now=school.now,
    )

    assert signing.check_learner(school.session, fresh.learner_code, fresh.pin).is_right
    assert not signing.check_learner(school.session, old.learner_code, "111112").is_right


def test_a_phone_that_was_signed_in_is_out(school: School) -> None:
    cohort = school.cohort()
    token = signing.start_learner(school.session, school.learner(cohort), school.now).token

    cards.replace(school.session, cohort, seat(school, cohort, 1), card=new_card(), pin_hash="-", now=school.now)

    assert signing.person_of(school.session, token, school.now) is None


def test_neither_code_nor_pin_is_written_down(school: School) -> None:
    cohort = school.cohort()
    school.learner(cohort)
    fresh = new_card()

    cards.replace(school.session, cohort, seat(school, cohort, 1), card=fresh, pin_hash="-", now=school.now)

    school.session.flush()
    row = audit.list_acts(school.session, cohort_id=cohort.cohort_id)[0]
    assert (row.act, row.subject, row.detail) == ("learner.card", "learner 1", {})


def test_two_handles_of_one_person_become_one_and_nothing_is_lost(school: School) -> None:
    cohort = school.cohort()
    first, second = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(first, Wave.PRE, right=1)
    school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    school.take(second, Wave.POST, right=3)

    cards.merge(school.session, cohort, keep=seat(school, cohort, 2), drop=seat(school, cohort, 1), now=school.now)

    assert learners.by_handle(school.session, cohort.cohort_id, 1) is None
    assert [school.score(second, wave) for wave in (Wave.PRE, Wave.POST)] == [1, 3]
    assert summaries.differences(school.session) == []
    school.session.flush()
    row = audit.list_acts(school.session, cohort_id=cohort.cohort_id)[0]
    assert (row.act, row.subject, row.detail) == ("learner.merge", "learner 2", {"merged_handle": 1})


def test_nobody_is_merged_with_themselves_or_across_cohorts(school: School) -> None:
    cohort, other = school.cohort(), school.cohort()
    school.learner(cohort)
    school.learner(other)

    with pytest.raises(SamePerson):
        cards.merge(school.session, cohort, keep=seat(school, cohort, 1), drop=seat(school, cohort, 1), now=school.now)
    with pytest.raises(ValueError, match="of this cohort"):
        cards.merge(school.session, cohort, keep=seat(school, cohort, 1), drop=seat(school, other, 1), now=school.now)

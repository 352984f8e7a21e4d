"""Signing in with a card, and the budgets of wrong tries."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from app.content import Release
from app.services import card_tries, erasing, secret_hashes, signing
from app.services.budgets import FOR_GOOD
from app.services.people import SignedInLearner, SignedInStaff, new_card
from app.services.secret_hashes import hash_secret
from app.services.signing import CardCheck, SignedIn
from app.store import Database
from app.store.people import learners
from app.store.tables import SignIn, WrongTry
from tests.app.conftest import School

PIN_HASH = hash_secret("739205")


def _sign_in(school: School, learner_id: int, pin: str = "739205") -> SignedIn | None:
    check = signing.check_learner(school.session, school.cards[learner_id].learner_code, pin)
    return signing.sign_in_learner(school.session, check, school.now)


def _person(school: School, signed_in: SignedIn | None) -> SignedInLearner | SignedInStaff | None:
    assert signed_in is not None
    return signing.person_of(school.session, signed_in.token, school.now)


def test_a_learner_signs_in_with_code_and_pin(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)

    person = _person(school, _sign_in(school, learner_id))

    assert isinstance(person, SignedInLearner)
    assert (person.learner_id, person.handle, person.language) == (learner_id, 1, "ru")


def test_the_token_itself_is_not_kept(school: School) -> None:
    signed_in = _sign_in(school, school.learner(school.cohort(), pin_hash=PIN_HASH))

    assert signed_in
    assert signed_in.token not in set(school.session.scalars(select(SignIn.token_hash)))


def test_a_wrong_pin_an_unknown_code_and_a_card_without_pin_are_refused_alike(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort, pin_hash=PIN_HASH)
    without = school.learner(cohort, pin_hash="-")

    assert _sign_in(school, learner_id, "739206") is None
    assert _sign_in(school, without) is None
    assert (
        signing.sign_in_learner(school.session, signing.check_learner(school.session, "ZZZZZZZZ", "739205"), school.now)
        is None
    )


def test_five_wrong_pins_lock_a_card_for_a_quarter_of_an_hour(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    for _ in range(5):
        assert _wrong(school, learner_id) is None

    assert _right(school, learner_id) is None
    school.wait(minutes=16)
    assert _right(school, learner_id)


def test_ten_wrong_pins_in_a_row_lock_a_card_until_it_is_replaced(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    for _ in range(10):
        assert _wrong(school, learner_id) is None
        school.wait(minutes=16)
    school.wait(days=30)
    assert _right(school, learner_id) is None

    card = new_card()
    signing.replace_card(school.session, learner_id, card, PIN_HASH)

    assert _sign_in(school, learner_id) is None, "the old code is dead"
    school.cards[learner_id] = card
    assert _sign_in(school, learner_id)


def test_a_right_pin_begins_the_row_anew(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    for _ in range(3):
        for _ in range(4):
            assert _wrong(school, learner_id) is None
        assert _right(school, learner_id)


def test_a_right_pin_at_a_locked_card_is_not_looked_at(school: School) -> None:
    """Else somebody who sprays learns from the row being cleared."""
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    for _ in range(5):
        _wrong(school, learner_id)
    before = school.session.scalars(select(func.count()).select_from(WrongTry)).one()

    assert _right(school, learner_id) is None

    assert school.session.scalars(select(func.count()).select_from(WrongTry)).one() == before + 1


@pytest.mark.many
def test_spraying_over_a_cohort_ends_after_fifty(school: School) -> None:
    cohort = school.cohort()
    people = [school.learner(cohort, pin_hash=PIN_HASH) for _ in range(18)]
    for learner_id in people[:17]:
        for _ in range(3):
            _wrong(school, learner_id)

    assert _right(school, people[17]) is None
    school.wait(minutes=61)
    assert _right(school, people[17])


@pytest.mark.many
def test_two_slips_of_each_of_a_class_keep_nobody_out(school: School) -> None:
    cohort = school.cohort()
    for learner_id in [school.learner(cohort, pin_hash=PIN_HASH) for _ in range(30)]:
        for _ in range(2):
            _wrong(school, learner_id)
        assert _right(school, learner_id)


@pytest.mark.many
def test_whoever_holds_one_card_cannot_try_the_others_for_ever(school: School) -> None:
    """A right PIN pays back the slips at its own card, no other's."""
    cohort = school.cohort()
    own, *others = [school.learner(cohort, pin_hash=PIN_HASH) for _ in range(26)]
    for learner_id in others:
        for _ in range(2):
            _wrong(school, learner_id)
        _right(school, own)

    assert _right(school, own) is None
    assert _right(school, others[0]) is None


def test_another_cohort_does_not_pay_for_it(school: School) -> None:
    sprayed, other = school.cohort(), school.cohort()
    for learner_id in [school.learner(sprayed, pin_hash=PIN_HASH) for _ in range(17)]:
        for _ in range(3):
            _wrong(school, learner_id)

    assert _right(school, school.learner(other, pin_hash=PIN_HASH))


@pytest.mark.parametrize("codes", [1, 100], ids=["one code", "ever another code"])
def test_tries_that_touch_nobody_do_not_fill_the_disk(
    school: School, monkeypatch: pytest.MonkeyPatch, codes: int
) -> None:
    monkeypatch.setattr(card_tries, "MOST_UNKNOWN", 20)
    for n in range(30):
        check = CardCheck(None, None, is_right=False, code=str(n % codes))
        signing.sign_in_learner(school.session, check, school.now)

    assert school.session.scalars(select(func.count()).select_from(WrongTry)).one() == 20


def test_a_code_that_nobody_has_comes_to_rest_like_a_card(school: School) -> None:
    card = _checked(school, school.learner(school.cohort(), pin_hash=PIN_HASH), is_right=False)
    nobodys = CardCheck(None, None, is_right=False, code="abc")

    def rests(check: CardCheck) -> datetime | None:
        assert signing.sign_in_learner(school.session, check, school.now) is None
        return signing.rests_until(school.session, check, school.now)

    soon = school.now + timedelta(minutes=15)
    for until in (None, None, None, None, soon, soon):
        assert rests(card) == rests(nobodys) == until
    assert rests(replace(card, is_right=True)) == soon, "the right PIN, too, is said to rest and not to be wrong"
    assert rests(replace(nobodys, code="abd")) is None
    for until in (None, None, None, None, FOR_GOOD, FOR_GOOD):
        school.wait(minutes=16)
        assert rests(card) == rests(nobodys) == until
    school.wait(days=30)
    assert rests(card) == rests(nobodys) == FOR_GOOD


def test_a_code_that_nobody_has_rests_like_a_card_also_after_ten_thousand_tries_at_others(school: School) -> None:
    """Else whoever goes on guessing sees which of two resting codes comes back: the one that nobody has."""
    nobodys = CardCheck(None, None, is_right=False, code="abc")
    for _ in range(10):
        signing.sign_in_learner(school.session, nobodys, school.now)
        school.wait(minutes=16)

    for n in range(10):
        others = [f"{card_tries.UNKNOWN} {n}-{code}{end}" for code in range(1000) for end in ("", ".")]
        card_tries.count_wrong(school.session, others, school.now)

    assert signing.rests_until(school.session, nobodys, school.now) == FOR_GOOD


def test_wrong_unknown_and_resting_cost_the_same_work(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hash, which is nearly all of the time, and as many questions to the database."""
    people = [school.learner(school.cohort(), pin_hash=PIN_HASH) for _ in range(2)]
    for _ in range(5):
        _wrong(school, people[1])
    codes = [*(school.cards[it].learner_code for it in people), "ZZZZZZZZ"]
    work: list[str] = []
    monkeypatch.setattr(secret_hashes, "_hashed_like", Spy(secret_hashes._hashed_like, work))
    engine = school.session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *it: work.append(it[2].partition(" ")[0]))
    done = []
    for code in codes:
        work.clear()
        check = signing.check_learner(school.session, code, "000000")
        signing.sign_in_learner(school.session, check, school.now)
        signing.rests_until(school.session, check, school.now)
        done.append(Counter(work))

    assert done[0]["hash"] == 1
    assert done[0]["SELECT"] > 5
    assert done == [done[0]] * 3


def test_tries_elsewhere_do_not_shut_the_owner_s_phone_nor_tries_there_the_card(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    own, other = _right(school, learner_id), _right(school, learner_id)
    assert own and other
    for _ in range(5):
        assert _wrong(school, learner_id) is None
    assert _right(school, learner_id) is None, "at the door the card rests"

    for _ in range(5):
        assert _unlock(school, learner_id, other, "000000") is None
    assert _unlock(school, learner_id, other) is None, "on that phone somebody tried"
    assert _unlock(school, learner_id, own)
    school.wait(minutes=16)
    assert _unlock(school, learner_id, other)
    assert _right(school, learner_id)


def test_ten_wrong_pins_on_a_phone_end_its_trying_and_the_card_opens_another(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    own = _right(school, learner_id)
    assert own
    for _ in range(10):
        assert _unlock(school, learner_id, own, "000000") is None
        school.wait(minutes=16)

    check = signing.check_pin(school.session, learner_id, "739205", own.token)
    assert signing.sign_in_learner(school.session, check, school.now) is None
    assert signing.rests_until(school.session, check, school.now) == FOR_GOOD
    again = _right(school, learner_id)
    assert again
    assert _unlock(school, learner_id, again)


@pytest.mark.parametrize("is_erased", [False, True], ids=["a new card", "erased"])
def test_no_wrong_try_outlives_the_card_or_the_learner(school: School, *, is_erased: bool) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    own = _right(school, learner_id)
    assert own
    _unlock(school, learner_id, own, "000000")
    _wrong(school, learner_id)

    if is_erased:
        erasing.drop(school.session, [learner_id])
    else:
        signing.replace_card(school.session, learner_id, new_card(), PIN_HASH)

    left = school.session.scalars(select(WrongTry.bucket)).all()
    assert [bucket for bucket in left if not bucket.startswith("cohort ")] == []


@pytest.mark.many
def test_two_hundred_tries_at_once_get_no_more_than_five(database: Database, release: Release) -> None:
    with database.writing() as session:
        school = School(session, release)
        learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
        cohort_id = 1
        now = school.now

    def guess() -> None:
        for _ in range(25):
            with database.writing() as session:
                signing.sign_in_learner(session, CardCheck(learner_id, cohort_id, is_right=False), now)

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as reading:
        counted = reading.scalars(select(func.count()).where(WrongTry.bucket == f"card {learner_id}")).one()
    assert counted == 5


def test_signing_out_kills_the_token_at_once(school: School) -> None:
    learner_id = school.learner(school.cohort(), pin_hash=PIN_HASH)
    first, second = _right(school, learner_id), _right(school, learner_id)
    assert first
    assert second

    signing.sign_out(school.session, first.token)

    assert _person(school, first) is None
    assert _person(school, second)
    signing.sign_out_everywhere(school.session, learner_id=learner_id)
    assert _person(school, second) is None


def test_a_sign_in_ends_by_itself(school: School) -> None:
    signed_in = _right(school, school.learner(school.cohort(), pin_hash=PIN_HASH))

    school.now += signing.LEARNER_STAYS
    assert _person(school, signed_in) is None


class Spy:
    """A function that notes that it was called."""

    def __init__(self, work: Callable[..., str], notes: list[str]) -> None:
        self.work, self.notes = work, notes

    def __call__(self, *args: str) -> str:
        self.notes.append("hash")
        return self.work(*args)


def _unlock(school: School, learner_id: int, phone: SignedIn, pin: str = "739205") -> SignedIn | None:
    check = signing.check_pin(school.session, learner_id, pin, phone.token)
    return signing.sign_in_learner(school.session, check, school.now)


def _wrong(school: School, learner_id: int) -> SignedIn | None:
    """As if a wrong PIN had been verified: hashing takes time, and the budgets do not look at it."""
    return signing.sign_in_learner(school.session, _checked(school, learner_id, is_right=False), school.now)


def _right(school: School, learner_id: int) -> SignedIn | None:
    return signing.sign_in_learner(school.session, _checked(school, learner_id, is_right=True), school.now)


def _checked(school: School, learner_id: int, *, is_right: bool) -> CardCheck:
    learner = learners.get(school.session, learner_id)
    assert learner
    return CardCheck(learner_id, learner.cohort_id, is_right)

"""Joining, saying no, and leaving for good."""

import threading
import uuid
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.services import admission
from app.services.learner import joining, knocking
from app.services.learner.knocking import TooManyTries, Visitor
from app.services.people import new_card
from app.services.waves import Wave
from app.store import Database, Session, audit
from app.store.answers import summaries
from app.store.people import learners
from app.store.tables import Attempt, Consent, Learner, SignIn, WrongTry
from tests.app import stored
from tests.app.conftest import MORNING, School


def _join(school: School, code: str, join_key: str, **other: str) -> joining.Joined | None:
    door = joining.open_door(school.session, code, school.now)
    assert door is not None
    about = {"language": "ru", "sex": "female", "age_band": "15-17", "assent_version": "1", **other}
    return joining.join(
        school.session, door=door, join_key=join_key, card=new_card(), pin_hash="-", now=school.now, **about
    )


def test_half_of_a_cohort_starts_with_form_a(school: School) -> None:
    cohort = school.cohort()

    people = [learners.get(school.session, school.learner(cohort)) for _ in range(7)]

    assert [person.first_form for person in people if person] == ["A", "B", "A", "B", "A", "B", "A"]
    assert [person.handle for person in people if person] == [1, 2, 3, 4, 5, 6, 7]


def test_the_same_join_key_is_the_same_learner(school: School) -> None:
    cohort, key = school.cohort(), uuid.uuid4().hex

    first = _join(school, cohort.join_code, key)
    again = _join(school, cohort.join_code, key)
    other = _join(school, cohort.join_code, uuid.uuid4().hex)

    assert first and again and other
    assert first.first_time
    assert not again.first_time
    assert again.learner_id == first.learner_id
    assert other.handle == first.handle + 1, "a retry must not take a place"


def test_what_was_said_yes_to_is_kept(school: School) -> None:
    joined = _join(
        school, school.cohort().join_code, uuid.uuid4().hex, language="kk", assent_version=joining.ASSENT_VERSION
    )

    assert joined
    consent = school.session.scalars(select(Consent).where(Consent.learner_id == joined.learner_id)).one()
    assert (consent.version, consent.language, consent.given_at) == (joining.ASSENT_VERSION, "kk", school.now)


def test_a_closed_a_forgotten_and_a_wrong_code_open_nothing(school: School) -> None:
    closed, ended, without_consent, to_come, put_away = (school.cohort() for _ in range(5))
    closed = admission.close_joining(school.session, closed, now=school.now)
    school.alter(ended, ends_on=date(2026, 3, 1))
    school.alter(without_consent, consent_on=None)
    school.alter(to_come, consent_on=date(2026, 3, 3))
    school.alter(put_away, archived_at=school.now)

    shut = (closed, ended, without_consent, to_come, put_away)
    for code in (*(cohort.join_code for cohort in shut), "ZZZZZZZZ", ""):
        assert joining.open_door(school.session, code, school.now) is None


def test_a_day_is_the_day_of_the_cohort_and_not_of_greenwich(school: School) -> None:
    cohort = school.cohort(ends_on=date(2026, 3, 2))
    last_minute = school.now.replace(hour=18, minute=59)  # 23:59 in Almaty

    assert joining.open_door(school.session, cohort.join_code, last_minute)
    assert joining.open_door(school.session, cohort.join_code, last_minute + timedelta(minutes=1)) is None


def test_a_door_that_closes_while_somebody_reads_lets_nobody_in(school: School) -> None:
    cohort = school.cohort()
    door = joining.open_door(school.session, cohort.join_code, school.now)
    assert door
    admission.close_joining(school.session, cohort, now=school.now)

    joined = joining.join(
        school.session,
        door=door,
        join_key=uuid.uuid4().hex,
        language="ru",
        sex="male",
        age_band="15-17",
        assent_version="1",
        card=new_card(),
        pin_hash="-",
        now=school.now,
    )

    assert joined is None


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"sex": "x"}, id="a sex that we do not know"),
        pytest.param({"age_band": "7"}, id="an age band that we do not know"),
        pytest.param({"language": "uz"}, id="a language that the programme does not have"),
    ],
)
def test_only_known_values_are_kept(school: School, about: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="cannot join as"):
        _join(school, school.cohort().join_code, uuid.uuid4().hex, **about)


def test_the_door_tells_nothing_of_the_people_or_the_place(school: School) -> None:
    cohort = school.cohort(label="Orphanage of Turkistan")

    door = joining.open_door(school.session, cohort.join_code.lower(), school.now)

    assert door
    assert door.languages == ("ru", "kk", "en")
    assert "Turkistan" not in repr(door)
    assert "KZ-61" not in repr(door)


def knock(school: School, code: str, visitor: Visitor, times: int = 1) -> None:
    for _ in range(times):
        assert joining.knock(school.session, code, visitor, school.now) is None


def is_shut(school: School, visitor: Visitor) -> bool:
    return joining.shut_until(school.session, visitor, school.now) is not None


def test_one_browser_of_a_school_that_guesses_waits_alone(school: School) -> None:
    code = school.cohort().join_code
    guesser, neighbour = Visitor("1", "192.0.2.1"), Visitor("2", "192.0.2.1")
    knock(school, "ZZZZZZZZ", guesser, knocking.OF_DEVICE)

    with pytest.raises(TooManyTries) as refusal:
        joining.knock(school.session, code, guesser, school.now)
    assert refusal.value.until == school.now + timedelta(minutes=15)
    assert joining.knock(school.session, code, neighbour, school.now)
    school.wait(minutes=15)
    assert joining.knock(school.session, code, guesser, school.now)


def test_whoever_keeps_no_cookie_shuts_the_door_to_their_like_and_not_to_the_browsers_of_the_school(
    school: School,
) -> None:
    school.cohort()
    school.session.flush()
    knock(school, "ZZZZZZZZ", Visitor(None, "192.0.2.1"), knocking.OF_ADDRESS)
    mistyping, guessing = Visitor("2", "192.0.2.1"), Visitor("3", "192.0.2.1")
    knock(school, "ZZZZZZZZ", mistyping, knocking.SLIPS)
    knock(school, "ZZZZZZZZ", guessing, knocking.SLIPS + 1)

    assert is_shut(school, Visitor(None, "192.0.2.1"))
    assert is_shut(school, guessing)
    assert not is_shut(school, mistyping)
    assert not is_shut(school, Visitor(None, "192.0.2.2"))


def test_many_addresses_of_one_network_are_one_guesser_and_nobody_elses_door_is_shut(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knocking, "OF_NETWORK", 150)  # a twentieth: the way is the same, and each try is a commit
    for number in range(knocking.OF_NETWORK):
        joining.knock(school.session, "ZZZZZZZZ", Visitor(f"{number:x}", f"2001:db8:1:1::{number:x}"), school.now)

    assert is_shut(school, Visitor("new", "2001:db8:1:1:ffff::1"))
    assert not is_shut(school, Visitor("new", "2001:db8:1:2::1")), "the next network of the house"
    assert not is_shut(school, Visitor(None, "192.0.2.1"))


def test_a_house_with_all_its_networks_is_one_guesser_too() -> None:
    school, house = Visitor("new", "2001:db8:2::1"), Visitor("new", "2001:db8:1:9::1")
    since = MORNING - timedelta(minutes=1)

    def nth_last(bucket: str, n: int) -> datetime | None:
        """As after 10,000 wrong codes of the house, of each of its networks a few."""
        return since if bucket in house.buckets and bucket.startswith("site") and n <= knocking.OF_SITE else None

    assert house.shut_until(nth_last, MORNING) == since + knocking.WITHIN
    assert school.shut_until(nth_last, MORNING) is None


def test_a_phone_that_is_seen_through_either_kind_of_address_is_one(school: School) -> None:
    assert Visitor("1", "::ffff:192.0.2.1").buckets.keys() - Visitor("1", "192.0.2.1").buckets.keys() == {
        "address ::ffff:192.0.2.1"
    }


def test_wrong_codes_of_before_and_addresses_do_not_stay(school: School) -> None:
    knock(school, "ZZZZZZZZ", Visitor("1", "192.0.2.1"), 3)
    stored = set(school.session.scalars(select(WrongTry.bucket)))
    assert stored
    assert not [bucket for bucket in stored if "192.0.2.1" in bucket]
    school.wait(minutes=15)

    joining.forget_old_knocks(school.session, school.now)

    assert school.session.scalars(select(func.count()).select_from(WrongTry)).one() == 0


def test_a_class_of_right_codes_from_one_address_is_no_attack(school: School) -> None:
    code = school.cohort().join_code

    assert all(joining.knock(school.session, code, Visitor(None, "10.0.0.1"), school.now) for _ in range(60))


def test_a_no_is_counted_and_nothing_else_is_kept(school: School) -> None:
    cohort = school.cohort()
    door = joining.open_door(school.session, cohort.join_code, school.now)
    assert door

    joining.decline(school.session, door)
    cohort = school.anew(cohort)

    assert cohort.declined_count == 1
    assert school.session.scalars(select(func.count()).select_from(Learner)).one() == 0


def test_who_withdraws_is_erased_with_every_answer_and_counted(school: School) -> None:
    cohort = school.cohort()
    goes, stays = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for learner_id in (goes, stays):
        school.take(learner_id, Wave.PRE, right=1)
    school.finish_lesson(goes)

    joining.withdraw(school.session, goes, school.now)
    joining.withdraw(school.session, goes, school.now)
    cohort = school.anew(cohort)

    assert cohort.withdrawn_count == 1
    assert learners.get(school.session, goes) is None
    assert set(school.session.scalars(select(Attempt.learner_id))) == {stays}
    assert len(stored.responses(school.session)) == 4
    assert school.session.scalars(select(func.count()).select_from(SignIn)).one() == 0
    assert summaries.differences(school.session) == []
    assert "learner.withdraw" in [act.act for act in audit.list_acts(school.session)]


def test_a_new_learner_never_gets_the_id_of_one_who_left(school: School) -> None:
    cohort = school.cohort()
    gone = school.learner(cohort)
    joining.withdraw(school.session, gone, school.now)

    assert school.learner(cohort) > gone


def test_a_class_that_joins_at_once_gets_one_place_each(database: Database, release: object) -> None:
    with database.writing() as session:
        school = School(session, release)
        code, now = school.cohort().join_code, school.now
    keys = [uuid.uuid4().hex for _ in range(8)]
    results: list[tuple[str, joining.Joined | None]] = []

    def join(key: str) -> None:
        with database.writing() as session:
            results.append((key, _join(_At(session, now), code, key)))

    threads = [threading.Thread(target=join, args=(key,)) for key in keys * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    handles = {key: joined.handle for key, joined in results if joined}
    assert len(results) == 24
    assert sorted(handles.values()) == list(range(1, 9))
    assert sum(joined.first_time for _, joined in results if joined) == 8
    with database.reading() as reading:
        forms = Counter(reading.scalars(select(Learner.first_form)))
        assert forms == {"A": 4, "B": 4}
        assert summaries.differences(reading) == []


class _At:
    """A session and a moment: what joining takes of a school."""

    def __init__(self, session: Session, now: object) -> None:
        self.session, self.now = session, now

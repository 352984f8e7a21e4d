"""Wrong passphrases make an address wait, longer each time, and keep nobody else out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.services import staff_signing
from app.services.signing import SignedIn
from app.services.staff_signing import StaffCheck
from app.services.staff_tries import wait_after
from app.store.tables import WrongTry
from tests.app.conftest import School

SCHOOL, HOME = "192.0.2.1", "198.51.100.7"


def knock(school: School, *, is_right: bool, address: str = SCHOOL) -> SignedIn | None:
    """As if a passphrase had been verified: hashing takes time, and the doors do not look at it."""
    check = StaffCheck(school.facilitator_id, is_right=is_right)
    return staff_signing.sign_in_staff(school.session, check, address, school.now)


def guess(school: School, times: int, address: str = SCHOOL) -> None:
    for _ in range(times):
        assert knock(school, is_right=False, address=address) is None


def rows(school: School) -> int:
    return school.session.scalars(select(func.count()).select_from(WrongTry)).one()


def test_four_slips_cost_nothing(school: School) -> None:
    guess(school, 4)

    assert knock(school, is_right=True)


def test_after_five_the_right_one_waits_half_a_minute_at_this_address_and_not_at_another(school: School) -> None:
    guess(school, 5)

    assert knock(school, is_right=True) is None
    assert knock(school, is_right=True, address=HOME), "somebody else's tries keep the name out"
    school.wait(seconds=31)
    assert knock(school, is_right=True)


def test_tries_at_a_shut_door_make_nobody_wait_longer(school: School) -> None:
    guess(school, 40)
    school.wait(seconds=31)

    assert knock(school, is_right=True)


@pytest.mark.parametrize(
    ("wrong", "at_name", "seconds"),
    [
        *((0, 0, 0), (4, 4, 0), (5, 5, 30), (6, 6, 60), (9, 9, 480), (10, 10, 900), (99, 99, 900)),
        *((0, 100, 0), (1, 100, 3600), (100, 100, 3600)),
    ],
)
def test_each_further_try_doubles_the_wait_up_to_a_limit(wrong: int, at_name: int, seconds: int) -> None:
    assert wait_after(wrong, at_name) == timedelta(seconds=seconds)


@pytest.mark.many
def test_somebody_who_guesses_all_day_from_one_address_gets_about_a_hundred_tries(school: School) -> None:
    for _ in range(24 * 4):
        guess(school, 3)
        school.wait(minutes=15)

    tries = school.session.scalars(select(func.count()).where(WrongTry.bucket == f"staff {school.facilitator_id}."))
    assert 90 <= tries.one() <= 106


def test_a_hundred_from_many_addresses_leave_each_one_try_an_hour_and_let_the_real_one_in(school: School) -> None:
    for number in range(100):
        guess(school, 1, address=f"203.0.113.{number}")
    before = rows(school)

    guess(school, 3, address="203.0.113.200")
    assert rows(school) == before + 2 + 2, "the second and third were looked at"
    assert knock(school, is_right=True, address="203.0.113.200") is None
    assert knock(school, is_right=True, address=HOME)
    school.wait(minutes=61)
    assert knock(school, is_right=True, address="203.0.113.200")


def test_a_name_that_nobody_has_is_counted_as_any_other(school: School) -> None:
    """So that neither what is written nor how long it takes tells which names there are."""
    nobody = StaffCheck(None, is_right=False)
    written = []
    for check in (nobody, StaffCheck(school.facilitator_id, is_right=False)):
        before = rows(school)
        for _ in range(8):
            assert staff_signing.sign_in_staff(school.session, check, SCHOOL, school.now) is None
        written.append(rows(school) - before)

    assert written == [13, 13], "five at the name and its address, and three at a shut door"


def test_the_addresses_of_one_ipv6_network_are_one(school: School) -> None:
    for number in range(5):
        guess(school, 1, address=f"2001:db8:1:2::{number:x}")

    assert knock(school, is_right=True, address="2001:db8:1:2:ffff::1") is None
    assert knock(school, is_right=True, address="2001:db8:1:3::1")


def test_a_right_one_begins_the_row_of_its_address_anew(school: School) -> None:
    for _ in range(3):
        guess(school, 4)
        assert knock(school, is_right=True)


def test_no_address_is_written_down_and_what_was_counted_goes_after_a_day(school: School) -> None:
    guess(school, 3)
    buckets = set(school.session.scalars(select(WrongTry.bucket)))
    assert len(buckets) == 2
    assert not [bucket for bucket in buckets if SCHOOL in bucket]

    school.wait(days=1, seconds=1)
    guess(school, 1)
    assert rows(school) == 2


def test_a_new_link_ends_every_wait(school: School) -> None:
    guess(school, 8)
    link = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    staff_signing.use_link(school.session, link, "a hash", school.now)

    assert knock(school, is_right=True)


def test_another_s_wrong_tries_are_not_this_one_s(school: School) -> None:
    """Also where one id begins like another: 1 and 11."""
    check = StaffCheck(int(f"{school.facilitator_id}1"), is_right=False)
    for _ in range(9):
        staff_signing.sign_in_staff(school.session, check, SCHOOL, school.now)

    assert knock(school, is_right=True)
    staff_signing.use_link(
        school.session,
        staff_signing.make_link(school.session, school.facilitator_id, school.now),
        "a hash",
        school.now,
    )
    assert rows(school) >= 10

"""How long staff stay signed in, where, and how it ends."""

from datetime import timedelta

from app.services import signing, staff_sign_ins, staff_signing
from app.services.people import SignedInStaff
from app.services.secret_hashes import hash_secret
from app.services.signing import SignedIn
from app.store import audit
from app.store.people import staff
from tests.app.conftest import School

OLD = hash_secret("a long walk in may")
ADDRESS = "192.0.2.1"


def come_in(school: School) -> SignedIn:
    check = staff_signing.StaffCheck(school.facilitator_id, is_right=True)
    signed_in = staff_signing.sign_in_staff(school.session, check, ADDRESS, school.now)
    assert signed_in
    return signed_in


def person(school: School, signed_in: SignedIn) -> SignedInStaff | None:
    someone = signing.person_of(school.session, signed_in.token, school.now)
    return someone if isinstance(someone, SignedInStaff) else None


def click(school: School, signed_in: SignedIn) -> bool:
    """As a page does; False where the sign-in has ended."""
    me = person(school, signed_in)
    if me and staff_sign_ins.is_to_be_noted(me, school.now):
        staff_sign_ins.note(school.session, signed_in.token, school.now)
    return me is not None


def test_who_does_nothing_for_half_an_hour_is_out_and_reads_why(school: School) -> None:
    signed_in = come_in(school)
    school.wait(minutes=29)
    assert person(school, signed_in)
    assert staff_sign_ins.left_by(school.session, signed_in.token, school.now) is None
    school.wait(minutes=1)

    assert person(school, signed_in) is None
    assert staff_sign_ins.left_by(school.session, signed_in.token, school.now) == school.facilitator_id


def test_who_goes_on_stays_until_twelve_hours_are_over(school: School) -> None:
    signed_in = come_in(school)
    begun = school.now
    while click(school, signed_in):
        school.wait(minutes=20)

    assert school.now - begun == timedelta(hours=12)
    assert staff_sign_ins.left_by(school.session, signed_in.token, school.now) is None


def test_work_is_noted_once_a_minute(school: School) -> None:
    signed_in = come_in(school)
    school.wait(seconds=59)
    me = person(school, signed_in)
    assert me and not staff_sign_ins.is_to_be_noted(me, school.now)
    school.wait(seconds=1)

    assert staff_sign_ins.is_to_be_noted(me, school.now)


def test_one_sees_where_one_is_signed_in_and_ends_one_or_all_others(school: School) -> None:
    first, second, third = come_in(school), come_in(school), come_in(school)
    school.wait(minutes=5)
    click(school, second)
    listed = staff_sign_ins.list_sign_ins(school.session, school.facilitator_id, second.token, school.now)
    assert [one.is_this for one in listed] == [True, False, False]
    assert (listed[0].last_seen_at, listed[1].last_seen_at) == (school.now, school.now - timedelta(minutes=5))
    assert not [one for one in listed if one.mark in (first.token, second.token, third.token)]

    staff_sign_ins.end(school.session, school.facilitator_id, listed[1].mark)
    assert len([it for it in (first, second, third) if person(school, it)]) == 2
    staff_sign_ins.end_others(school.session, school.facilitator_id, second.token)
    assert [it for it in (first, second, third) if person(school, it)] == [second]


def test_nobody_ends_another_s(school: School) -> None:
    mine = come_in(school)
    (only,) = staff_sign_ins.list_sign_ins(school.session, school.facilitator_id, mine.token, school.now)

    staff_sign_ins.end(school.session, school.facilitator_id + 1, only.mark)

    assert person(school, mine)


def test_an_administrator_ends_all_of_somebody_s_and_it_is_written_down(school: School) -> None:
    signed_in = come_in(school)
    aigul = staff.get_by_id(school.session, school.facilitator_id)
    assert aigul

    staff_sign_ins.end_all(school.session, aigul, by=None, now=school.now)

    assert person(school, signed_in) is None
    assert audit.list_acts(school.session)[0].act == "staff.sign_out"


def change(school: School, me: SignedInStaff, passphrase: str, new: str) -> SignedIn | None:
    check = staff_signing.check_own(school.session, me.staff_id, passphrase)
    return staff_signing.change_passphrase(school.session, me, check, ADDRESS, hash_secret(new), school.now)


def test_one_changes_one_s_passphrase_with_the_old_one_and_is_out_elsewhere(school: School) -> None:
    link = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    elsewhere = staff_signing.use_link(school.session, link, OLD, school.now)
    assert elsewhere
    me = person(school, elsewhere)
    assert me

    assert change(school, me, "a wrong walk in may", "seven stones on the road") is None
    assert person(school, elsewhere)
    signed_in = change(school, me, "a long walk in may", "seven stones on the road")

    assert signed_in and person(school, signed_in)
    assert person(school, elsewhere) is None
    assert not staff_signing.check_staff(school.session, "aigul", "a long walk in may").is_right
    assert staff_signing.check_staff(school.session, "aigul", "seven stones on the road").is_right
    assert audit.list_acts(school.session)[0].act == "staff.passphrase"


def test_whoever_sits_at_another_s_desk_cannot_guess_the_passphrase_there(school: School) -> None:
    me = person(school, come_in(school))
    assert me
    wrong, right = (staff_signing.StaffCheck(me.staff_id, is_right=it) for it in (False, True))
    for _ in range(5):
        assert staff_signing.change_passphrase(school.session, me, wrong, ADDRESS, "-", school.now) is None

    assert staff_signing.change_passphrase(school.session, me, right, ADDRESS, "-", school.now) is None

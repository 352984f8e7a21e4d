"""The second factor of the staff: who needs one, how often a code is taken, and what is left when the phone is lost."""

import hmac
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pyotp
import pytest
from argon2 import low_level
from sqlalchemy import select, update

from app.services import recovery_codes, second_factor, signing, staff_signing
from app.services.administrator.staff import end_second_factor, give_role
from app.services.people import Grant, Owes, Role, SignedInStaff, code_hash
from app.services.secret_hashes import hash_secret
from app.services.signing import SignedIn
from app.store import audit, instance
from app.store.people import second_factors, staff
from app.store.tables import Instance, RecoveryCode, SecondFactor
from tests.app.conftest import School


@pytest.fixture
def real(school: School) -> School:
    school.session.execute(update(Instance).values(kind="real"))
    return school


def come_in(school: School, staff_id: int) -> SignedIn:
    check = staff_signing.StaffCheck(staff_id, is_right=True)
    signed_in = staff_signing.sign_in_staff(school.session, check, "192.0.2.1", school.now)
    assert signed_in
    return signed_in


def person(school: School, signed_in: SignedIn) -> SignedInStaff:
    me = signing.person_of(school.session, signed_in.token, school.now)
    assert isinstance(me, SignedInStaff)
    return me


def code(school: School, secret: str, **later: int) -> str:
    return pyotp.TOTP(secret).at(school.now + timedelta(**later))


def drawn(school: School) -> recovery_codes.NewCodes:
    return recovery_codes.draw_codes(school.session)


def is_proved(school: School, me: SignedInStaff, typed: str) -> bool:
    check = second_factor.check_code(school.session, me, typed, school.now)
    return second_factor.is_proved(school.session, me, check, school.now)


def set_up(school: School, staff_id: int) -> tuple[SignedInStaff, str, list[str]]:
    """Somebody with an app: they, its secret, and their recovery codes. The app shows another code by now."""
    me = person(school, come_in(school, staff_id))
    second_factor.begin(school.session, me)
    offer = second_factor.offer_of(school.session, me)
    assert offer
    codes = second_factor.confirm(school.session, me, code(school, offer.secret), drawn(school), school.now)
    assert codes
    school.wait(minutes=2)
    return person(school, come_in(school, staff_id)), offer.secret, list(codes)


def test_a_copy_of_the_database_does_not_tell_what_the_app_shows(school: School) -> None:
    me, secret, _ = set_up(school, school.facilitator_id)
    second_factor.begin(school.session, me)

    stored = school.session.execute(select(SecondFactor.secret, SecondFactor.offered)).one()

    assert not [text for text in stored if secret in text or secret.encode() in b64decode(text.removeprefix("gcm "))]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ME_OFFICER, Role.PARTNER_LEAD])
def test_whoever_looks_after_people_or_figures_of_a_real_instance_must_have_one(real: School, role: Role) -> None:
    assert person(real, come_in(real, real.staff("dana", role))).owes is Owes.SECOND_FACTOR


def test_a_facilitator_may_and_is_then_asked(real: School) -> None:
    assert person(real, come_in(real, real.facilitator_id)).owes is None

    me, secret, _ = set_up(real, real.facilitator_id)

    assert me.owes is Owes.CODE
    assert is_proved(real, me, code(real, secret))


@pytest.mark.parametrize("kind", ["test", "demonstration"])
def test_an_instance_of_invented_people_asks_nobody(school: School, kind: str) -> None:
    school.session.execute(update(Instance).values(kind=kind))

    assert person(school, come_in(school, school.staff("dana", Role.ADMINISTRATOR))).owes is None


def test_a_role_that_is_given_later_asks_from_the_next_request_on(real: School) -> None:
    signed_in = come_in(real, real.facilitator_id)
    assert person(real, signed_in).owes is None

    officer = Grant(Role.ME_OFFICER, real.programme_id)
    give_role(real.session, real.facilitator_id, officer, now=real.now)

    assert person(real, signed_in).owes is Owes.SECOND_FACTOR


def test_a_code_is_taken_once(school: School) -> None:
    me, secret, _ = set_up(school, school.facilitator_id)

    assert is_proved(school, me, code(school, secret))
    assert not is_proved(school, me, code(school, secret))
    assert not is_proved(school, me, code(school, secret, seconds=-30))
    assert is_proved(school, me, code(school, secret, seconds=30))


def test_the_code_that_set_it_up_opens_nothing(school: School) -> None:
    me = person(school, come_in(school, school.facilitator_id))
    second_factor.begin(school.session, me)
    offer = second_factor.offer_of(school.session, me)
    assert offer and second_factor.confirm(school.session, me, code(school, offer.secret), drawn(school), school.now)

    assert not is_proved(school, me, code(school, offer.secret))


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)], ids=str
)
def test_a_clock_may_be_half_a_minute_wrong(school: School, seconds: int, *, is_taken: bool) -> None:
    me, secret, _ = set_up(school, school.facilitator_id)

    assert is_proved(school, me, code(school, secret, seconds=seconds)) is is_taken


def test_five_wrong_codes_make_the_right_one_wait(school: School) -> None:
    me, secret, _ = set_up(school, school.facilitator_id)
    for _ in range(5):
        assert not is_proved(school, me, "000000")
    assert not is_proved(school, me, code(school, secret))
    school.wait(minutes=15)

    assert is_proved(school, me, code(school, secret))


def test_a_used_code_pays_no_wrong_ones_back(school: School) -> None:
    """Whoever has seen a code has it for a minute more: with it they would guess as often as they like."""
    me, secret, _ = set_up(school, school.facilitator_id)
    assert is_proved(school, me, code(school, secret))
    for _ in range(5):
        assert not is_proved(school, me, "000000")
        assert not is_proved(school, me, code(school, secret))

    assert not is_proved(school, me, code(school, secret, seconds=30)), "it waits, as after any five wrong ones"


def test_twenty_wrong_codes_are_all_of_a_day(school: School) -> None:
    me, secret, _ = set_up(school, school.facilitator_id)
    for _ in range(20):
        is_proved(school, me, "000000")
        school.wait(minutes=16)
    assert not is_proved(school, me, code(school, secret))
    school.wait(hours=19)

    assert is_proved(school, me, code(school, secret))


def test_a_recovery_code_stands_once_for_the_phone_however_it_is_typed(school: School) -> None:
    me, _, codes = set_up(school, school.facilitator_id)
    assert len(set(codes)) == 10

    assert is_proved(school, me, codes[3].lower().replace(" ", "-"))
    assert not is_proved(school, me, codes[3])
    assert second_factor.count_codes(school.session, me) == 9
    assert audit.list_acts(school.session)[0].act == "staff.recovery_code"


def test_recovery_codes_are_stored_as_hashes_and_new_ones_end_the_old(school: School) -> None:
    me, _, codes = set_up(school, school.facilitator_id)
    stored = school.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not [it for it in codes if it.replace(" ", "") in stored]

    fresh = second_factor.renew_codes(school.session, me, drawn(school), school.now)

    assert not is_proved(school, me, codes[0])
    assert is_proved(school, me, fresh[0])


@pytest.mark.many
@pytest.mark.usefixtures("served_hasher")
def test_a_recovery_code_is_hashed_as_slowly_as_a_passphrase(school: School) -> None:
    assert hash_secret("a passphrase").startswith("$argon2id$v=19$m=19456,t=2,p=1$"), "OWASP's for small machines"
    _, _, codes = set_up(school, school.facilitator_id)
    stored = school.session.scalars(select(RecoveryCode.code_hash)).all()
    (salt,) = {it.split("$")[1] for it in stored}
    plain = codes[0].replace(" ", "")
    by_argon2 = low_level.hash_secret_raw(
        plain.encode(), urlsafe_b64decode(salt), 2, 19 * 1024, 1, 32, low_level.Type.ID
    )
    key = instance.pepper_of(school.session, "recovery codes")
    keyed = hmac.digest(key.encode(), by_argon2, "sha256")

    assert f"2${salt}${urlsafe_b64encode(keyed).decode().rstrip('=')}" in stored
    assert len(urlsafe_b64decode(salt)) >= 4
    assert not {salt} & {drawn(school).hashes[0].split("$")[1] for _ in range(3)}, "each set has a salt of its own"


def test_recovery_codes_of_the_version_before_are_taken_once_each(school: School) -> None:
    me, _, _ = set_up(school, school.facilitator_id)
    key = instance.pepper_of(school.session, "recovery codes")
    quick = [code_hash(key, it) for it in ("ABCDEFGHJKLM", "NPQRSTUVWXYZ")]
    second_factors.set_codes(school.session, me.staff_id, quick)

    assert is_proved(school, me, "abcd efgh jklm")
    assert not is_proved(school, me, "ABCD EFGH JKLM")
    assert is_proved(school, me, "NPQR STUV WXYZ")


def test_another_s_code_does_not_fit(school: School) -> None:
    me, _, _ = set_up(school, school.facilitator_id)
    _, secret, codes = set_up(school, school.staff("bota", Role.FACILITATOR))

    assert not is_proved(school, me, code(school, secret))
    assert not is_proved(school, me, codes[0])


def test_the_old_app_goes_on_until_the_new_one_has_shown_a_code(school: School) -> None:
    me, secret, _ = set_up(school, school.facilitator_id)
    second_factor.begin(school.session, me)
    offer = second_factor.offer_of(school.session, me)
    assert offer
    assert is_proved(school, me, code(school, secret))
    school.wait(minutes=1)

    assert second_factor.confirm(school.session, me, "000000", drawn(school), school.now) is None
    assert second_factor.confirm(school.session, me, code(school, offer.secret), drawn(school), school.now)

    assert second_factor.offer_of(school.session, me) is None
    school.wait(minutes=1)
    assert not is_proved(school, me, code(school, secret))
    assert is_proved(school, me, code(school, offer.secret))


def test_a_new_link_stands_for_the_passphrase_and_never_for_the_second_factor(real: School) -> None:
    officer = real.staff("dana", Role.ME_OFFICER)
    _, secret, codes = set_up(real, officer)
    link = staff_signing.make_link(real.session, officer, real.now)

    signed_in = staff_signing.use_link(real.session, link, "a hash", real.now)

    assert signed_in
    me = person(real, signed_in)
    assert me.owes is Owes.CODE
    assert is_proved(real, me, code(real, secret))
    assert is_proved(real, me, codes[0])


def test_taking_it_away_is_a_deed_of_its_own_that_is_written_down(real: School) -> None:
    officer, root = real.staff("dana", Role.ME_OFFICER), real.staff("root", Role.ADMINISTRATOR)
    me, _, codes = set_up(real, officer)
    before = come_in(real, officer)
    dana = staff.get_by_id(real.session, officer)
    assert dana

    assert end_second_factor(real.session, dana, by=root, now=real.now)

    act = audit.list_acts(real.session)[0]
    assert (act.act, act.staff_id, act.subject) == ("staff.second_factor_end", root, dana.ref)
    assert signing.person_of(real.session, before.token, real.now) is None, "they are signed out everywhere"
    assert person(real, come_in(real, officer)).owes is Owes.SECOND_FACTOR
    assert second_factor.count_codes(real.session, me) == 0
    assert not is_proved(real, me, codes[0])
    assert not end_second_factor(real.session, dana, by=root, now=real.now), "there is nothing left to take away"


def test_a_proved_sign_in_owes_nothing_and_the_half_one_is_worth_nothing(school: School) -> None:
    _, secret, _ = set_up(school, school.facilitator_id)
    half = come_in(school, school.facilitator_id)
    me = person(school, half)
    assert is_proved(school, me, code(school, secret))

    whole = staff_signing.start_proved(school.session, me, half.token, school.now)

    assert person(school, whole).owes is None
    assert signing.person_of(school.session, half.token, school.now) is None
    check = staff_signing.StaffCheck(school.facilitator_id, is_right=True)
    changed = staff_signing.change_passphrase(
        school.session, person(school, whole), check, "192.0.2.1", "a hash", school.now
    )
    assert changed and person(school, changed).owes is None

"""Signing in with a passphrase: by a link that sets it, and until a role ends or somebody is disabled."""

from app.services import signing, staff_signing
from app.services.administrator.staff import disable, end_role
from app.services.people import Role, SignedInLearner, SignedInStaff
from app.services.secret_hashes import hash_secret
from app.services.signing import SignedIn
from app.store.people import staff
from tests.app.conftest import School

PASSPHRASE_HASH = hash_secret("a long walk in may")


def test_a_link_sets_the_passphrase_once(school: School) -> None:
    token = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    assert staff_signing.open_link(school.session, token, school.now) == "aigul"

    person = _person(school, staff_signing.use_link(school.session, token, PASSPHRASE_HASH, school.now))

    assert isinstance(person, SignedInStaff)
    assert person.has(Role.FACILITATOR)
    assert staff_signing.open_link(school.session, token, school.now) is None
    assert staff_signing.use_link(school.session, token, PASSPHRASE_HASH, school.now) is None


def test_a_link_is_dead_when_a_newer_one_was_made_or_three_days_are_over(school: School) -> None:
    old = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    new = staff_signing.make_link(school.session, school.facilitator_id, school.now)

    assert staff_signing.open_link(school.session, old, school.now) is None
    school.wait(days=3)
    assert staff_signing.open_link(school.session, new, school.now) is None
    assert staff_signing.use_link(school.session, new, PASSPHRASE_HASH, school.now) is None


def test_a_new_passphrase_ends_what_was_signed_in_before(school: School) -> None:
    first = _staff_in(school)
    token = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    assert _person(school, first)

    staff_signing.use_link(school.session, token, PASSPHRASE_HASH, school.now)

    assert _person(school, first) is None


def test_staff_sign_in_by_name_however_it_is_typed(school: School) -> None:
    _staff_in(school)

    check = staff_signing.check_staff(school.session, " Aigul ", "a long walk in may")

    assert isinstance(
        _person(school, staff_signing.sign_in_staff(school.session, check, "192.0.2.1", school.now)), SignedInStaff
    )


def test_an_ended_role_is_gone_from_the_next_request_on(school: School) -> None:
    signed_in = _staff_in(school)
    school.staff("saule", Role.ADMINISTRATOR)
    grant = staff.list_grants(school.session, [school.facilitator_id])[school.facilitator_id][0]

    end_role(school.session, grant, now=school.now)
    school.session.flush()

    person = _person(school, signed_in)
    assert isinstance(person, SignedInStaff)
    assert not person.grants


def test_somebody_disabled_is_out_and_cannot_come_in(school: School) -> None:
    signed_in = _staff_in(school)
    person = staff.get_by_id(school.session, school.facilitator_id)
    assert person

    disable(school.session, person, now=school.now)
    school.session.flush()

    assert _person(school, signed_in) is None
    assert not staff_signing.check_staff(school.session, "aigul", "a long walk in may").is_right


def test_a_sign_in_that_outlived_its_deletion_lets_nobody_in_who_is_disabled(school: School) -> None:
    """On PostgreSQL it may be written while somebody else disables the person."""
    signed_in = _staff_in(school)

    staff.change(school.session, school.facilitator_id, disabled_at=school.now)

    assert _person(school, signed_in) is None


def _person(school: School, signed_in: SignedIn | None) -> SignedInLearner | SignedInStaff | None:
    assert signed_in is not None
    return signing.person_of(school.session, signed_in.token, school.now)


def _staff_in(school: School) -> SignedIn | None:
    token = staff_signing.make_link(school.session, school.facilitator_id, school.now)
    return staff_signing.use_link(school.session, token, PASSPHRASE_HASH, school.now)

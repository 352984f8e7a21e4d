"""Who works here: names, roles in the right places, and always somebody who can set things up."""

import pytest

from app.services import signing, staff_signing
from app.services.administrator import staff
from app.services.administrator.staff import LastAdministrator, NameTaken, WrongScope
from app.services.people import Grant, Role
from app.services.secret_hashes import hash_secret
from app.store import Session, audit
from app.store.people import staff as rows
from tests.app.conftest import School


def administrator(school: School, name: str, *, has_signed_in: bool = True) -> rows.Staff:
    made = staff.add_staff(school.session, name=name, language="en", grant=Grant(Role.ADMINISTRATOR), now=school.now)
    if has_signed_in:
        assert staff_signing.use_link(school.session, made.token, "a hash", school.now)
    school.session.expire_all()
    person = rows.get(school.session, made.ref)
    assert person
    return person


def grants(session: Session, person: rows.Staff) -> list[tuple[str, int | None, int | None]]:
    held = rows.list_grants(session, [person.staff_id])[person.staff_id]
    return [(grant.role, grant.programme_id, grant.partner_id) for grant in held]


def person_of(school: School, name: str) -> rows.Staff:
    person = rows.get_by_name(school.session, name)
    assert person
    return person


def test_a_new_person_gets_a_link_that_opens_once(school: School) -> None:
    made = staff.add_staff(
        school.session,
        name="  Bota   K ",
        language="kk",
        grant=Grant(Role.FACILITATOR, partner_id=school.partner_id),
        now=school.now,
    )

    assert made.name == "Bota K", "as it was written"
    assert staff_signing.open_link(school.session, made.token, school.now) == "Bota K"
    assert staff_signing.use_link(school.session, made.token, "a hash", school.now)
    assert staff_signing.use_link(school.session, made.token, "another hash", school.now) is None


def test_a_name_is_given_once_whatever_the_letters(school: School) -> None:
    with pytest.raises(NameTaken):
        school.staff("Aigul", Role.FACILITATOR)


def test_a_new_link_kills_the_old_one(school: School) -> None:
    made = staff.add_staff(school.session, name="bota", language="en", grant=Grant(Role.ADMINISTRATOR), now=school.now)

    fresh = staff.renew_link(school.session, person_of(school, "bota"), now=school.now)

    assert staff_signing.open_link(school.session, made.token, school.now) is None
    assert staff_signing.open_link(school.session, fresh, school.now) == "bota"


def test_a_partner_s_role_knows_the_programme(school: School) -> None:
    school.staff("bota", Role.ME_OFFICER)
    bota = person_of(school, "bota")

    staff.give_role(
        school.session, bota.staff_id, Grant(Role.PARTNER_LEAD, partner_id=school.partner_id), now=school.now
    )

    assert grants(school.session, bota) == [
        ("me_officer", school.programme_id, None),
        ("partner_lead", school.programme_id, school.partner_id),
    ]


@pytest.mark.parametrize(
    "grant",
    [
        pytest.param(Grant(Role.FACILITATOR), id="facilitator without a partner"),
        pytest.param(Grant(Role.PARTNER_LEAD, programme_id=1), id="partner lead of a whole programme"),
        pytest.param(Grant(Role.ME_OFFICER), id="M&E officer without a programme"),
        pytest.param(Grant(Role.FACILITATOR, partner_id=9999), id="a partner that is not there"),
    ],
)
def test_a_role_is_held_in_a_place_of_its_kind(school: School, grant: Grant) -> None:
    with pytest.raises(WrongScope):
        staff.give_role(school.session, school.facilitator_id, grant, now=school.now)


def test_a_role_that_is_held_already_is_not_given_twice(school: School) -> None:
    aigul = person_of(school, "aigul")

    staff.give_role(
        school.session, aigul.staff_id, Grant(Role.FACILITATOR, partner_id=school.partner_id), now=school.now
    )

    assert len(grants(school.session, aigul)) == 1


def test_an_ended_role_is_given_back_and_both_stay_on_record(school: School) -> None:
    aigul = person_of(school, "aigul")
    (grant,) = rows.list_grants(school.session, [aigul.staff_id])[aigul.staff_id]

    staff.end_role(school.session, grant, now=school.now)
    school.session.flush()
    assert grants(school.session, aigul) == []
    staff.give_back_role(school.session, grant, now=school.now)

    assert grants(school.session, aigul) == [("facilitator", school.programme_id, school.partner_id)]
    assert len(rows.list_grants(school.session, [aigul.staff_id], with_ended=True)[aigul.staff_id]) == 2


def test_the_last_administrator_keeps_the_role_and_is_not_disabled(school: School) -> None:
    only = administrator(school, "root")
    administrator(school, "invited", has_signed_in=False)
    (grant,) = rows.list_grants(school.session, [only.staff_id])[only.staff_id]

    with pytest.raises(LastAdministrator):
        staff.end_role(school.session, grant, now=school.now)
    with pytest.raises(LastAdministrator):
        staff.disable(school.session, only, now=school.now)

    assert grant.ended_at is None
    assert only.disabled_at is None


def test_one_of_two_administrators_may_step_back_then_the_other_may_not(school: School) -> None:
    one, other = administrator(school, "one"), administrator(school, "other")
    (grant,) = rows.list_grants(school.session, [one.staff_id])[one.staff_id]

    staff.end_role(school.session, grant, now=school.now)

    with pytest.raises(LastAdministrator):
        staff.disable(school.session, other, now=school.now)


def test_disabling_signs_out_at_once_and_is_undone(school: School) -> None:
    administrator(school, "root")
    bota = administrator(school, "bota")
    link = staff_signing.make_link(school.session, bota.staff_id, school.now)
    signed_in = staff_signing.use_link(school.session, link, "a hash", school.now)
    assert signed_in and signing.person_of(school.session, signed_in.token, school.now)

    staff.disable(school.session, bota, now=school.now)
    school.session.flush()
    assert signing.person_of(school.session, signed_in.token, school.now) is None
    staff.enable(school.session, person_of(school, "bota"), now=school.now)
    school.session.flush()

    assert signing.person_of(school.session, signed_in.token, school.now) is None, "the old sign-in is alive again"
    assert staff_signing.use_link(
        school.session, staff_signing.make_link(school.session, bota.staff_id, school.now), "h", school.now
    )


def test_a_link_of_somebody_disabled_sets_no_passphrase(school: School) -> None:
    administrator(school, "root")
    bota = administrator(school, "bota")
    link = staff_signing.make_link(school.session, bota.staff_id, school.now)

    staff.disable(school.session, bota, now=school.now)

    assert staff_signing.open_link(school.session, link, school.now) is None
    assert staff_signing.use_link(school.session, link, "a hash", school.now) is None


def test_every_act_names_who_did_it(school: School) -> None:
    root = administrator(school, "root")
    made = staff.add_staff(
        school.session, name="bota", language="en", grant=Grant(Role.ADMINISTRATOR), by=root.staff_id, now=school.now
    )
    bota = person_of(school, "bota")
    staff.renew_link(school.session, bota, by=root.staff_id, now=school.now)
    staff.disable(school.session, bota, by=root.staff_id, now=school.now)
    staff.enable(school.session, person_of(school, "bota"), by=root.staff_id, now=school.now)
    school.session.flush()

    ours = [row for row in audit.list_acts(school.session) if row.subject == made.ref]

    assert [row.act for row in reversed(ours)] == [
        *("staff.add", "staff.role", "staff.link", "staff.disable", "staff.enable"),
    ]
    assert {row.staff_id for row in ours} == {root.staff_id}


def test_facilitators_of_a_partner_are_those_who_can_work(school: School) -> None:
    school.staff("bota", Role.FACILITATOR)
    school.staff("elsewhere", Role.FACILITATOR, partner_id=school.partner("Another"))
    school.staff("reader", Role.ME_OFFICER)
    staff.disable(school.session, person_of(school, "bota"), now=school.now)
    school.session.flush()

    able = rows.list_facilitators(school.session, programme_id=school.programme_id, partner_id=school.partner_id)

    assert [person.name for person in able] == ["aigul"]


def test_a_name_is_shown_as_it_was_written_and_signs_in_whatever_its_letters(school: School) -> None:
    made = staff.add_staff(
        school.session,
        name="Айгуль Серикова",
        language="ru",
        grant=Grant(Role.FACILITATOR, partner_id=school.partner_id),
        now=school.now,
    )
    hashed = hash_secret("корабль семь яблоко рассвет")
    assert staff_signing.use_link(school.session, made.token, hashed, school.now)

    assert person_of(school, "айгуль серикова").name == "Айгуль Серикова"
    for typed in ("Айгуль Серикова", "айгуль серикова", " АЙГУЛЬ  СЕРИКОВА "):
        check = staff_signing.check_staff(school.session, typed, "корабль семь яблоко рассвет")
        assert (check.staff_id, check.is_right) == (made.staff_id, True)
    with pytest.raises(NameTaken):
        school.staff("АЙГУЛЬ СЕРИКОВА", Role.FACILITATOR)

"""Before the first lesson: a group is begun, its code and its places change, and cards are taken back one by one."""

from datetime import date
from typing import Any

import pytest

from app.services import admission
from app.services.facilitator import cards, printed_cards
from app.services.facilitator.beginning import ConsentToCome, begin
from app.services.facilitator.class_list import list_lines
from app.services.learner import joining
from app.services.people import new_card
from app.services.waves import Wave
from app.store import audit
from app.store.people import class_list, prepared
from app.store.programmes.cohorts import Cohort
from app.store.programmes.last_led import last_led


def test_a_group_is_made_and_opened_in_one_act_and_each_part_is_noted(school: Any) -> None:
    made = begin(
        school.session, school.outline(), date(2026, 3, 1), facilitator_id=school.facilitator_id, now=school.now
    )

    assert joining.open_door(school.session, made.join_code, school.now) is not None
    acts = [act.act for act in audit.list_acts(school.session, cohort_id=made.cohort_id)]
    assert sorted(acts) == ["cohort.add", "cohort.consent", "cohort.joining_open"]


def test_a_group_whose_consent_is_to_come_is_not_made(school: Any) -> None:
    with pytest.raises(ConsentToCome):
        begin(school.session, school.outline(), date(2026, 3, 3), facilitator_id=school.facilitator_id, now=school.now)

    assert last_led(school.session, school.facilitator_id) is None


def test_the_last_group_says_whether_all_are_in_one_region(school: Any) -> None:
    school.cohort(region_code="KZ-61")
    last = school.cohort(region_code="KZ-61")
    led = last_led(school.session, school.facilitator_id)
    assert led is not None
    assert (led.cohort.cohort_id, led.count, led.has_one_region) == (last.cohort_id, 2, True)
    school.cohort(region_code="KZ-75")

    led = last_led(school.session, school.facilitator_id)

    assert led is not None
    assert not led.has_one_region


def test_a_new_code_lets_in_and_the_old_one_does_not(school: Any) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)

    renewed = admission.renew_join_code(school.session, cohort, now=school.now)

    assert joining.open_door(school.session, cohort.join_code, school.now) is None
    assert joining.open_door(school.session, renewed.join_code, school.now) is not None
    school.open(renewed, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=2)
    [act] = [it for it in audit.list_acts(school.session) if it.act == "cohort.join_code"]
    assert renewed.join_code not in repr(act)
    assert cohort.join_code not in repr(act)


@pytest.mark.parametrize(("limit", "count"), [(None, 1200), (7, 7), (1200, 1200)])
def test_a_limit_counts_before_what_is_expected(school: Any, limit: int | None, count: int) -> None:
    cohort = admission.limit_places(school.session, school.cohort(), limit, now=school.now)

    assert admission.places_of(school.session, cohort).count == count
    assert cohort.expected_count == 1000


def test_whoever_is_in_stays_in_under_a_lower_limit_and_nobody_else_comes(school: Any) -> None:
    cohort = school.cohort()
    for _ in range(3):
        school.learner(cohort)

    cohort = admission.limit_places(school.session, cohort, 2, now=school.now)

    assert admission.places_of(school.session, cohort).room == 0
    door = joining.open_door(school.session, cohort.join_code, school.now)
    assert door is not None
    assert door.is_full
    roomier = admission.make_room(school.session, cohort, now=school.now)
    assert (roomier.place_limit, roomier.expected_count) == (4, 1000)


@pytest.mark.parametrize("limit", [0, -1, 1201])
def test_a_limit_out_of_reason_is_refused(school: Any, limit: int) -> None:
    with pytest.raises(ValueError, match="1 to 1200"):
        admission.limit_places(school.session, school.cohort(), limit, now=school.now)


def prepare(school: Any, cohort: Cohort, count: int) -> list[int]:
    fresh = [(new_card(), "-") for _ in range(count)]
    return [handle for handle, _ in cards.prepare(school.session, cohort, fresh, batch="one", now=school.now)]


def test_a_renewed_card_keeps_number_and_form_and_a_revoked_one_gives_its_place_back(school: Any) -> None:
    cohort = school.cohort()
    prepare(school, cohort, 3)
    before = class_list.list_taken(school.session, cohort.cohort_id)

    printed_cards.renew(school.session, cohort, 2, card=new_card(), pin_hash="-", batch="two", now=school.now)
    assert class_list.list_taken(school.session, cohort.cohort_id) == before
    with pytest.raises(cards.MadeBefore):
        printed_cards.renew(school.session, cohort, 3, card=new_card(), pin_hash="-", batch="two", now=school.now)
    printed_cards.revoke(school.session, cohort, 2, now=school.now)

    assert prepared.list_handles(school.session, cohort.cohort_id) == [1, 3]
    assert admission.places_of(school.session, cohort).taken == 2
    with pytest.raises(printed_cards.CardInUse):
        printed_cards.revoke(school.session, cohort, 2, now=school.now)


def test_a_card_of_another_group_is_not_taken_back(school: Any) -> None:
    cohort, other = school.cohort(), school.cohort()
    prepare(school, other, 1)

    with pytest.raises(printed_cards.CardInUse):
        printed_cards.revoke(school.session, cohort, 1, now=school.now)


@pytest.mark.parametrize("is_waiting", [False, True])
def test_the_class_sheet_foretells_the_forms_that_learners_get(school: Any, is_waiting: bool) -> None:
    cohort = school.cohort(expected_count=6, is_waiting=is_waiting)
    school.learner(cohort)
    prepare(school, cohort, 2)
    foretold = list_lines(school.session, cohort)
    for _ in range(3):
        school.learner(cohort)

    assert list_lines(school.session, cohort) == foretold
    assert [line.handle for line in foretold] == [1, 2, 3, 4, 5, 6]
    assert [*foretold[0].forms.values()] == ["A", "B", "A", "B"][: 4 if is_waiting else 3]
    assert [*foretold[1].forms.values()] == ["B", "A", "B", "A"][: 4 if is_waiting else 3]

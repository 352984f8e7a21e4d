"""Lists of groups: found by the names of group, partner, region and facilitator, filtered by stage, sorted."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from app.services import cohorts as deeds
from app.services.cohorts import NotTheirs
from app.services.facilitator import seconds
from app.services.facilitator.board import Stage, stage_of
from app.services.handing_over import able_to_lead, hand_over
from app.services.people import Role
from app.services.waves import Wave, schedules_of
from app.store.paging import Place
from app.store.people import staff
from app.store.programmes import cohort_imports, cohorts, programmes
from app.store.programmes.cohort_lists import ORDERS, Sieve, page_nearest
from app.store.programmes.cohort_stages import STAGES, stage_at
from app.store.programmes.cohorts import Scope
from app.store.tables import Cohort
from courses import Window
from tests.app.conftest import School

EVERYWHERE = Scope(everywhere=True)


@pytest.fixture
def labels(school: School) -> Callable[..., list[str]]:
    """The names of the groups on a page."""

    def labels(search: str = "", **sieve: Any) -> list[str]:
        place = Place(search)
        page = page_nearest(school.session, [EVERYWHERE], school.now, place=place, sieve=Sieve(**sieve))
        assert page.found_count == len(page.entries)
        return [cohort.label for cohort in page.entries]

    return labels


def windows_at(school: School) -> dict[str, Window | None]:
    """A test that was never opened, will open, is open, will close, has closed, and was opened again."""
    before, after = school.now - timedelta(days=2), school.now + timedelta(days=2)
    return {
        "never": None,
        "planned": Window(after),
        "open": Window(before),
        "until": Window(before, after),
        "closed": Window(before, school.now),
        "again": Window(before, None, before),
    }


@pytest.mark.many
def test_the_database_knows_the_stage_of_every_group_as_the_board_does(school: School) -> None:
    assert set(STAGES) == set(Stage)
    programme = programmes.get_by_id(school.session, school.programme_id)
    assert programme is not None
    some = list(windows_at(school).values())
    ways = list(product([None, some[2], some[4]], some, [None, some[1], some[2], some[4]], [None, some[2], some[4]]))
    made = cohort_imports.add_all(
        school.session,
        [
            deeds.draft(
                programme,
                school.outline(label=f"{number}", is_waiting=number % 4 < 2, way="room" if number % 12 else "paper"),
                facilitator_id=school.facilitator_id,
                now=school.now,
            )
            for number in range(len(ways))
        ],
    )
    for number, (cohort, of) in enumerate(zip(made, ways, strict=True)):
        for wave, window in zip((Wave.EARLY, Wave.PRE, Wave.POST, Wave.FOLLOW_UP), of, strict=True):
            if window is not None:
                cohorts.keep_window(school.session, cohort.cohort_id, wave, window)
        has_consent, has_opened, is_archived = number // 3 % 3 > 0, number // 3 % 3 > 1, number % 17 == 16
        school.alter(
            cohort,
            consent_on=school.now.date() if has_consent else None,
            joining_opened_at=school.now if has_opened else None,
            archived_at=school.now if is_archived else None,
        )
    ids = [cohort.cohort_id for cohort in made]
    known = [
        it
        for is_archived in (True, False)
        for it in cohorts.list_cohorts(school.session, EVERYWHERE, is_archived=is_archived)
    ]
    schedules = schedules_of(school.session, known)
    expected = {it.cohort_id: stage_of(it, schedules[it.cohort_id], school.now) for it in known}

    query = select(Cohort.cohort_id, stage_at(school.now)).where(Cohort.cohort_id.in_(ids))
    assert dict(list(school.session.execute(query))) == expected
    assert set(expected.values()) >= set(Stage) - {Stage.EARLY}


def test_groups_are_found_by_every_name_that_stands_with_them(school: School, labels: Callable[..., list[str]]) -> None:
    other = school.partner("Дала")
    bota = school.staff("bota", Role.FACILITATOR, partner_id=other)
    school.cohort(label="Class 10")
    school.cohort(label="Class 2", partner_id=other, facilitator_id=bota, region_code="KZ-75")

    assert labels("дала") == labels("BOTA") == labels("Алматы") == labels("almaty city") == ["Class 2"]
    assert labels("bilim aigul class") == ["Class 10"]
    assert labels("bilim bota") == []
    assert labels("Алматы 10") == []
    assert labels("100%") == labels("_") == []


def test_a_group_is_found_by_who_leads_it_beside_its_leader_as_long_as_they_do(
    school: School, labels: Callable[..., list[str]]
) -> None:
    led, _other = school.cohort(label="Class 10"), school.cohort(label="Class 2")
    bota = school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    seconds.add(school.session, led, bota, until=school.now.date(), by=None, now=school.now)
    assert labels("BOT aigul") == ["Class 10"]
    school.wait(days=1)
    assert labels("bot") == []


@pytest.mark.many
def test_groups_are_filtered_by_stage_and_sorted_either_way(school: School, labels: Callable[..., list[str]]) -> None:
    other = school.partner("Аул")
    zere = school.staff("zere", Role.FACILITATOR, partner_id=other)
    ten, two = school.cohort(label="Group 10"), school.cohort(label="Group 2", region_code="KZ-75")
    one = school.cohort(label="Group 1", partner_id=other, facilitator_id=zere, is_open=False)
    school.alter(two, starts_on=two.starts_on - timedelta(days=1))
    learners = [school.learner(ten), school.learner(ten), school.learner(two)]
    school.open(ten, Wave.PRE)
    school.open(two, Wave.PRE)
    for learner in learners:
        school.take(learner, Wave.PRE, right=1)
    school.close(two, Wave.PRE)
    all_three = ["Group 1", "Group 2", "Group 10"]

    assert labels(stage="pre_open") == ["Group 10"]
    assert labels(stage="lessons") == ["Group 2"]
    assert labels(stage="consent") == ["Group 1"]
    assert labels(stage="done") == []
    assert labels("group", stage="lessons") == ["Group 2"]
    assert labels(order="name") == all_three
    assert labels(order="-name") == all_three[::-1]
    assert labels(order="day")[0] == "Group 2"
    assert labels(order="pre") == all_three
    assert labels(order="-pre") == ["Group 10", "Group 2", "Group 1"]
    assert labels(order="stage") == ["Group 1", "Group 10", "Group 2"]
    assert labels(order="partner") == ["Group 2", "Group 10", "Group 1"]
    assert labels(order="-partner") == ["Group 1", "Group 2", "Group 10"]
    assert labels(order="leader") == ["Group 2", "Group 10", "Group 1"]
    assert labels(order="region", language="ru") == ["Group 2", "Group 1", "Group 10"]
    assert labels(order="-region", language="ru") == ["Group 1", "Group 10", "Group 2"]
    for order in ORDERS:
        assert sorted(labels(order=order)) == sorted(all_three)
    assert one.label in all_three


def test_whoever_has_not_used_the_link_is_not_offered_a_group_and_does_not_get_one(school: School) -> None:
    cohort = school.cohort()
    bota = school.staff("bota", Role.FACILITATOR)
    assert able_to_lead(school.session, cohort) == []
    with pytest.raises(NotTheirs):
        hand_over(school.session, cohort, bota, now=school.now)

    staff.change(school.session, bota, passphrase_hash="-")

    assert [it.name for it in able_to_lead(school.session, cohort)] == ["bota"]
    assert hand_over(school.session, cohort, bota, now=school.now).facilitator_id == bota

"""Who waits is drawn by lot: each region its share, the same seed the same groups, and nobody who has joined."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import cohorts
from app.services.administrator import lottery
from app.services.administrator.lottery import DrawnBefore, HasJoined, NoSuchDraw, TooFew, WrongCount, pick
from app.services.cohorts import WaitingIsFixed
from app.services.waves import Wave
from app.store import audit
from app.store.programmes.cohorts import Cohort
from tests.app.conftest import School


def _groups(school: School, *regions: str) -> list[Cohort]:
    return [school.cohort(label=f"Group {number}", region_code=code) for number, code in enumerate(regions)]


def _draw(school: School, **how: object) -> lottery.Draw:
    return lottery.draw(school.session, school.programme_id, now=school.now, **{"seed": "spring", **how})


def test_the_lots_are_those_that_anybody_can_reckon_again() -> None:
    # for id in a b c d; do printf 'spring %s' $id | sha256sum; done: the least two wait.
    lots = {ref: hashlib.sha256(f"spring {ref}".encode()).hexdigest() for ref in "abcd"}

    assert pick(dict.fromkeys("abcd", "KZ-61"), 2, "spring") == frozenset(sorted("abcd", key=lots.__getitem__)[:2])
    assert pick(dict.fromkeys("abcd", "KZ-61"), 2, "spring") == {"c", "d"}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.data())
def test_each_region_gives_its_share_to_within_one_group(sizes: list[int], data: st.DataObject) -> None:
    entrants = {f"{region}-{number}": str(region) for region, size in enumerate(sizes) for number in range(size)}
    wait = data.draw(st.integers(0, len(entrants)))
    waiting = pick(entrants, wait, data.draw(st.text(max_size=5)))

    assert len(waiting) == wait
    by_region = Counter(entrants[ref] for ref in waiting)
    for region, size in enumerate(sizes):
        assert abs(by_region[str(region)] - size * wait / len(entrants)) < 1


def test_over_many_seeds_every_group_waits_as_often() -> None:
    entrants = {f"g{number}": f"r{number % 2}" for number in range(6)}
    waited = Counter(ref for seed in range(2_000) for ref in pick(entrants, 3, str(seed)))

    # Binomial(2000, 1/2) has a standard deviation of 22: five of them.
    assert all(abs(waited[ref] - 1_000) < 112 for ref in entrants)


def test_half_of_the_groups_wait_and_the_draw_is_written_down(school: School) -> None:
    begun = _groups(school, "KZ-61", "KZ-61", "KZ-75", "KZ-75", "KZ-75")
    drawn = _draw(school)

    groups = [school.anew(it) for it in begun]
    assert len(drawn.waiting) == 2
    assert {it.ref for it in groups if it.is_waiting} == drawn.waiting
    assert {it.lottery_ref for it in groups} == {drawn.ref}
    act = audit.get(school.session, "lottery.draw", drawn.ref)
    assert act is not None
    assert (act.detail["seed"], act.detail["waiting"]) == ("spring", sorted(drawn.waiting))
    assert lottery.get(school.session, drawn.ref) == drawn
    assert lottery.is_sound(drawn)


def test_a_draw_that_somebody_bent_is_found(school: School) -> None:
    _groups(school, "KZ-61", "KZ-61", "KZ-61")
    drawn = _draw(school)
    others = frozenset(drawn.entrants) - drawn.waiting

    assert not lottery.is_sound(lottery.Draw(drawn.ref, drawn.seed, drawn.entrants, frozenset(sorted(others)[:1])))


def test_the_same_draw_again_changes_nothing_and_another_one_is_refused(school: School) -> None:
    _groups(school, "KZ-61", "KZ-61", "KZ-75")
    drawn = _draw(school)

    assert _draw(school) == drawn
    assert [row.act for row in audit.list_acts(school.session)].count("lottery.draw") == 1
    with pytest.raises(DrawnBefore, match=drawn.ref):
        _draw(school, seed="summer")
    with pytest.raises(DrawnBefore):
        _draw(school, wait=2)


def test_only_groups_that_nobody_has_joined_are_drawn(school: School) -> None:
    joined, opened, *free = _groups(school, "KZ-61", "KZ-61", "KZ-61", "KZ-61")
    school.learner(joined)
    school.open(opened, Wave.PRE)

    assert _draw(school).entrants.keys() == {it.ref for it in free}
    assert not any(school.anew(it).is_waiting for it in (joined, opened))


def test_where_everybody_has_joined_there_is_nothing_to_draw(school: School) -> None:
    for group in _groups(school, "KZ-61", "KZ-61", "KZ-61")[:2]:
        school.learner(group)

    with pytest.raises(TooFew) as refused:
        _draw(school)
    assert (refused.value.untouched, refused.value.joined) == (1, 2)


@pytest.mark.parametrize("wait", [0, -1, 3, 4])
def test_somebody_waits_and_somebody_does_not(school: School, wait: int) -> None:
    _groups(school, "KZ-61", "KZ-61", "KZ-61")

    with pytest.raises(WrongCount):
        _draw(school, wait=wait)


def test_a_draw_of_one_region_leaves_the_others_alone(school: School) -> None:
    _groups(school, "KZ-61", "KZ-61", "KZ-75", "KZ-75")

    assert set(_draw(school, regions=["KZ-75"]).entrants.values()) == {"KZ-75"}


def test_a_draw_is_taken_back_until_somebody_joins(school: School) -> None:
    by_hand, *others = _groups(school, "KZ-61", "KZ-61", "KZ-61")
    waits = school.outline(label=by_hand.label, is_waiting=True)
    by_hand = cohorts.edit(school.session, by_hand, waits, now=school.now)
    drawn = _draw(school)

    lottery.undo(school.session, drawn.ref, now=school.now)

    groups = [school.anew(it) for it in (by_hand, *others)]
    assert [it.is_waiting for it in groups] == [True, False, False], "as it was before"
    assert {it.lottery_ref for it in groups} == {None}
    with pytest.raises(NoSuchDraw):
        lottery.undo(school.session, drawn.ref, now=school.now)
    again = _draw(school, seed="summer")
    school.learner(others[0])
    with pytest.raises(HasJoined, match=others[0].label):
        lottery.undo(school.session, again.ref, now=school.now)
    assert {school.anew(it).lottery_ref for it in groups} == {again.ref}


def test_what_was_drawn_is_not_changed_by_hand(school: School) -> None:
    groups = _groups(school, "KZ-61", "KZ-61")
    drawn = _draw(school)
    waits = next(school.anew(it) for it in groups if it.ref in drawn.waiting)

    with pytest.raises(WaitingIsFixed):
        cohorts.edit(school.session, waits, school.outline(label=waits.label), now=school.now)
    waits = cohorts.edit(school.session, waits, school.outline(label="Renamed", is_waiting=True), now=school.now)
    assert waits.label == "Renamed"

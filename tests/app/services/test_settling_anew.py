"""Settling anew takes in what has changed since, of groups with eleven changes or more; an edition takes in all."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.content import Release
from app.services import cohorts
from app.services.figures import settling, settling_anew, upkeep
from app.services.figures.changes import changes_of
from app.services.intake import Code
from app.services.learner import joining
from app.services.people import Role
from app.services.waves import Wave
from app.store.answers import attempts, counting
from app.store.figures import settlements
from app.store.people import learners
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import Attempt
from tests.app.conftest import School
from tests.app.services.settled_groups import SCORES, cell_of, cells_of, group_of, row_of, settle_group, type_in
from tests.app.standing import standing_school

DATABASES = ["sqlite", "postgresql"]
Led = tuple[School, Cohort, list[int]]
"""A cohort that stands for several tests, and its learners."""

pytestmark = pytest.mark.items(14)


def _change(school: School, cohort: Cohort, table: int = 0) -> tuple[int, int, int]:
    """Who would count otherwise of those with both tests: changed, joined, moved."""
    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    change = changes_of(school.session, held, cohort)[table]
    return change.changed, change.joined, change.moved


def _withdraw(school: School, *people: int) -> None:
    for learner_id in people:
        joining.withdraw(school.session, learner_id, school.now)


def _anew(school: School, region: str | None = None) -> int:
    """How many groups were counted anew; 0 where it was refused."""
    try:
        count = settling_anew.settle_anew(school.session, school.programme_id, region, now=school.now)
    except settling_anew.TooFewChanges:
        return 0
    assert list(upkeep.findings(school.session)) == []
    return count


def test_settling_anew_waits_for_eleven_changes_and_then_tells_what_is_there_today(school: School) -> None:
    cohort, people = group_of(school, [(5, 9)] * 14)
    settlement = settle_group(school, cohort)
    _withdraw(school, *people[:10])
    assert _change(school, cohort) == (10, 0, 0)
    with pytest.raises(settling_anew.TooFewChanges):
        settling_anew.settle_anew(school.session, school.programme_id, "KZ-61", now=school.now)

    late = school.learner(cohort)
    school.wait(days=30)
    assert _change(school, cohort) == (10, 0, 0)
    _withdraw(school, people[10])
    assert _change(school, cohort) == (11, 0, 0)
    assert _anew(school, "KZ-61") == 1

    assert cell_of(school.session, "region", "KZ-61").parts["pre_post/flow"].tolist() == [1, 0, 0, 3]
    held = settlements.current(school.session, cohort.cohort_id, "course")
    assert held is not None
    assert (held.number, held.month, held.learner_count, held.erased_count) == (2, settlement.month, 4, 0)
    assert row_of(school.session, late)
    assert _change(school, cohort) == (0, 0, 0)


def test_whoever_was_corrected_came_late_left_or_moved_would_count_otherwise_each_once(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    type_in(school, cohort, people[4], right=10)
    settle_group(school, cohort)

    assert _change(school, cohort) == (0, 0, 0)
    type_in(school, cohort, people[4], right=3)
    assert _change(school, cohort) == (1, 0, 0), "corrected"
    type_in(school, cohort, people[6], right=3, wave=Wave.PRE)
    assert _change(school, cohort) == (1, 0, 0), "one test alone is in no figure"
    type_in(school, cohort, people[6], right=3)
    assert _change(school, cohort) == (2, 0, 0), "came later"
    type_in(school, cohort, people[6], right=4)
    assert _change(school, cohort) == (2, 0, 0), "and was corrected"
    _withdraw(school, people[0])
    assert _change(school, cohort) == (3, 0, 0), "left"
    _withdraw(school, people[5])
    assert _change(school, cohort) == (3, 0, 0), "left, and had one test alone"
    late = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        type_in(school, cohort, late, right=3, wave=wave)
    assert _change(school, cohort) == (3, 1, 0), "who joins later is no change: ten of them would let one be told"
    cohort = cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75"), now=school.now)
    assert _change(school, cohort) == (3, 1, 4), "all with both tests who are left moved"


def _of_two_regions(school: School) -> dict[str, list[int]]:
    """The learners of a group that has settled in each, by region."""
    regions = {}
    for region in ("KZ-61", "KZ-79"):
        group, regions[region] = group_of(school, [(5, 9)] * 14, label=region, region_code=region)
        settle_group(school, group)
    return regions


@pytest.fixture(params=DATABASES)
def two_regions(request: pytest.FixtureRequest, release: Release) -> Iterator[tuple[School, dict[str, list[int]]]]:
    with standing_school(request, release, _of_two_regions) as both:
        yield both


@pytest.mark.parametrize(
    ("north", "south"), [(10, 10), (12, 3), (12, 11)], ids=["two small ones", "a large and a small one", "two large"]
)
def test_of_the_whole_programme_only_groups_with_eleven_changes_are_counted_and_the_others_named(
    two_regions: tuple[School, dict[str, list[int]]], north: int, south: int
) -> None:
    school, groups = two_regions
    for region, gone in (("KZ-61", north), ("KZ-79", south)):
        _withdraw(school, *groups[region][:gone])
    before = {region: cell_of(school.session, "region", region) for region in groups}
    enough = {"KZ-61": north if north > 10 else 0, "KZ-79": south if south > 10 else 0}

    seen = settling_anew.list_changes(school.session, school.programme_id)
    counted = _anew(school)

    ready = sum(gone > 0 for gone in enough.values())
    assert counted == ready
    assert [(it.region, it.groups, it.waiting, it.learners) for it in seen] == [
        (None, 2, 2 - ready, sum(enough.values())),  # else the rest of the sum would be that of a small one
        *((region, 1, 1 - (gone > 0), gone) for region, gone in enough.items()),
    ]
    for region, gone in enough.items():
        after = cell_of(school.session, "region", region)
        assert (after == before[region]) is (gone == 0)
        assert after.counts("pre_post", 14).joint.n == 14 - gone


def test_eleven_sheets_that_came_later_are_taken_in_together(school: School) -> None:
    cohort, people = group_of(school, [(5, 9)] * 2 + [(5, None)] * 11)
    settle_group(school, cohort)
    for learner_id in people[2:12]:
        type_in(school, cohort, learner_id, right=8)
    assert _anew(school) == 0

    type_in(school, cohort, people[12], right=8)

    assert _anew(school) == 1
    total = cell_of(school.session, "total")
    assert (total.counts("pre_post", 14).joint.n, total.table("late", 2)[0]) == (13, 11)


def test_eleven_changes_of_a_region_that_lie_in_groups_of_two_partners_wait(school: School) -> None:
    other = school.partner("Umit")
    hers = {"partner_id": other, "facilitator_id": school.staff("saule", Role.FACILITATOR, partner_id=other)}
    for about, gone in (({}, 10), (hers, 1)):
        cohort, people = group_of(school, [(5, 9)] * 14, **about)
        settle_group(school, cohort)
        _withdraw(school, *people[:gone])
    before = cells_of(school.session)

    assert _anew(school, "KZ-61") == _anew(school) == 0
    assert cells_of(school.session) == before, "else who heads the other partner would read one learner's result"


def test_one_with_both_tests_does_not_hide_among_ten_with_one(school: School) -> None:
    cohort, people = group_of(school, [(5, 9)] * 12 + [(5, None)] * 10)
    settle_group(school, cohort)
    _withdraw(school, people[0], *people[12:])

    assert _anew(school) == 0


def test_a_group_that_moved_brings_eleven_with_it_and_nobody_changed_else(school: School) -> None:
    moved, _ = group_of(school, [(5, 9)] * 12)
    small, _ = group_of(school, [(5, 9)] * 10, label="Group 2")
    changed, people = group_of(school, [(5, 9)] * 13, label="Group 3")
    joined, _ = group_of(school, [(5, 9)] * 12, label="Group 4")
    for cohort in (moved, small, changed, joined):
        settle_group(school, cohort)
    _withdraw(school, people[0])
    late = school.learner(joined)
    for wave in (Wave.PRE, Wave.POST):
        type_in(school, joined, late, right=3, wave=wave)
    for cohort in (moved, small, changed, joined):
        outline = school.outline(region_code="KZ-75", label=cohort.label)
        cohorts.edit(school.session, cohort, outline, now=school.now)

    assert _anew(school) == 1
    assert cell_of(school.session, "region", "KZ-75").counts("pre_post", 14).joint.n == 12
    assert cell_of(school.session, "region", "KZ-61").counts("pre_post", 14).joint.n == 10 + 13 + 12


def _group_with_eleven_follow_ups(school: School) -> tuple[Cohort, list[int]]:
    """A cohort of 24 that has settled, with its follow-ups; and its learners, those with one first."""
    cohort, people = group_of(school, [(5, 9)] * 24)
    settle_group(school, cohort)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people[:11]:
        school.sit(learner_id, Wave.FOLLOW_UP, right=8)
    school.close(cohort, Wave.FOLLOW_UP)
    assert settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)
    return cohort, people


@pytest.fixture(params=DATABASES)
def with_follow_ups(request: pytest.FixtureRequest, release: Release) -> Iterator[Led]:
    with standing_school(request, release, _group_with_eleven_follow_ups) as (school, group):
        yield school, *group


@pytest.mark.parametrize(("gone", "count"), [(slice(1, 12), 0), (slice(0, 11), 1)], ids=["ten and one", "eleven"])
def test_of_those_with_a_follow_up_eleven_have_changed_or_nobody(with_follow_ups: Led, gone: slice, count: int) -> None:
    school, _, people = with_follow_ups

    _withdraw(school, *people[gone])

    assert _anew(school) == count


def test_a_follow_up_that_came_later_does_not_slip_in_alone(with_follow_ups: Led) -> None:
    school, cohort, people = with_follow_ups
    school.open(cohort, Wave.FOLLOW_UP)
    school.sit(people[11], Wave.FOLLOW_UP, right=8)
    _withdraw(school, *people[12:23])

    assert _change(school, cohort, table=-2) == (1, 0, 0)
    assert _anew(school) == 0


def test_of_those_who_waited_nobody_alone_who_sat_the_first_two_tests_changes(school: School) -> None:
    cohort = school.cohort(is_waiting=True)
    people = [school.learner(cohort) for _ in range(13)]
    for wave, sitting in ((Wave.EARLY, people[11:]), (Wave.PRE, people), (Wave.POST, people[:12])):
        school.open(cohort, wave)
        for learner_id in sitting:
            school.sit(learner_id, wave, right=5)
        school.close(cohort, wave)
        school.wait(days=1)
    settle_group(school, cohort)

    _withdraw(school, *people[:10], people[12])
    assert _anew(school) == 0
    _withdraw(school, people[10])
    assert _anew(school) == 0, "eleven with first and second test, and one with early and first alone"


def test_an_early_test_that_somebody_brought_from_a_group_that_waited_is_no_change(school: School) -> None:
    waiting = school.cohort(is_waiting=True)
    early = school.learner(waiting)
    school.open(waiting, Wave.EARLY)
    school.sit(early, Wave.EARLY, right=5)
    cohort, people = group_of(school, [(5, 9)] * 2, label="Group 2")
    learners.merge(school.session, people[0], early)
    settle_group(school, cohort)

    held = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert held is not None
    changes = changes_of(school.session, held, cohort)
    assert {(it.changed, it.joined, it.moved) for it in changes} == {(0, 0, 0)}


PAIRS, LEAVERS = 24, 23


def _group_with_leavers(school: School) -> tuple[Cohort, list[int]]:
    """A cohort that has settled; and its learners: those with both tests, those with the first alone, one with none."""
    cohort, people = group_of(
        school, [(5, 9)] * PAIRS + [(3 + place % 3, None) for place in range(LEAVERS)] + [(None, None)]
    )
    settle_group(school, cohort)
    return cohort, people


@pytest.fixture(params=DATABASES)
def with_leavers(request: pytest.FixtureRequest, release: Release) -> Iterator[Led]:
    with standing_school(request, release, _group_with_leavers) as (school, group):
        yield school, *group


@pytest.mark.parametrize(("leavers", "count"), [(0, 1), (1, 0), (11, 1)])
def test_leavers_are_told_of_from_eleven_on_so_none_withdraws_alone(
    with_leavers: Led, leavers: int, count: int
) -> None:
    school, _, people = with_leavers

    _withdraw(school, *people[:11], *people[PAIRS : PAIRS + leavers])

    assert _anew(school) == count


def test_a_leaver_who_is_another_one_counted_here_is_gone_too(with_leavers: Led) -> None:
    school, _, people = with_leavers

    learners.merge(school.session, people[20], people[30])
    _withdraw(school, *people[:11])

    assert _anew(school) == 0


def test_whoever_brought_the_first_test_alone_later_is_no_leaver_who_slips_in(with_leavers: Led) -> None:
    school, cohort, people = with_leavers

    type_in(school, cohort, people[-1], right=3, wave=Wave.PRE)
    _withdraw(school, *people[:11])

    assert _anew(school) == 0


def _group_with_typed_follow_ups(school: School) -> tuple[Cohort, list[int]]:
    """Their scores are 6 each; the answers are not shown after it, so that a sheet typed in again counts."""
    cohort, people = group_of(school, [(5, 9)] * 13)
    settle_group(school, cohort)
    school.wait(days=100)
    school.open(cohort, Wave.FOLLOW_UP)
    for learner_id in people:
        type_in(school, cohort, learner_id, right=6, wave=Wave.FOLLOW_UP)
    school.close(cohort, Wave.FOLLOW_UP)
    assert settling.settle(school.session, cohort.cohort_id, FOLLOW_UP, now=school.now)
    return cohort, people


@pytest.fixture(params=DATABASES)
def with_typed_follow_ups(request: pytest.FixtureRequest, release: Release) -> Iterator[Led]:
    with standing_school(request, release, _group_with_typed_follow_ups) as (school, group):
        yield school, *group


@pytest.mark.parametrize(("corrected", "count"), [(1, 0), (11, 1)])
def test_a_sheet_typed_in_again_as_it_was_is_no_change_behind_which_another_hides(
    with_typed_follow_ups: Led, corrected: int, count: int
) -> None:
    school, cohort, people = with_typed_follow_ups

    for place, learner_id in enumerate(people[:11]):
        type_in(school, cohort, learner_id, right=12 if place < corrected else 6, wave=Wave.FOLLOW_UP)

    assert _change(school, cohort, table=-2) == (corrected, 0, 0)
    assert _anew(school) == count


def test_an_answer_does_not_change_alone_behind_eleven_scores(school: School) -> None:
    """Scores are the same before and after of who is right of one other item: items are shown from eleven on."""
    cohort, people = group_of(school, [(5, None)] * 12)
    for learner_id in people:
        type_in(school, cohort, learner_id, right=9)
    settle_group(school, cohort)
    assert _change(school, cohort, table=1) == (0, 0, 0)
    sheet = counting.counting_and_free(school.session, people[0])[0]
    answers = next(it for it in sheet if it.wave == "post").answers

    assert type_in(school, cohort, people[0], right=9) is Code.ALREADY
    type_in(school, cohort, people[0], right=9, point=3)
    assert _change(school, cohort, table=1) == (0, 0, 0), "typed in again with the same answers"
    again = max(attempts.list_attempts(school.session, people[0]), key=lambda it: it.attempt_id)
    turned = bytes([answers[1], answers[0], *answers[2:]])
    is_it = Attempt.attempt_id == again.attempt_id
    school.session.execute(update(Attempt).where(is_it).values(answers=turned))

    assert (_change(school, cohort, table=0), _change(school, cohort, table=1)) == ((0, 0, 0), (1, 0, 0))
    assert _anew(school) == 0


def test_sheets_typed_in_again_after_the_answers_could_be_seen_are_counted_apart_from_eleven_on(school: School) -> None:
    cohort, people = group_of(school, [(5, None)] * 13)
    now, school.now = school.now, school.now - timedelta(minutes=11)
    for learner_id in people:
        school.now -= timedelta(minutes=5)
        type_in(school, cohort, learner_id, right=9)
    school.now = now
    settle_group(school, cohort)
    assert cell_of(school.session, "region", "KZ-61").counts("pre_post", 14).joint.n == 13

    for learner_id in people:
        assert type_in(school, cohort, learner_id, right=9) is Code.ALREADY, "just as it was it changes nothing"
    for learner_id in people[:10]:
        type_in(school, cohort, learner_id, right=9, point=3)
    assert (_change(school, cohort), _change(school, cohort, table=-1)) == ((0, 0, 0), (10, 0, 0))
    assert _anew(school) == 0
    type_in(school, cohort, people[10], right=9, point=3)

    assert _anew(school) == 1
    region = cell_of(school.session, "region", "KZ-61")
    assert (region.counts("pre_post", 14).joint.n, region.table("late", 2)[0]) == (13, 11)
    assert _change(school, cohort, table=-1) == (0, 0, 0)


def test_a_new_edition_of_everything_takes_in_corrections_late_sheets_and_moves(school: School) -> None:
    cohort, people = group_of(school, SCORES)
    type_in(school, cohort, people[4], right=10)
    settle_group(school, cohort)
    type_in(school, cohort, people[4], right=3)
    type_in(school, cohort, people[6], right=3)
    cohorts.edit(school.session, cohort, school.outline(region_code="KZ-75"), now=school.now)

    assert settling_anew.settle_anew(school.session, school.programme_id, now=school.now, is_edition=True) == 1

    assert {row[5] for row in cells_of(school.session) if row[4] == "region"} == {"KZ-75"}
    region = cell_of(school.session, "region", "KZ-75")
    assert region.table("late", 2)[0] == 1
    assert region.table("pre_post", 2, 2, 15, 15).sum(axis=(0, 1))[8, 3] == 1
    assert list(upkeep.findings(school.session)) == []
    upkeep.rebuild(school.session)
    assert list(upkeep.findings(school.session)) == []

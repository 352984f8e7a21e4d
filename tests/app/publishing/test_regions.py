"""What the last publication tells of a region, for whoever reads one of its groups beside it."""

import pytest

from app.publishing import publications
from app.publishing.regions import OfRegion, last_of_region
from app.store.figures.publication import Publication
from app.store.programmes import cohorts
from tests.app.publishing.conftest import Programmes

OTHER_TEST = "0" * 64


def of_region(house: Programmes, cohort_id: int, structure: str = "") -> OfRegion | None:
    cohort = cohorts.get_by_id(house.school.session, cohort_id)
    assert cohort is not None
    return last_of_region(house.school.session, cohort, structure or house.school.release.structure_digest)


def printed(house: Programmes, made: Publication, region: str) -> object:
    """The figures of the region as the publication's own table has them."""
    [table] = [table for table in house.content(made).parts[0].tables if table.variables == ("region",)]
    return next(group for group in table.disclosed.report.groups if group.key == region)


def settle(house: Programmes, region: str, *sizes: int, day: int = 1) -> list[int]:
    return [house.settle(region, n, day=day) for n in sizes]


def test_a_region_is_told_as_the_last_publication_prints_it(house: Programmes) -> None:
    house.settle("KZ-61", 14)
    one, *_ = settle(house, "KZ-75", 12, 11, 20, 30)
    assert of_region(house, one) is None, "nothing is published"
    first = house.publish(2)
    house.settle("KZ-75", 20, 20, day=3)
    second = house.publish(4)

    of = of_region(house, one)

    assert of is not None
    assert of.made == second
    assert of.figures == printed(house, second, "KZ-75") != printed(house, first, "KZ-75")
    assert of.figures.flow is not None
    assert of.figures.flow.paired == 113
    assert not of.is_rounded


def test_of_a_region_or_a_test_that_it_does_not_tell_nothing_is_told(house: Programmes) -> None:
    known, *_ = settle(house, "KZ-61", 30, 30, 30, 30)
    few = house.settle("KZ-75", 4)
    house.publish(2)

    both = [of_region(house, few), of_region(house, known, OTHER_TEST)]
    assert [of and (of.figures, of.tells_others) for of in both] == [(None, False)] * 2


@pytest.mark.parametrize(
    ("others", "is_told"),
    [
        pytest.param([], False, id="the group alone"),
        pytest.param([20], False, id="one other"),
        pytest.param([20, 20], False, id="two others"),
        pytest.param([20, 20, 20], True, id="three others"),
        pytest.param([20, 20, 0], False, id="three, in one of which nobody has both tests"),
    ],
)
def test_a_region_of_at_most_two_other_groups_is_not_told_beside_the_first(
    house: Programmes, others: list[int], *, is_told: bool
) -> None:
    house.settle("KZ-61", 30)
    own, *_ = settle(house, "KZ-75", 30, *others)
    house.publish(2)

    of = of_region(house, own)

    assert of is not None
    assert (of.figures is not None, of.tells_others) == (is_told, not is_told)


def test_nor_a_region_of_which_a_few_learners_are_left(house: Programmes) -> None:
    """Of three others that entered with eleven, some withdrew, and the groups have settled anew."""
    own, *others = settle(house, "KZ-75", 40, 4, 4, 4)
    house.settle("KZ-61", 30)
    first = house.publish(2)
    of = of_region(house, own)
    assert of is not None
    assert of.figures == printed(house, first, "KZ-75")

    for cohort_id in (own, *others):
        house.settle_anew(cohort_id, "KZ-75", 60 if cohort_id == own else 3)
    house.publish(2, is_correction=True, reason="settled anew")
    of = of_region(house, own)
    assert of is not None
    assert of.tells_others


def test_a_group_that_has_not_entered_is_compared_with_three_others_and_not_with_two(house: Programmes) -> None:
    settle(house, "KZ-61", 30, 30, 30)
    settle(house, "KZ-75", 30, 30)
    house.publish(2)
    later = [house.settle(region, 30, day=3) for region in ("KZ-61", "KZ-75")]

    both = [of_region(house, one) for one in later]

    assert [of and of.tells_others for of in both] == [False, True]


def test_a_region_that_keeps_its_figures_holds_the_groups_of_then(house: Programmes) -> None:
    own, *_ = settle(house, "KZ-75", 30, 30)
    house.settle("KZ-61", 30)
    house.publish(2)
    settle(house, "KZ-75", 12, 13, day=3)
    house.publish(4)

    of = of_region(house, own)

    assert of is not None
    assert of.figures is not None


def test_where_the_last_publication_was_withdrawn_the_one_before_tells(house: Programmes) -> None:
    own, *_ = settle(house, "KZ-61", 30, 30, 30, 30)
    first = house.publish(2)
    house.settle("KZ-61", 20, day=3)
    second = house.publish(4)

    def withdraw(made: Publication) -> None:
        publications.withdraw(house.school.session, made, by=None, now=house.school.now, reason="typed twice")

    withdraw(second)
    of = of_region(house, own)
    assert of is not None
    assert (of.made.number, of.figures) == (first.number, printed(house, first, "KZ-61"))

    withdraw(first)
    assert of_region(house, own) is None

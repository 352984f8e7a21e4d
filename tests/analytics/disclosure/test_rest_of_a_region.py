"""Whoever has the results of a region's groups of eleven and more knows none of its few others by subtraction."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest

from analytics.disclosure import LEAST
from analytics.publication import New, entering
from tests.analytics.disclosure.programme import Cohort, Programme
from tests.analytics.disclosure.studies import programme

SEEDS = range(6000, 6040)
FEW = {*range(1, LEAST)}


def rests(cohorts: Sequence[Cohort]) -> set[int]:
    """Learners left of a region to a reader of results of its groups (one, two, all), and to the lead of a partner."""
    n = sum(one.pre.size for one in cohorts)
    results = [one.pre.size for one in cohorts if one.pre.size >= LEAST]
    of_leads = (sum(one.pre.size for one in cohorts if one.partner == of) for of in {one.partner for one in cohorts})
    known = [sum(of) for size in (1, 2, len(results)) for of in combinations(results, size)]
    return {n - of for of in (*known, *(of for of in of_leads if of >= LEAST))}


def of_regions(programmes: Sequence[Programme]) -> Iterator[list[Cohort]]:
    """The groups of each region, in each publication, and of those the ones that the publication before had not."""
    before: Sequence[Cohort] = ()
    for one in programmes:
        for cohorts in (one.cohorts, one.cohorts[len(before) :]):
            for region in {of.region for of in cohorts}:
                yield [of for of in cohorts if of.region == region]
        before = one.cohorts


@pytest.mark.parametrize(
    ("groups", "enter"),
    [
        pytest.param([12, 9], [12], id="12 are told, the PDF of theirs says the same, and nobody tells of the 9"),
        pytest.param([12, 9, 2], [12, 9, 2], id="the 9 and 2 are told together"),
        pytest.param([12, 14], [12, 14], id="nobody is few"),
        pytest.param([30, 20, 10], [30, 20], id="who has the results of both larger groups has not that of the 10"),
        pytest.param([6, 5], [6, 5], id="of small groups nobody has a result"),
        pytest.param([6, 4], [], id="all are few"),
        pytest.param([12, 0], [12, 0], id="a group in which nobody has both tests tells nothing"),
        pytest.param([0], [], id="nobody"),
    ],
)
def test_small_groups_enter_when_together_they_are_eleven(groups: list[int], enter: list[int]) -> None:
    new = [New(at, "P1", pairs) for at, pairs in enumerate(groups)]
    assert [groups[at] for at in sorted(entering(new))] == enter


def test_small_groups_of_two_partners_enter_where_neither_lead_knows_a_few_of_the_others() -> None:
    assert entering([New("a", "P1", 9), New("b", "P2", 9), New("c", "P2", 20)]) == {"c"}
    assert entering([New("a", "P1", 9), New("b", "P2", 9), New("c", "P3", 9)]) == {"a", "b", "c"}
    assert entering([New("a", "P1", 9), New("b", "P1", 9)]) == {"a", "b"}


def test_no_publication_and_no_pair_of_them_leaves_a_few_beside_known_results() -> None:
    seen = 0
    for seed in SEEDS:
        for cohorts in of_regions(programme(seed, 4)):
            assert not FEW & rests(cohorts), [one.pre.size for one in cohorts]
            seen += len(cohorts) > 1
    assert seen > len(SEEDS)

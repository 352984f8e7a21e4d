"""Programmes that publish each quarter: nearly all of it comes out, and no two publications tell of a small group."""

import os
import sys
from dataclasses import replace
from functools import cache

import pytest

from analytics.disclosure import Disclosed
from analytics.disclosure_known import known
from analytics.disclosure_worlds import worlds_of
from analytics.publication import publication
from tests.analytics.disclosure.attacker import Left, Tables
from tests.analytics.disclosure.programme import Programme
from tests.analytics.disclosure.published import gated, successive
from tests.analytics.disclosure.studies import exposed, left, line, programme, shrinking

pytestmark = pytest.mark.many

PROGRAMMES = int(os.environ.get("DISCLOSURE_PROGRAMMES", "6"))
"""200 in a soak: DISCLOSURE_PROGRAMMES=200."""
QUARTERS = 3 if PROGRAMMES <= 10 else 6
SMALL = 5000
"""One of a cohort a quarter, whose publications tell most of each other."""
WORKED_OUT = [(7020, 2), (7016, 3), (7026, 4), (7031, 2), (6148, 2), (6194, 2)]
"""Programmes and publications that told with the one before a language's mean gain, partners by who is missing, the
number of boys of a region whose split was left out and came back; and alone, boys' number and mean, and two on paper's
mean gain, when the check left four times as much open."""


def tells(table: Disclosed) -> bool:
    return not table.is_split_dropped and any(not one.suppressed for one in table.report.groups)


@cache
def published(seed: int) -> tuple[list[Programme], list[Tables]]:
    programmes = programme(seed, QUARTERS)
    return programmes, gated(programmes)


def attacked(what: str, seed: int, programmes: list[Programme], tables: list[Tables]) -> dict[int, list[Left]]:
    """By the number of a publication what it and the one before leave open about each suppressed group."""
    groups = {last: left(tables[:last], programmes[:last]) for last in range(2, len(tables) + 1)}
    for last, of in groups.items():
        sys.stderr.write(line(f"{what} {last}", seed, of))
    return groups


def test_what_is_true_of_a_suppressed_group_is_never_ruled_out() -> None:
    """A check that rules out the truth would keep what a reader can work out."""
    seen = 0
    programmes = programme(5004, 6)
    for number, (one, of) in enumerate(zip(programmes, successive(programmes), strict=True), 1):
        reader = known(of.ledger, number, one.tables["region",].method, one.nests())
        for name in reader.small:
            group = of.ledger[name].group
            counts = [share.count for share in (group.improved, group.same, group.worse) if share is not None]
            assert counts in worlds_of(reader, name).counts.tolist(), name
            seen += 1
    assert seen > 5


def test_a_programme_that_shrank_is_published_without_splits_of_suppressed_groups() -> None:
    """Groups settled anew may be smaller: the check, which reckons with groups that grow, is not asked."""
    seen = 0
    for seed in range(5000, 5004):
        smaller, larger = programme(seed, 6)[:2]
        first = publication(larger.tables, 1, None, larger.nests())
        second = publication(smaller.tables, 2, first.ledger, smaller.nests(), is_anew=True)
        seen += sum(table.is_split_dropped or bool(table.dropped) for table in second.tables.values())
        for variables, table in second.tables.items():
            assert len(variables) > 1 or not table.suppressed
    assert seen > 0


def test_a_group_that_lost_a_few_keeps_the_figures_of_the_publication_before() -> None:
    now, _ = programme(6003, 2)[:2]
    first = publication(now.tables, 1, None, now.nests())
    name = next(name for name, one in first.ledger.items() if name[0] == ("sex",) and one.is_told)
    group = first.ledger[name].group
    flow = group.flow
    assert flow is not None
    larger = replace(group, flow=replace(flow, paired=flow.paired + 1))
    before = {**first.ledger, name: replace(first.ledger[name], group=larger)}

    second = publication(now.tables, 2, before, now.nests(), is_anew=True)

    assert second.tables["sex",].as_of == {name[1][0]: 1}


def test_nineteen_of_twenty_publications_have_total_region_and_sex() -> None:
    whole = []
    for seed in range(6000, 6000 + PROGRAMMES):
        for tables in published(seed)[1]:
            assert not tables["region",].report.total.suppressed
            whole.append(all(tells(tables[of]) for of in (("region",), ("sex",))))

    assert len(whole) > (QUARTERS - 1) * PROGRAMMES
    assert sum(whole) >= 0.95 * len(whole)


@pytest.mark.parametrize("seed", [SMALL, *range(6000, 6000 + PROGRAMMES)])
def test_no_pair_of_publications_tells_of_a_suppressed_group(seed: int) -> None:
    groups = attacked("programme", seed, *published(seed))

    assert any(groups.values()), "no group is suppressed"
    assert [last for last, of in groups.items() if exposed(of)] == []


@pytest.mark.parametrize("seed", [*range(6500, 6500 + PROGRAMMES // 2)])
def test_no_pair_of_publications_of_which_the_second_shrank_tells_of_a_suppressed_group(seed: int) -> None:
    programmes = shrinking(seed, QUARTERS)
    groups = attacked("shrinking", seed, programmes, gated(programmes))

    assert any(groups.values()), "no group is suppressed"
    assert [last for last, of in groups.items() if exposed(of)] == []


@pytest.mark.parametrize(("seed", "last"), WORKED_OUT)
def test_what_was_worked_out_once_is_not_again(seed: int, last: int) -> None:
    programmes = programme(seed, last)
    assert exposed(left(gated(programmes), programmes)) == []

"""Programmes that publish each quarter: nearly all of it comes out, and no two publications tell of a small group."""

import os
from functools import cache

import pytest

from analytics.disclosure import Disclosed
from analytics.disclosure_known import known
from analytics.disclosure_worlds import worlds_of
from tests.analytics.disclosure.attacker import Tables
from tests.analytics.disclosure.programme import Programme
from tests.analytics.disclosure.published import gated, successive
from tests.analytics.disclosure.studies import exposed, left, programme

PROGRAMMES = int(os.environ.get("DISCLOSURE_PROGRAMMES", "10"))
"""200 in a soak: DISCLOSURE_PROGRAMMES=200."""
QUARTERS = 3 if PROGRAMMES <= 10 else 6
SMALL = 5000
"""One of a cohort a quarter, whose publications tell most of each other."""


def tells(table: Disclosed) -> bool:
    return not table.is_split_dropped and any(not one.suppressed for one in table.report.groups)


@cache
def published(seed: int) -> tuple[list[Programme], list[Tables]]:
    programmes = programme(seed, QUARTERS)
    return programmes, gated(programmes)


def test_what_is_true_of_a_suppressed_group_is_never_ruled_out() -> None:
    """A check that rules out the truth would keep what a reader can work out."""
    seen = 0
    programmes = programme(5004, 6)
    for number, (one, of) in enumerate(zip(programmes, successive(programmes), strict=True), 1):
        reader = known(of.ledger, number, one.tables()["region",].method, one.nests())
        for name in reader.small:
            group = of.ledger[name].group
            counts = [share.count for share in (group.improved, group.same, group.worse) if share is not None]
            assert counts in worlds_of(reader, name).counts.tolist(), name
            seen += 1
    assert seen > 5


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
    programmes, tables = published(seed)
    for last in range(2, len(tables) + 1):
        assert exposed(left(tables[:last], programmes[:last])) == [], last

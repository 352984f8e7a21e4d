"""A share of rounded counts is told with every value that whole learners may have made it from, and no fewer."""

from itertools import product
from math import ceil, floor
from typing import Any

import pytest

from analytics.disclosure_rounding import ends_of_part, nearest, with_ranges
from tests.app.exports.cases import disclosed

COUNTS = [(25, 0, 0), (30, 0, 0), (0, 25, 0), (15, 5, 5), (10, 0, 5), (40, 10, 0)]


def all_shares(counts: tuple[int, ...]) -> list[float]:
    """Of the first count, for all whole numbers that are rounded to these."""
    each = [[n for n in range(count + 3) if nearest(n) == count] for count in counts]
    return [true[0] / sum(true) for true in product(*each) if sum(true)]


@pytest.mark.parametrize("counts", COUNTS)
def test_the_ends_are_those_of_the_whole_numbers_that_counts_stand_for(counts: tuple[int, ...]) -> None:
    shares = all_shares(counts)

    least, most = ends_of_part(counts[0], counts[1:])
    assert least == floor(100 * min(shares)) / 100
    assert most == ceil(100 * max(shares)) / 100


def test_twenty_five_of_twenty_five_may_have_been_23_of_27() -> None:
    assert ends_of_part(25, (0, 0)) == (0.85, 1.0), "24 improved, 2 stayed, 1 fell back: 88.9 % of 27"
    assert ends_of_part(0, (25, 0)) == (0.0, 0.08)


@pytest.fixture(scope="module")
def both() -> tuple[Any, Any]:
    """The same regions, exact and as a publication has them."""
    ((exact, _),) = disclosed("inside").made
    ((rounded, _),) = disclosed("publication").made
    return exact, rounded


def test_every_share_of_a_rounded_table_holds_the_exact_one(both: tuple[Any, Any]) -> None:
    exact, rounded = both
    count = 0
    for true, shown in zip(exact.groups, rounded.groups, strict=True):
        for name in ("improved", "same", "worse", "reliable_change"):
            share, of = getattr(shown, name), getattr(true, name)
            if share is not None and of is not None:
                assert share.least <= of.share <= share.most, (true.key, name)
                count += 1
        if shown.pass_ is not None:
            assert shown.pass_.pre_least <= true.pass_.pre <= shown.pass_.pre_most
            assert shown.pass_.post_least <= true.pass_.post <= shown.pass_.post_most
    assert count == 4 * 4
    for true, shown in zip(exact.statements, rounded.statements, strict=True):
        for one, of in zip(true.groups, shown.groups, strict=False):
            assert of.up is None or of.up.least <= one.up.share <= of.up.most
    for one, of in zip(exact.dose.steps, rounded.dose.steps, strict=True) if rounded.dose else ():
        assert of.improved is None or of.improved.least <= one.improved.share <= of.improved.most


def test_what_is_exact_has_no_range(both: tuple[Any, Any]) -> None:
    exact, rounded = both
    assert rounded.total.improved.least is None
    assert all(one.improved is None or one.improved.least is None for one in exact.groups)


def test_a_table_of_before_gets_its_ranges_when_it_is_read(both: tuple[Any, Any]) -> None:
    _, rounded = both
    assert with_ranges(rounded, is_rounded=True) == rounded

"""With and without late learners, group by group: nobody works few of them out, of one publication or of two."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.counts.supplements import LateCounts, MoreCounts
from analytics.disclosure import LEAST, inside
from analytics.disclosure_late import LateCohort, may_be_told
from tests.analytics.disclosure.one_table import study


@st.composite
def cohorts(draw: st.DrawFn) -> LateCohort:
    late = draw(st.sampled_from([0, 0, 0, 3, 8, 11, 12, 14]))
    others = draw(st.sampled_from([0, 5, 11, 12, 15, 25]))
    return LateCohort(late + others, late, is_new=draw(st.booleans()))


regions = st.lists(st.lists(cohorts(), min_size=1, max_size=3), min_size=1, max_size=3)


@pytest.mark.many
@settings(max_examples=300, deadline=None)
@given(programme=regions)
def test_no_reader_of_two_publications_works_few_late_learners_out_or_few_others(
    programme: list[list[LateCohort]],
) -> None:
    """The reader adds and subtracts all they have: each region now, each region before, and the cohort that they lead.
    What they work out is of a set of cohorts. Of a region's cohorts without late learners the table itself tells."""
    before = [[one for one in region if not one.is_new] for region in programme]
    if not may_be_told(programme, LEAST):
        return
    everyone = [(place, one) for place, region in enumerate(programme) for one in region]
    first = [[replace(one, is_new=True) for one in region] for region in before]
    publications = [programme, before] if may_be_told(first, LEAST) else [programme]
    rows = [
        [int(of == place and any(one is it for it in region)) for of, one in everyone]
        for publication in publications
        for place, region in enumerate(publication)
    ]
    for size in range(1, len(everyone) + 1):
        for those in combinations(range(len(everyone)), size):
            for own in (None, *(place for place in range(len(everyone)) if place not in those)):
                more = [] if own is None else [[int(place == own) for place in range(len(everyone))]]
                wanted = [int(place in those) for place in range(len(everyone))]
                if rank([*rows, *more]) == rank([*rows, *more, wanted]):
                    check([everyone[place] for place in those])


def rank(rows: list[list[int]]) -> int:
    return int(np.linalg.matrix_rank(np.array(rows)))


def check(those: list[tuple[int, LateCohort]]) -> None:
    """Neither the late nor the others of them are few."""
    late = Counter[int]()
    for region, one in those:
        late[region] += one.late
    if late.total():
        others = sum(one.paired - one.late for region, one in those if late[region])
        assert late.total() >= LEAST
        assert not 0 < others < LEAST


@pytest.mark.many
@settings(max_examples=60, deadline=None)
@given(late=st.tuples(*[st.integers(0, 40)] * 3))
def test_inside_late_learners_stand_by_group_where_of_no_group_few_are_left_over(late: tuple[int, int, int]) -> None:
    sizes = {"KZ-10": 40, "KZ-35": 40, "KZ-61": 40}
    groups = {key: LateCounts(n, min(n, 5)) for key, n in zip(sizes, late, strict=True)}
    more = MoreCounts(late=LateCounts(sum(late), min(sum(late), 15)), late_groups=groups)
    report = study(dict.fromkeys(sizes, (20, 15, 5)), more=more)

    shown = inside(report).report.late

    few = [n for n in late if 0 < n < LEAST or 0 < 40 - n < LEAST]
    by_group = {one.key for one in shown.groups} if shown else set()
    assert by_group == (set() if few else {key for key, n in zip(sizes, late, strict=True) if n})

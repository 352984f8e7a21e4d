"""With and without late learners, group by group: nobody works few of them out, of one publication or of two."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations

import numpy as np
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


@settings(max_examples=300, deadline=None)
@given(programme=regions)
def test_no_reader_of_two_publications_works_few_late_learners_out_or_few_others(
    programme: list[list[LateCohort]],
) -> None:
    """The reader adds and subtracts whatever was told: each region now, each region before, and the cohort that they
    lead. Whoever is late somewhere is a set of cohorts, and so are the others of the same cohorts."""
    before = [[one for one in region if not one.is_new] for region in programme]
    then = [[replace(one, is_new=True) for one in region] for region in before]
    if not may_be_told(programme, LEAST):
        return
    everyone = list(chain.from_iterable(programme))
    places = {id(one): place for place, one in enumerate(everyone)}

    def known(of: Sequence[Sequence[LateCohort]]) -> list[np.ndarray]:
        return [np.isin(np.arange(len(everyone)), [places[id(one)] for one in region]).astype(int) for region in of]

    told = known(programme) + (known(before) if may_be_told(then, LEAST) else [])
    sets = chain.from_iterable(combinations(range(len(everyone)), size) for size in range(1, len(everyone) + 1))
    for own, those in ((own, those) for those in sets for own in range(-1, len(everyone))):
        if own in those:
            continue
        rows = told if own < 0 else [*told, np.eye(len(everyone), dtype=int)[own]]
        wanted = np.isin(np.arange(len(everyone)), those).astype(int)
        if np.linalg.matrix_rank(np.array(rows)) != np.linalg.matrix_rank(np.array([*rows, wanted])):
            continue
        late, paired = (sum(getattr(everyone[place], name) for place in those) for name in ("late", "paired"))
        if late:
            assert late >= LEAST
            assert paired == late or paired - late >= LEAST


@settings(max_examples=60, deadline=None)
@given(late=st.tuples(*[st.integers(0, 40)] * 3))
def test_inside_late_learners_stand_by_group_where_of_no_group_few_are_left_over(late: tuple[int, int, int]) -> None:
    sizes = {"KZ-10": 40, "KZ-35": 40, "KZ-61": 40}
    groups = {key: LateCounts(n, min(n, 5)) for key, n in zip(sizes, late, strict=True)}
    more = MoreCounts(late=LateCounts(sum(late), min(sum(late), 15)), late_groups=groups)
    report = study(dict.fromkeys(sizes, (20, 15, 5)), more=more)

    shown = inside(report).report.late

    few = [n for n in late if 0 < n < LEAST or 0 < 40 - n < LEAST]
    told = {one.key for one in shown.groups} if shown else set()
    assert told == (set() if few else {key for key, n in zip(sizes, late, strict=True) if n})

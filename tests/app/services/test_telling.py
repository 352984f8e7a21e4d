"""What is withheld of a group is the same, whether it is asked for by a filter, by a split, or by both."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from app.services.telling import ranges, withheld
from app.store.figures import Filters, Scope

THRESHOLD = 11
REGIONS, WAYS = ("KZ-10", "KZ-11", "KZ-15", "KZ-19"), ("mixed", "remote", "room")
EVERYONE = Filters(Scope(is_whole=True))
Counts = dict[tuple[str, ...], tuple[int, ...]]


def drawn(seed: int) -> Counts:
    """Groups of few sizes, so that it is often all the same which of two is given up for another."""
    random = np.random.default_rng(seed)
    found: Counts = {}
    for cell in product(REGIONS, WAYS):
        improved, same, worse = (int(random.choice(of)) for of in ((3, 12, 13, 26), (0, 0, 1, 4), (0, 0, 2, 3)))
        found[cell] = (improved, same, worse, 0, 0, 0, 0, same, improved, 0, 0)
    return found


def split(cells: Counts, by: Sequence[str]) -> Counts:
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for cell, counts in cells.items():
        values = dict(zip(("region", "way"), cell, strict=True))
        key = tuple(values[name] for name in by)
        found[key] = tuple(map(sum, zip(counts, found.get(key, (0,) * len(counts)), strict=True)))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_of_each_region_as_much_is_told_by_way_as_in_the_table_of_all_regions(seed: int) -> None:
    cells = drawn(seed)

    def outcomes(_: Filters, by: Sequence[str]) -> Counts:
        return split(cells, by)

    def learners(_: Filters, by: Sequence[str]) -> Counter[tuple[str, ...]]:
        return Counter({key: sum(counts[:3]) for key, counts in split(cells, by).items()})

    by = ("region", "way")
    untold, all_ranges = ranges(EVERYONE, by, THRESHOLD, outcomes)
    all_hidden = untold | withheld(EVERYONE, by, list(cells), THRESHOLD, learners)
    for region in REGIONS:
        one = Filters(Scope(is_whole=True), region=region)
        untold, told = ranges(one, ("way",), THRESHOLD, outcomes)
        hidden = untold | withheld(one, ("way",), WAYS, THRESHOLD, learners)
        assert {key[1] for key in all_hidden if isinstance(key, tuple) and key[0] == region} <= hidden
        assert {way: of for way, of in (told or {}).items() if way} == {
            key[1]: of for key, of in (all_ranges or {}).items() if isinstance(key, tuple) and key[0] == region
        }


def test_of_a_table_that_is_hidden_it_is_not_told_either_which_groups_nobody_is_in() -> None:
    """Two regions were taught in rooms alone: who knew would take them from all in rooms, of whom the rest improved."""
    cells: Counts = {
        cell: (improved, same, worse, 0, 0, 0, 0, same, improved, 0, 0)
        for cell, improved, same, worse in (
            (("KZ-10", "room"), 29, 4, 1),
            (("KZ-11", "room"), 38, 6, 5),
            (("KZ-15", "room"), 41, 0, 0),
            (("KZ-15", "remote"), 33, 3, 7),
            (("KZ-19", "remote"), 41, 5, 3),
        )
    }
    in_rooms = Filters(Scope(is_whole=True), way="room")

    def outcomes(_: Filters, by: Sequence[str]) -> Counts:
        return split(cells, by)

    assert ranges(EVERYONE, ("region", "way"), THRESHOLD, outcomes)[0] == set(product(REGIONS, ("remote", "room")))
    assert ranges(in_rooms, ("region",), THRESHOLD, outcomes)[0] == set(REGIONS)
    nobody = Filters(Scope(is_whole=True), way="remote", region="KZ-10")
    assert ranges(nobody, (), THRESHOLD, outcomes)[0] == {(), None}
    assert ranges(EVERYONE, ("region",), THRESHOLD, outcomes)[0] == set()

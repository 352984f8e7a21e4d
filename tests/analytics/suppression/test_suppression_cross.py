"""Whatever tables of one cross-classification are laid beside each other, no small group comes out of them."""

from itertools import combinations

import numpy as np
import pytest

from analytics import hidden_in_margins

THRESHOLD = 11
VALUES = (("north", "south", "west"), ("girl", "boy", "unsaid"), ("kk", "ru"))
SOME = np.array(
    [
        *([17, 9], [14, 1], [1, 0], [30, 12], [2, 11], [0, 3], [40, 22], [19, 13], [12, 11]),
    ]
).reshape(3, 3, 2)


def as_cells(counts: np.ndarray) -> dict[tuple[str, ...], int]:
    return {
        tuple(values[place] for values, place in zip(VALUES, places, strict=True)): int(n)
        for places, n in np.ndenumerate(counts)
    }


def parts(counts: np.ndarray) -> dict[tuple[tuple[int, ...], tuple[str, ...]], tuple[np.ndarray, int]]:
    """Every group of every table: which cells it is made of, and how many learners it has."""
    keys = list(as_cells(counts))
    found = {}
    for size in range(len(VALUES) + 1):
        for places in combinations(range(len(VALUES)), size):
            for cell in {tuple(key[place] for place in places) for key in keys}:
                made_of = np.array([tuple(key[place] for place in places) == cell for key in keys], dtype=float)
                found[places, cell] = (made_of, int(made_of @ counts.ravel()))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_small_group_is_a_sum_or_difference_of_shown_ones(seed: int) -> None:
    draw = np.random.default_rng(seed)
    counts = SOME if not seed else draw.poisson(draw.uniform(0, 25, size=SOME.shape))
    hidden = hidden_in_margins(as_cells(counts), THRESHOLD)
    groups = parts(counts)
    shown = np.array([made_of for (places, cell), (made_of, n) in groups.items() if n and cell not in hidden[places]])

    assert all(n >= THRESHOLD for (places, cell), (_, n) in groups.items() if n and cell not in hidden[places])
    basis = np.linalg.svd(shown)[2][: np.linalg.matrix_rank(shown)]
    for made_of, n in groups.values():
        if 0 < n < THRESHOLD:
            assert np.linalg.norm(made_of - basis.T @ (basis @ made_of)) > 1e-6


def test_a_split_shows_no_more_than_the_filter_would() -> None:
    cells = {("KZ-31", "female"): 17, ("KZ-31", "male"): 15, ("KZ-31", "unsaid"): 1, ("KZ-35", "male"): 40}

    hidden = hidden_in_margins(cells, THRESHOLD)[0, 1]

    assert ("KZ-31", "unsaid") in hidden
    assert sum(cells[cell] for cell in hidden if cell[0] == "KZ-31") >= THRESHOLD


def test_a_part_of_a_hidden_group_is_hidden() -> None:
    cells = {("a", "x"): 60, ("a", "y"): 12, ("b", "x"): 70, ("b", "y"): 5, ("c", "x"): 3, ("c", "y"): 2}

    hidden = hidden_in_margins(cells, THRESHOLD)

    assert ("c",) in hidden[0,]
    assert {("c", "x"), ("c", "y")} <= hidden[0, 1]


def test_where_all_are_many_nothing_is_hidden() -> None:
    assert not any(hidden_in_margins({("a", "x"): 30, ("a", "y"): 31, ("b", "x"): 20}, THRESHOLD).values())


def test_a_group_that_is_its_margin_protects_nobody_and_is_shown() -> None:
    cells = {("a", "room"): 20, ("b", "room"): 5, ("b", "remote"): 30, ("c", "room"): 25, ("c", "remote"): 40}

    hidden = hidden_in_margins(cells, THRESHOLD)[0, 1]

    assert ("a", "room") not in hidden
    assert {("b", "room"), ("c", "room")} <= hidden


def test_nobody_is_hidden_from_nobody() -> None:
    assert hidden_in_margins({}, THRESHOLD) == {(): frozenset()}

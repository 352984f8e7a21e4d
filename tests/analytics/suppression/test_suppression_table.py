"""A table with margins under attack: whoever knows all that is shown cannot tell a small number."""

from collections import defaultdict
from itertools import product

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.suppression.table import HiddenTable, attackers_ranges, hidden_table

THRESHOLD = 4
Table = npt.NDArray[np.int64]

small_tables = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(st.integers(0, 6), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
        lambda cells: np.array(cells).reshape(shape)
    )
)


def agrees(guess: Table, paired: Table, hidden: HiddenTable) -> bool:
    """Is the guess a table that shows the same? Hidden numbers are known to be at least 1."""
    for seen, true, mask in (
        (guess, paired, hidden.cells),
        (guess.sum(axis=1), paired.sum(axis=1), hidden.rows),
        (guess.sum(axis=0), paired.sum(axis=0), hidden.columns),
        (guess.sum()[None], paired.sum()[None], np.array([hidden.total])),
    ):
        if not ((seen == true) | mask).all() or (seen[mask] < 1).any():
            return False
    return True


@given(small_tables)
@settings(max_examples=20, deadline=None)
def test_an_attacker_who_tries_all_tables_cannot_tell_a_small_number(paired: Table) -> None:
    hidden = hidden_table(paired, THRESHOLD)
    ranges = attackers_ranges(paired, hidden)
    rows, columns = paired.shape
    whole = with_totals(paired)

    for (row, column), (low, high) in ranges.items():
        n = whole[row if row >= 0 else rows, column if column >= 0 else columns]
        assert low <= n and (high is None or n <= high)
        if n < THRESHOLD:
            assert high is None or (low < high and high >= THRESHOLD)
    small = (whole > 0) & (whole < THRESHOLD)
    assert not (small[:-1, :-1] & ~hidden.cells).any()
    assert not (small[:-1, -1] & ~hidden.rows).any()
    assert not (small[-1, :-1] & ~hidden.columns).any()


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4))
@settings(max_examples=20, deadline=None)
def test_the_range_that_the_attacker_finds_is_that_of_all_tables_that_show_the_same(cells: list[int]) -> None:
    paired = np.array(cells).reshape(2, 2)
    hidden = hidden_table(paired, THRESHOLD)
    if hidden.total:
        return
    worlds = [
        guess
        for numbers in product(range(paired.sum() + 1), repeat=3)
        if sum(numbers) <= paired.sum()
        and agrees(guess := np.array([*numbers, paired.sum() - sum(numbers)]).reshape(2, 2), paired, hidden)
    ]

    for (row, column), (low, high) in attackers_ranges(paired, hidden).items():
        if row >= 0 and column >= 0:
            found = [int(world[row, column]) for world in worlds]
            assert (low, high) == (min(found), max(found))


def test_who_knows_this_very_rule_cannot_tell_a_small_number_either() -> None:
    """All tables of two by two of up to six learners, a number under three being small: those that show the same and
    hide the same are put side by side; in one of them each hidden number is three or more."""
    worlds: dict[tuple[int, ...], list[Table]] = defaultdict(list)
    masks: dict[tuple[int, ...], Table] = {}
    for cells in product(range(7), repeat=4):
        if sum(cells) <= 6:
            paired = np.array(cells).reshape(2, 2)
            hidden = hidden_table(paired, 3)
            if not hidden.total:
                whole = with_totals(paired)
                mask = np.vstack(
                    (np.column_stack((hidden.cells, hidden.rows)), np.append(hidden.columns, hidden.total))
                )
                shown = tuple(np.where(mask, -1, whole).ravel().tolist())
                worlds[shown].append(whole)
                masks[shown] = mask

    assert sum(mask.any() for mask in masks.values()) > 5
    for shown, tables in worlds.items():
        assert not (masks[shown] & (np.max(tables, axis=0) < 3)).any(), tables


def with_totals(paired: Table) -> Table:
    return np.vstack((np.column_stack((paired, paired.sum(axis=1))), np.append(paired.sum(axis=0), paired.sum())))


def test_nothing_small_hides_nothing() -> None:
    hidden = hidden_table(np.array([[20, 30], [0, 40]]), 11)

    assert not (hidden.cells.any() or hidden.rows.any() or hidden.columns.any() or hidden.total)


def test_one_small_cell_takes_three_others_with_it() -> None:
    hidden = hidden_table(np.array([[5, 30, 40], [25, 60, 22], [50, 51, 52]]), 11)

    assert hidden.cells.tolist() == [[True, False, True], [True, False, True], [False, False, False]]
    assert not (hidden.rows.any() or hidden.columns.any() or hidden.total)


def test_a_country_of_twenty_regions_and_five_ages_stays_mostly_shown() -> None:
    paired = np.random.default_rng(1).poisson(40, size=(20, 5))
    paired[3, 2], paired[11, 4] = 6, 2
    hidden = hidden_table(paired, 11)

    assert hidden.cells[3, 2] and hidden.cells[11, 4]
    assert hidden.cells.sum() <= 10

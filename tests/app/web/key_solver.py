"""Whoever works out which answers are right: from sheets of their own, and whatever they read of each afterwards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from app.content import Release

Options = Mapping[str, Sequence[str]]
"""Ids of options by id of item."""
Sheet = dict[str, str]
"""Id of the option that is chosen, by id of item."""


def options_of(release: Release, form: str) -> Options:
    return {item.id: item.form(form).options for item in release.instrument.items}


def any_sheet(options: Options, random: Random) -> Sheet:
    """Some answer to every item."""
    return {item: random.choice(of) for item, of in options.items()}


def solve(options: Options, sheets: Sequence[Mapping[str, str]], scores: Sequence[int]) -> set[str]:
    """Items of which sheets and their scores tell the right option for certain; none where no key has these scores.

    A key is a vector of 0 and 1, one 1 for each item, of which each sheet picks as many as its score: an integer
    program. An option is certain where no key that fits has another in its place.
    """
    columns = [(item, option) for item, of in options.items() for option in of]
    one_each = [[float(item == it) for item, _ in columns] for it in options]
    chosen = [[float(sheet[item] == option) for item, option in columns] for sheet in sheets]
    sums = np.array([1.0] * len(options) + [float(score) for score in scores])
    fits = LinearConstraint(np.array(one_each + chosen), sums, sums)

    def key(against: Mapping[str, str], item: str = "") -> Sheet:
        cost = [float(it == item and against[it] == option) for it, option in columns]
        solution = milp(np.array(cost), constraints=fits, integrality=np.ones(len(columns)), bounds=Bounds(0, 1))
        in_it = solution.x if solution.x is not None else np.zeros(len(columns))
        return dict(column for column, is_in in zip(columns, in_it, strict=True) if is_in > 0.5)

    one = key({})
    return {item for item in one if key(one, item)[item] == one[item]}


def keys_told(options: Options, sheets: Sequence[Sheet], readings: Sequence[Sequence[str]]) -> set[str]:
    """Items whose right option is told by what was read of each sheet, if some number in it, or its length, is a score.

    readings: of each sheet the same texts, in the same order. Sheets have to be many, or any numbers fit some key.
    """
    texts = list(zip(*readings, strict=True))
    series = {numbers for of_each in texts for numbers in _numbers(of_each) if max(numbers) <= len(options)}
    return set().union(*(solve(options, sheets, numbers) for numbers in series))


def _numbers(texts: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Series that are read alike of one text for each sheet: how long it is, and the numbers in it, from both ends."""
    lengths = [len(text) for text in texts]
    yield tuple(length - min(lengths) for length in lengths)
    rows = [re.findall(r"\d+", text) for text in texts]
    for place in range(min(map(len, rows))):
        yield tuple(int(row[place]) for row in rows)
        yield tuple(int(row[-1 - place]) for row in rows)

"""Learners as rows: what figures from counts are held against."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from analytics.significance.signed_rank import _Coins

MAX_SCORE = 14
Scores = npt.NDArray[np.int64]
close = {"rel": 1e-12, "abs": 1e-12}

pairs = st.lists(st.tuples(st.integers(0, MAX_SCORE), st.integers(0, MAX_SCORE)), min_size=3, max_size=120).map(
    lambda rows: (np.array([r[0] for r in rows]), np.array([r[1] for r in rows]))
)


def normal_z(coins: _Coins) -> float:
    """Wilcoxon's statistic less its mean, over its standard error: what other programs call z."""
    up, down = coins.sums
    return float((up - down) / np.sqrt((coins.counts * coins.weights.astype(np.float64) ** 2).sum()))


def random_learners(seed: int, n: int) -> tuple[Scores, Scores]:
    random = np.random.default_rng(seed)
    ability = random.beta(2.5, 3, n)
    return random.binomial(MAX_SCORE, ability), random.binomial(MAX_SCORE, np.minimum(1, ability + 0.15))


def cr2(values: Any, cohort: Any) -> tuple[float, float]:
    """Standard error and Satterthwaite's df of a mean from rows: Bell & McCaffrey 2002 for an intercept."""
    labels = np.unique(cohort)
    n, mean = values.size, values.mean()
    sizes = np.array([(cohort == label).sum() for label in labels])
    sums = np.array([(values[cohort == label] - mean).sum() for label in labels])
    f = sizes / n
    g = f**2 / (1 - f)
    return float(np.sqrt((sums**2 / (1 - f)).sum()) / n), float(1 / ((f**2).sum() + g.sum() ** 2 - (g**2).sum()))


@st.composite
def cohort_rows(draw: st.DrawFn) -> tuple[Scores, Scores, Scores]:
    cohorts = draw(st.integers(2, 8))
    labels = np.repeat(np.arange(cohorts), draw(st.lists(st.integers(1, 9), min_size=cohorts, max_size=cohorts)))
    scores = st.lists(st.integers(0, MAX_SCORE), min_size=labels.size, max_size=labels.size)
    return labels, np.array(draw(scores)), np.array(draw(scores))


def numbers(value: Any) -> Iterator[float]:
    """Every number in a frozen result, however deep."""
    if is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from numbers(getattr(value, part.name))
    elif isinstance(value, Mapping):
        yield from numbers(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, float | int):
        yield value

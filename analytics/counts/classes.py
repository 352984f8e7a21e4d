"""Cohorts of one size taken together: some forty classes stand for half a million cohorts, and nothing is lost.

Every figure of clusters/means.py needs, of the cohorts of one size, only how many they are and the first and second
moments of their sums. All whole numbers, so folding changes no digit that counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement, pairwise

import numpy as np

from analytics.counts.joint import Counts

FIGURES = ("gain", "improved", "worse", "pre")
"""The sums of a cohort whose moments are kept, in their order."""
COMBINED = {"same": (0, -1, -1, 0), "post": (1, 0, 0, 1)}
"""Figures that follow from them: same is the size less improved less worse, post is pre and gain."""
LARGEST_EXACT = 1 << 53
"""Whole numbers up to here are exact as doubles."""


@dataclass(frozen=True)
class SizeClass:
    """A SizeClass sums up one figure over all cohorts of one size.

    `cohorts` cohorts of `size` learners each. total, square: over these cohorts, the sum of each cohort's own sum of
    the figure, and the sum of its square.
    """

    size: int
    cohorts: int
    total: int
    square: int


@dataclass(frozen=True, eq=False)
class CohortClasses:
    """CohortClasses hold what a report needs of the cohorts, summed up by size of cohort.

    One entry per size, rising, int64: size; cohorts_of_size; gain_squared, Σ over learners of gain², all of shape
    (classes,); totals, Σ over cohorts of the cohort's sums of FIGURES, (classes, 4); products, Σ over cohorts of the
    products of these sums, (classes, 4, 4). Two may be added if no cohort is in both; for cohorts that are split (by
    sex, say) use CohortSums.
    """

    size: Counts
    cohorts_of_size: Counts
    gain_squared: Counts
    totals: Counts
    products: Counts

    @classmethod
    def folded(cls, n: Counts, gain_squared: Counts, sums: Counts) -> "CohortClasses":
        """Builds the classes from one entry per cohort, in any order.

        n: learners; gain_squared: Σ of their gain²; sums: of FIGURES, shape (cohorts, 4).
        """
        order = np.argsort(n.astype(np.uint16) if n.size and n.max() < 1 << 16 else n, kind="stable")
        size, start = np.unique(n[order], return_index=True)
        ends = np.append(start, n.size)
        sorted_sums, squares = sums[order], gain_squared[order]
        of_sizes = [sorted_sums[first:last] for first, last in pairwise(ends)]
        return cls(
            size=size.astype(np.int64),
            cohorts_of_size=np.diff(ends).astype(np.int64),
            gain_squared=np.add.reduceat(squares, start) if size.size else np.zeros(0, dtype=np.int64),
            totals=np.array([part.sum(axis=0) for part in of_sizes], dtype=np.int64).reshape(-1, len(FIGURES)),
            products=np.array([_products(part) for part in of_sizes], dtype=np.int64).reshape(
                -1, len(FIGURES), len(FIGURES)
            ),
        )

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[int]]) -> "CohortClasses":
        """Builds the classes from the rows of a query, one row per size, sizes rising.

        A row: size, cohorts, Σ gain², sums of FIGURES, then of their products: the first figure with itself and each
        later one, then the second likewise.
        """
        count = len(FIGURES)
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 3 + count + count * (count + 1) // 2)
        products = np.zeros((table.shape[0], count, count), dtype=np.int64)
        for place, (one, other) in enumerate(combinations_with_replacement(range(count), 2)):
            products[:, one, other] = products[:, other, one] = table[:, 3 + count + place]
        return cls(table[:, 0], table[:, 1], table[:, 2], table[:, 3 : 3 + count], products)

    def __add__(self, other: "CohortClasses") -> "CohortClasses":
        return CohortClasses.together((self, other))

    @classmethod
    def together(cls, parts: Sequence["CohortClasses"]) -> "CohortClasses":
        """Adds several sets of classes up; at least one set, and no cohort in two of them."""
        size, place = np.unique(np.concatenate([part.size for part in parts]), return_inverse=True)
        columns = []
        for name in ("cohorts_of_size", "gain_squared", "totals", "products"):
            each = np.concatenate([getattr(part, name) for part in parts])
            summed = np.zeros((size.size, *each.shape[1:]), dtype=np.int64)
            np.add.at(summed, place, each)
            columns.append(summed)
        return cls(size, *columns)

    @cached_property
    def cohorts(self) -> int:
        """The number of cohorts."""
        return int(self.cohorts_of_size.sum())

    @cached_property
    def learners(self) -> int:
        """The number of learners with both tests in all cohorts."""
        return int(self.size @ self.cohorts_of_size)

    def of(self, figure: str) -> tuple[SizeClass, ...]:
        """Returns one figure by size of cohort, rising; figure: one of FIGURES or of COMBINED.

        It is made once, since many statistics ask for the same. Raises ValueError for another name.
        """
        if figure not in FIGURES and figure not in COMBINED:
            raise ValueError(f"cohorts have no sums of '{figure}'")
        if figure not in self._made:
            self._made[figure] = tuple(self._classes(figure))
        return self._made[figure]

    @cached_property
    def _made(self) -> dict[str, tuple[SizeClass, ...]]:
        return {}

    def _classes(self, figure: str) -> Iterator[SizeClass]:
        a = np.array(COMBINED.get(figure) or [int(name == figure) for name in FIGURES], dtype=np.int64)
        totals, squares = self.totals @ a, (self.products @ a) @ a
        if figure == "same":
            learners = self.size * self.cohorts_of_size
            totals, squares = totals + learners, squares + 2 * self.size * totals + self.size * learners
        columns = (self.size, self.cohorts_of_size, totals, squares)
        return map(SizeClass, *(column.tolist() for column in columns))

    def product(self, one: str, other: str) -> list[int]:
        """Returns, for each size, Σ over cohorts of the product of their sums of two figures, both of FIGURES."""
        return [int(p) for p in self.products[:, FIGURES.index(one), FIGURES.index(other)]]


def fold(n: Counts, total: Counts) -> list[SizeClass]:
    """Returns one figure by size of cohort, rising, from one entry per cohort.

    n: learners of each cohort; total: the sum of the figure over them.
    """
    classes = []
    for size in np.unique(n):
        of_size = total[n == size]
        square = int(_products(of_size[:, None])[0, 0])
        classes.append(SizeClass(int(size), int(of_size.size), int(of_size.sum()), square))
    return classes


def _products(sums: Counts) -> Counts:
    """sums' sums, by the fast product of doubles where that is exact."""
    largest = int(np.abs(sums).max(initial=0))
    if largest * largest * sums.shape[0] < LARGEST_EXACT:
        doubles = sums.astype(np.float64)
        return np.asarray((doubles.T @ doubles).astype(np.int64))
    return np.asarray(sums.T @ sums)

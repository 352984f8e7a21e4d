"""Whether a yes or no differs between groups: Pearson's chi-square, and the exact test where numbers are small."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
import numpy.typing as npt
from scipy import special

from analytics.numerics.tails import ln_chi_square_upper, p_value

TABLES_LISTED = 2_000_000
"""Most partial tables that the exact test lists (16 MB of numbers); beyond it draws."""
DRAWS = 20_000
SEED = 20_240_917
ALIKE = 1e-7
"""Tables whose chances differ by less than this part count as equally likely (rounding), as in R's fisher.test."""


@dataclass(frozen=True)
class ChiSquare:
    """A ChiSquare is the result of Pearson's chi-square test.

    statistic: on df. min_expected: the smallest count expected if groups were alike.
    """

    statistic: float
    df: int
    p: float
    ln_p: float
    min_expected: float


@dataclass(frozen=True)
class ExactTable:
    """An ExactTable is the result of the exact test of a table (Fisher-Freeman-Halton).

    draws: how many random tables p rests on; None if all tables were listed.
    """

    p: float
    ln_p: float
    draws: int | None


def chi_square(yes: Sequence[int], n: Sequence[int]) -> ChiSquare | None:
    """Tests whether groups differ in a share by Pearson's chi-square, on groups - 1 degrees of freedom.

    yes, n: by group, `yes` of `n` learners; groups of nobody are left out. No continuity correction. None for fewer
    than two groups with learners, or if all or none are yes. Raises ValueError as `check_counts`. Pearson 1900.
    """
    successes, sizes = _with_learners(yes, n)
    everyone, all_yes = int(sizes.sum()), int(successes.sum())
    if sizes.size < 2 or all_yes in (0, everyone):
        return None
    share = all_yes / everyone
    expected = np.concatenate((sizes * share, sizes * (1 - share)))
    observed = np.concatenate((successes, sizes - successes))
    statistic = float(((observed - expected) ** 2 / expected).sum())
    ln_p = ln_chi_square_upper(statistic, sizes.size - 1)
    return ChiSquare(statistic, int(sizes.size) - 1, p_value(ln_p), ln_p, float(expected.min()))


def fisher_freeman_halton(yes: Sequence[int], n: Sequence[int]) -> ExactTable | None:
    """Tests exactly whether groups differ in a share: p is the chance of a table no likelier than the one observed.

    yes, n: by group, `yes` of `n` learners; both margins are fixed. If there are more than TABLES_LISTED tables, DRAWS
    are drawn with a fixed seed instead, and p is (as unlikely + 1) / (DRAWS + 1). None and ValueError as in
    `chi_square`. Freeman & Halton 1951, Biometrika 38:141.
    """
    successes, sizes = _with_learners(yes, n)
    everyone, all_yes = int(sizes.sum()), int(successes.sum())
    if sizes.size < 2 or all_yes in (0, everyone):
        return None
    if 2 * all_yes > everyone:  # the rarer outcome has fewer tables
        successes, all_yes = sizes - successes, everyone - all_yes
    ln_seen = float(_ln_choose(sizes, successes).sum())
    limit = ln_seen + ALIKE
    listed = _tables(sizes, all_yes)
    if listed is None:
        random = np.random.default_rng(SEED)
        drawn = random.multivariate_hypergeometric(sizes, all_yes, size=DRAWS, method="marginals")
        ln_ways = np.zeros(DRAWS)
        for group, size in enumerate(sizes):
            ln_ways += _ln_choose(size, np.arange(min(int(size), all_yes) + 1))[drawn[:, group]]
        unlikely = int((ln_ways <= limit).sum())
        p = (unlikely + 1) / (DRAWS + 1)
        return ExactTable(p, log(p), DRAWS)
    ln_ways, tables = listed
    ln_all = float(_ln_choose(np.int64(everyone), np.int64(all_yes)))
    rare = ln_ways <= limit
    ln_p = min(0.0, float(special.logsumexp(ln_ways[rare], b=tables[rare])) - ln_all)
    return ExactTable(exp(ln_p), ln_p, None)


def _tables(
    sizes: npt.NDArray[np.int64], all_yes: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """ln of the ways of each kind of table with these margins, and how many tables are of the kind. None: too many."""
    partial = {0: (np.zeros(1), np.ones(1))}
    left = int(sizes.sum())
    for size in sizes:
        left -= int(size)
        of_group = {
            so_far: range(max(0, all_yes - so_far - left), min(int(size), all_yes - so_far) + 1) for so_far in partial
        }
        if sum(partial[so_far][0].size * len(yeses) for so_far, yeses in of_group.items()) > TABLES_LISTED:
            return None
        ln_here = _ln_choose(size, np.arange(min(int(size), all_yes) + 1))
        grown: dict[int, list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]] = {}
        for so_far, (ln_ways, tables) in partial.items():
            for yes in of_group[so_far]:
                grown.setdefault(so_far + yes, []).append((ln_ways + ln_here[yes], tables))
        join = _merged if left else _joined  # of the last ones nothing is made: to sort them would take the longest
        partial = {so_far: join(parts) for so_far, parts in grown.items()}
    return partial[all_yes]


def _joined(
    parts: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _merged(
    parts: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """As joined, with each kind once."""
    ln_ways, tables = _joined(parts)
    _, first, kind = np.unique(np.round(ln_ways, 9), return_index=True, return_inverse=True)
    return ln_ways[first], np.bincount(kind, weights=tables).astype(np.float64)


def _ln_choose(n: npt.NDArray[np.int64] | np.int64, k: npt.NDArray[np.int64] | np.int64) -> npt.NDArray[np.float64]:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))


def check_counts(yes: Sequence[float], n: Sequence[int]) -> None:
    """Raises ValueError unless each group has one count in `yes` that is from 0 to its number of learners in `n`."""
    if len(yes) != len(n) or any(not 0 <= some <= size for some, size in zip(yes, n, strict=True)):
        raise ValueError(f"{list(yes)} of {list(n)} learners cannot be: a count and its learners for each group")


def _with_learners(yes: Sequence[int], n: Sequence[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    check_counts(yes, n)
    successes, sizes = np.asarray(yes, dtype=np.int64), np.asarray(n, dtype=np.int64)
    return successes[sizes > 0], sizes[sizes > 0]

"""Do groups (regions, say) differ in what they gained?"""

from dataclasses import dataclass
from enum import StrEnum

from analytics.notes import Note


class BetweenMethod(StrEnum):
    """Which test was made."""

    CHI_SQUARE = "chi_square"
    FISHER_FREEMAN_HALTON = "fisher_freeman_halton"
    FISHER_FREEMAN_HALTON_SIMULATED = "fisher_freeman_halton_simulated"
    KRUSKAL_WALLIS = "kruskal_wallis"
    ANCOVA_LEARNERS = "ancova_learners"
    ANCOVA_COHORT_MEANS = "ancova_cohort_means"


@dataclass(frozen=True)
class BetweenTest:
    """statistic: chi-square or H, None for the exact test. df: of the statistic. p is None where nothing can differ."""

    method: BetweenMethod
    statistic: float | None
    df: int | None
    p: float
    ln_p: float


@dataclass(frozen=True)
class AncovaTest:
    """Score after on score before and group: f on df1 and df2; slope of after on before within groups.

    adjusted: per group, in the order of the groups compared, the mean after at the common mean before, points.
    """

    method: BetweenMethod
    f: float
    df1: int
    df2: int
    p: float
    ln_p: float
    slope: float
    adjusted: tuple[float, ...]


@dataclass(frozen=True)
class AdjustedP:
    """p of one group's own t test of no gain, as it is and corrected for there being several groups."""

    key: str | tuple[str, ...]
    p: float
    holm: float
    benjamini_hochberg: float


@dataclass(frozen=True)
class BetweenReport:
    """groups: the keys compared. improved: chi-square or Fisher; gain: Kruskal-Wallis; ancova: the one that respects cohorts.

    Where cohorts are given, `ancova` is on cohort means and is the test to quote.
    """

    groups: tuple[str | tuple[str, ...], ...]
    improved: BetweenTest | None
    gain: BetweenTest | None
    ancova: AncovaTest | None
    adjusted: tuple[AdjustedP, ...]
    notes: tuple[Note, ...]

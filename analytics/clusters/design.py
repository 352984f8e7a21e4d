"""Which design effect the intervals of a group use: its own cohorts' or, where these are few, one from a pooled ICC."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.clusters.means import ClusteredMean, Stratum, mean_of_strata, pooled_icc
from analytics.counts.classes import CohortClasses, SizeClass
from analytics.counts.cohorts import CohortSums
from analytics.counts.groups import Options
from analytics.shares.intervals import ShareEstimate, korn_graubard, wilson

FEW_COHORTS = 10
"""Under this many cohorts a group's own design effect is too shaky to use."""
FEWEST_DF = 3
"""Cohorts less strata under which an ICC cannot be estimated: its interval would hold nearly every value."""
ASSUMED_ICC = 0.15
"""Taken where an ICC cannot be estimated: half-way between the values that the What Works Clearinghouse takes for
attitudes (.10) and for achievement (.20), Procedures Handbook, clustering correction."""
RARE_COHORTS, FEWEST_RARE_DF, RARE_DF = 15, 5, 2
"""Where the rarer outcome of a share stands in few of RARE_COHORTS cohorts or more, only these tell how cohorts differ:
at most RARE_DF degrees of freedom for each effective one, but not under FEWEST_RARE_DF. All by simulation
(benchmarks/coverage.py): without, the total of shares of 99 % is held in 91 rounds of 100; a group of fewer cohorts has
few degrees of freedom as it is."""
FIGURES = ("gain", "improved", "same", "worse")


class IccSource(StrEnum):
    """An IccSource says where the intraclass correlation behind a design effect comes from."""

    OWN = "own"
    """the group's own cohorts, ten or more"""
    POOLED = "pooled"
    """all cohorts of the instance, publication or file, within strata"""
    ASSUMED = "assumed"
    """no cohorts could tell: ASSUMED_ICC"""

    @property
    def interval(self) -> str:
        """The value of `GainInterval` for an interval that rests on this source: cr2, pooled_icc or assumed_icc."""
        return "cr2" if self is IccSource.OWN else f"{self}_icc"


@dataclass(frozen=True)
class DesignEffect:
    """A DesignEffect is the factor by which teaching in cohorts multiplies the variance of a figure.

    estimate: the factor as estimated, under 1 (or even 0) if learners of one cohort are less alike than strangers.
    Korn-Graubard intervals take it as it is, since lifting it to 1 first would widen them twice. icc: the correlation
    behind it; None if every cohort is of one learner. df: degrees of freedom; None if the ICC is assumed, or if a share
    borrows an ICC of 0 or less.
    """

    estimate: float
    icc: float | None
    df: float | None
    source: IccSource

    @property
    def value(self) -> float:
        """The design effect that is used: the estimate, but at least 1, since cohorts add no certainty."""
        return max(1.0, self.estimate)

    def t_df(self, n: int) -> float:
        """Returns the degrees of freedom of a t interval of n learners: `df`, or n - 1 if that is None."""
        return n - 1 if self.df is None else self.df


@dataclass(frozen=True)
class Clustering:
    """A Clustering holds each figure of one group with its error and ICC by cohort, within strata.

    gain: the mean gain; improved, same, worse: shares of learners. size: the mean size of a learner's cohort, Σn² / Σn.
    """

    gain: ClusteredMean
    improved: ClusteredMean
    same: ClusteredMean
    worse: ClusteredMean
    size: float

    @classmethod
    def of(cls, strata: Sequence[CohortSums | CohortClasses]) -> "Clustering":
        """Works out the clustering of a group from the cohorts of each stratum, at least one in each."""
        folded = _folded(strata)
        squares = sum(int(classes.size**2 @ classes.cohorts_of_size) for classes in folded)
        means = {figure: mean_of_strata(_of(folded, figure), _squared(folded, figure)) for figure in FIGURES}
        return cls(**means, size=squares / sum(classes.learners for classes in folded))

    @property
    def cohorts(self) -> int:
        """The number of cohorts in all strata."""
        return self.gain.cohorts


@dataclass(frozen=True)
class PooledIcc:
    """A PooledIcc says how alike learners of one cohort are (intraclass correlation), estimated from every cohort.

    A group of few cohorts borrows it; it is the same in every report and split. cohorts: how many it rests on. df:
    cohorts less strata. gain, improved, same, worse: ICC of each figure by analysis of variance, which may be under 0;
    None if it cannot be estimated (df under FEWEST_DF, every cohort of one learner, or nothing varies). Donner & Koval
    1980, Biometrics 36:19.
    """

    cohorts: int
    df: int
    gain: float | None = None
    improved: float | None = None
    same: float | None = None
    worse: float | None = None

    @classmethod
    def of(cls, strata: Sequence[CohortSums | CohortClasses]) -> "PooledIcc":
        """Estimates the correlations from the cohorts of each stratum; a stratum without cohorts is ignored."""
        folded = [classes for classes in _folded(strata) if classes.cohorts]
        cohorts = sum(classes.cohorts for classes in folded)
        df = cohorts - len(folded)
        if df < FEWEST_DF:
            return cls(cohorts, df)
        return cls(cohorts, df, **{name: pooled_icc(_of(folded, name), _squared(folded, name)) for name in FIGURES})

    def design_effect(self, figure: str, size: float) -> DesignEffect:
        """Returns the design effect of gain, improved, same or worse for cohorts of this size: 1 + (size - 1) · ICC.

        size: as in `Clustering`. An ICC that could not be estimated counts as ASSUMED_ICC. Kish 1965.
        """
        return _borrowed(getattr(self, figure), self.df, size, is_share=figure != "gain")


@dataclass(frozen=True)
class Design:
    """A Design decides how the intervals of one group are made: by its own cohorts, or by a borrowed correlation.

    own: the clustering of its cohorts. pooled: the correlation that it borrows if it has fewer than FEW_COHORTS.
    """

    own: Clustering
    pooled: PooledIcc

    @property
    def borrows(self) -> bool:
        """True if the group has fewer than FEW_COHORTS cohorts, too few for a design effect of its own."""
        return self.own.cohorts < FEW_COHORTS

    @property
    def is_known(self) -> bool:
        """True if `pooled` rests on two cohorts or more; otherwise no figure of the group has an interval."""
        return self.pooled.cohorts > 1

    def of(self, figure: str) -> DesignEffect:
        """Returns the design effect of one figure: the mean gain ("gain"), or the share improved, same or worse.

        From ten cohorts on it is the group's own: the variance by CR2 within strata over that of independent learners,
        with the degrees of freedom of CR2 (for a share: cohorts less strata, or fewer if the rarer outcome is in few
        cohorts). With fewer, or if no two cohorts differ, it is that of `pooled` for the group's own cohort sizes.
        """
        own = _own(getattr(self.own, figure), is_share=figure != "gain")
        return own or self.pooled.design_effect(figure, self.own.size)


def effect_of_strata(strata: Sequence[Stratum], total_squared: int, *, is_share: bool) -> DesignEffect | None:
    """Returns the design effect of a figure from the cohorts of one report alone, such as that of an item.

    As `Design.of`, but with fewer than ten cohorts the ICC comes from these same cohorts. None if there are fewer than
    two. total_squared: Σ over learners of x². is_share: True if x is 0 or 1, False if it is a change.
    """
    own = mean_of_strata(strata, total_squared)
    if own.cohorts < 2:
        return None
    df = own.cohorts - len(strata)
    sizes = [(size.size, size.size * size.cohorts) for stratum in strata for size in stratum]
    size = sum(one * learners for one, learners in sizes) / sum(learners for _one, learners in sizes)
    icc = own.icc if df >= FEWEST_DF else None
    return _own(own, is_share=is_share) or _borrowed(icc, df, size, is_share=is_share)


def _own(own: ClusteredMean, *, is_share: bool) -> DesignEffect | None:
    """None where the cohorts are too few, or no two of them differ."""
    if own.cohorts < FEW_COHORTS or own.design_effect is None:
        return None
    df = _df_of_share(own, own.design_effect) if is_share else own.df
    return DesignEffect(own.design_effect, own.icc, df, IccSource.OWN)


def _df_of_share(own: ClusteredMean, design_effect: float) -> float:
    """Cohorts less strata, or fewer where cohorts differ (design effect over 1) and few hold the rarer outcome."""
    df = own.cohorts - own.strata
    if own.cohorts < RARE_COHORTS or design_effect <= 1 or own.effective_cohorts is None:
        return df
    return min(df, max(FEWEST_RARE_DF, RARE_DF * own.effective_cohorts))


def _borrowed(icc: float | None, df: int, size: float, *, is_share: bool) -> DesignEffect:
    """icc: None where it cannot be estimated; df: of it, which do not widen a share where no cohorts are alike: its
    interval covers enough as it is (benchmarks/coverage.py)."""
    if icc is None:
        return DesignEffect(1 + (size - 1) * ASSUMED_ICC, ASSUMED_ICC, None, IccSource.ASSUMED)
    return DesignEffect(1 + (size - 1) * icc, icc, None if is_share and icc <= 0 else df, IccSource.POOLED)


def _folded(strata: Sequence[CohortSums | CohortClasses]) -> list[CohortClasses]:
    return [sums if isinstance(sums, CohortClasses) else sums.classes for sums in strata]


def _of(strata: Sequence[CohortClasses], figure: str) -> list[tuple[SizeClass, ...]]:
    return [classes.of(figure) for classes in strata]


def _squared(strata: Sequence[CohortClasses], figure: str) -> int:
    """Σ over learners of x²: of a share that of the learners themselves."""
    if figure == "gain":
        return sum(int(classes.gain_squared.sum()) for classes in strata)
    return sum(size.total for classes in strata for size in classes.of(figure))


def share_of(count: int, n: int, design: Design | None, figure: str, options: Options) -> ShareEstimate:
    """Returns the share count / n, n over 0, with its interval, which respects cohorts if there are any.

    design: None if the learner is the unit (Wilson); else Korn-Graubard with the design effect of `figure` (improved,
    same or worse), and no interval if `pooled` has fewer than two cohorts.
    """
    if design is None:
        return wilson(count, n, options.confidence)
    if not design.is_known:
        return ShareEstimate(count, n, count / n, None, None, None)
    effect = design.of(figure)
    return korn_graubard(count, n, design_effect=effect.estimate, df=effect.df, confidence=options.confidence)

"""Which design effect the intervals of a group use: its own cohorts' or, where these are few, that of all."""

from dataclasses import dataclass

from analytics.clusters.means import ClusteredMean, mean_of_classes
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums

FEW_COHORTS = 10
"""Under this many cohorts a group's own design effect is too shaky to use."""


@dataclass(frozen=True)
class Clustering:
    """What cohorts do to each figure of one group."""

    gain: ClusteredMean
    improved: ClusteredMean
    same: ClusteredMean
    worse: ClusteredMean

    @classmethod
    def of(cls, sums: CohortSums | CohortClasses) -> "Clustering":
        """From sums of at least one cohort."""
        classes = sums if isinstance(sums, CohortClasses) else sums.classes

        def share(figure: str) -> ClusteredMean:
            yes = classes.of(figure)
            return mean_of_classes(yes, sum(c.total for c in yes))

        return cls(
            gain=mean_of_classes(classes.of("gain"), int(classes.gain_squared.sum())),
            improved=share("improved"),
            same=share("same"),
            worse=share("worse"),
        )

    @property
    def cohorts(self) -> int:
        """How many cohorts."""
        return self.gain.cohorts


@dataclass(frozen=True)
class Design:
    """How the intervals of one group are made. own: its cohorts; everyone: all cohorts of the report."""

    own: Clustering
    everyone: Clustering

    @property
    def borrows(self) -> bool:
        """The group has too few cohorts, and the report has more of them."""
        return self.own.cohorts < min(FEW_COHORTS, self.everyone.cohorts)

    @property
    def source(self) -> Clustering:
        """Whose design effect counts."""
        return self.everyone if self.borrows else self.own

    def of_share(self, figure: str) -> tuple[float, bool]:
        """Design effect of `figure` (improved, same, worse), not under 1, and whether it is that of the gain instead.

        Where it cannot be known (the share is 0 or 1, or alike in all cohorts) that of the mean gain stands in, and 1
        where that is unknown too: no cohort differs from another then, in the share or in the gain.
        """
        known: float | None = getattr(self.source, figure).design_effect
        if known is not None:
            return max(1.0, known), False
        of_gain = self.source.gain.design_effect
        return max(1.0, of_gain or 1.0), of_gain is not None

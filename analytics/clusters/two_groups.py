"""Two groups of cohorts beside each other: means by CR2 and Satterthwaite in closed form, shares by Korn-Graubard."""

from analytics.clusters.design import ASSUMED_ICC, PooledIcc
from analytics.clusters.means import Stratum, error_of_classes
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import korn_graubard, t_quantile
from analytics.shares.paired import difference_of_shares


def cohort_difference(
    first: CohortSums | CohortClasses, second: CohortSums | CohortClasses, figure: str, confidence: float = 0.95
) -> Estimate:
    """Mean of `figure` (gain, pre, post, points) in the second group less that in the first.

    The regression of learners on group with CR2 errors by cohort: groups share no learner, so the variances of their
    means add, V = V1 + V2, and with learners independent df = (1/n1 + 1/n2)² / ((1/n1)² / df1 + (1/n2)² / df2).
    TOO_FEW_COHORTS where a group has fewer than two; NO_SPREAD where no cohort differs. A cohort in both groups (mixed
    sexes) counts as two, which is cautious. Pustejovsky & Tipton 2018, JBES 36:672.
    """
    n, classes = (first.learners, second.learners), _classes(first, second, figure)
    errors = [error for of_group in classes if (error := error_of_classes(of_group)) is not None]
    if len(errors) < 2:
        return Estimate(None, None, None, sum(n), "cr2", (_too_few(first, second),))
    means = [sum(one.total for one in of_group) / size for of_group, size in zip(classes, n, strict=True)]
    value, se = means[1] - means[0], sum(error**2 for error, _ in errors) ** 0.5
    if se == 0:
        alike = Note(NoteCode.NO_SPREAD, {"figure": "difference", "n": sum(n)})
        return Estimate(value, None, None, sum(n), "cr2", (alike,))
    df = (1 / n[0] + 1 / n[1]) ** 2 / sum(1 / size**2 / own for size, (_, own) in zip(n, errors, strict=True))
    half = t_quantile(confidence, df) * se
    return Estimate(value, value - half, value + half, sum(n), "cr2", se=se, df=df)


def cohort_share_difference(
    first: CohortSums | CohortClasses, second: CohortSums | CohortClasses, confidence: float = 0.95
) -> Estimate:
    """Share improved in the second group less that in the first, -1..1, the cohort as the unit.

    Each share has Korn and Graubard's interval with the design effect of its own cohort sizes at one ICC, that of
    cohorts within the two groups, so that what the course adds is no likeness, on all cohorts - 2; the distances to the
    ends are squared and added, which a CR2 difference near 0 or 1 cannot match. TOO_FEW_COHORTS where a group has fewer
    than two. Zou & Donner 2008, Stat Med 27:1693; Korn & Graubard 1998, Survey Methodology 24:193.
    """
    classes, method = _classes(first, second, "improved"), "square_and_add"
    if min(first.cohorts, second.cohorts) < 2:
        note = _too_few(first, second)
        return Estimate(None, None, None, first.learners + second.learners, method, (note,))
    pooled = PooledIcc.of((first, second))
    icc = ASSUMED_ICC if pooled.improved is None else pooled.improved
    shares = []
    for of_group in classes:
        n = sum(c.size * c.cohorts for c in of_group)
        size = sum(c.size**2 * c.cohorts for c in of_group) / n
        yes, effect = sum(c.total for c in of_group), max(1.0, 1 + (size - 1) * icc)
        shares.append(korn_graubard(yes, n, design_effect=effect, df=pooled.df, confidence=confidence))
    return difference_of_shares(shares[1], shares[0])


def _classes(first: CohortSums | CohortClasses, second: CohortSums | CohortClasses, figure: str) -> list[Stratum]:
    return [(group if isinstance(group, CohortClasses) else group.classes).of(figure) for group in (first, second)]


def _too_few(first: CohortSums | CohortClasses, second: CohortSums | CohortClasses) -> Note:
    fewest = min(first.cohorts, second.cohorts)
    return Note(NoteCode.TOO_FEW_COHORTS, {"figure": "difference", "cohorts": fewest, "needed": 2, "group": "each"})

"""Two groups of cohorts beside each other: means by CR2 and Satterthwaite in closed form, shares by Korn-Graubard."""

from collections.abc import Mapping, Sequence

import numpy as np

from analytics.clusters.design import PooledIcc
from analytics.clusters.means import Stratum, error_of_classes
from analytics.clusters.robust_regression import CohortMoments, Floats, RobustFit, robust_fit
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import korn_graubard, t_quantile
from analytics.shares.paired import difference_of_shares


def cohort_difference(
    first: CohortSums | CohortClasses, second: CohortSums | CohortClasses, figure: str, confidence: float = 0.95
) -> Estimate:
    """Compares the mean of one figure between two groups of cohorts: the second less the first.

    figure: gain, pre or post (points), or a share: improved, same or worse; another name raises ValueError. CR2 errors
    by cohort: groups share no learner, so the variances of their means add, V = V1 + V2, and with learners independent
    df = (1/n1 + 1/n2)² / ((1/n1)² / df1 + (1/n2)² / df2). No value if a group has fewer than two cohorts
    (TOO_FEW_COHORTS); no interval if no cohort differs from its group (NO_SPREAD). A cohort in both groups (mixed
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


def difference_within_strata(
    first: Mapping[str, CohortSums | CohortClasses],
    second: Mapping[str, CohortSums | CohortClasses],
    figure: str,
    confidence: float = 0.95,
) -> Estimate | None:
    """Compares the mean of one figure between two groups of cohorts, within strata: the second less the first, points.

    first, second: cohorts by stratum. figure: gain or pre. Regression of learners, y = a_stratum + b · group, so that
    differences between strata are no error of b, with its CR2 error by cohort and Satterthwaite's degrees of freedom.
    None if there are fewer than two strata, no stratum has cohorts of both groups, no cohort leaves a residual, or
    cohorts are known by size only. Bell & McCaffrey 2002; Pustejovsky & Tipton 2018, JBES 36:672.
    """
    rows = _by_stratum(first, second)
    names = sorted({name for name, _sums, _arm in rows})
    shared = {name for name, _sums, arm in rows if not arm} & {name for name, _sums, arm in rows if arm}
    if len(names) < 2 or not shared:
        return None
    group = np.concatenate([np.full(sums.cohorts, names.index(name)) for name, sums, _arm in rows])
    n = np.concatenate([sums.n for _name, sums, _arm in rows])
    y = np.concatenate([getattr(sums, f"sum_{figure}") for _name, sums, _arm in rows])
    second_n = np.concatenate([arm * sums.n for _name, sums, arm in rows])
    second_y = np.concatenate([arm * getattr(sums, f"sum_{figure}") for _name, sums, arm in rows])
    fit = robust_fit(CohortMoments(group, n, y, second_n, second_n, second_y), len(names))
    if fit is None:
        return None
    return _of_contrast(fit, np.append(np.zeros(len(names)), 1.0), int(n.sum()), confidence)


def adjusted_within_strata(
    first: Mapping[str, CohortSums | CohortClasses], second: Mapping[str, CohortSums | CohortClasses], confidence: float
) -> Estimate | None:
    """Compares the mean score after between two groups of cohorts, at one score before and within strata.

    The result is the second less the first, points. first, second: cohorts by stratum. y = a_stratum,group + b · x, CR2
    by cohort; the differences of the strata are weighted by n1 n2 / (n1 + n2), as in a regression without interaction.
    None if there are fewer than two strata, no stratum has both groups, one that has both has only one cohort of
    either, no cohort leaves a residual, or cohorts are known by size only. Sources: as `difference_within_strata`.
    """
    rows = _by_stratum(first, second)
    place = {(name, arm): at for at, (name, _sums, arm) in enumerate(rows)}
    # Only a stratum with both groups says anything of their difference.
    shared = sorted({name for name, arm in place if not arm} & {name for name, arm in place if arm})
    if len({name for name, _arm in place}) < 2 or not shared:
        return None
    sums = [of for _name, of, _arm in rows]
    if any(sums[place[name, arm]].cohorts < 2 for name in shared for arm in (0, 1)):
        return None
    columns = (
        np.concatenate([getattr(of, name) for of in sums])
        for name in ("n", "sum_post", "sum_pre", "sum_pre_squared", "sum_pre_post")
    )
    group = np.repeat(np.arange(len(sums)), [of.cohorts for of in sums])
    fit = robust_fit(CohortMoments(group, *columns), len(sums))
    if fit is None:
        return None
    # n1 n2 / (n1 + n2) is the inverse variance of a difference of two means with one spread.
    contrast = np.zeros(len(sums) + 1)
    sizes = {name: [int(sums[place[name, arm]].n.sum()) for arm in (0, 1)] for name in shared}
    weights = {name: one * other / (one + other) for name, (one, other) in sizes.items()}
    for name, weight in weights.items():
        contrast[place[name, 1]] += weight / sum(weights.values())
        contrast[place[name, 0]] -= weight / sum(weights.values())
    return _of_contrast(fit, contrast, sum(of.learners for of in sums), confidence)


def _of_contrast(fit: RobustFit, contrast: Floats, n: int, confidence: float) -> Estimate | None:
    """contrast · coefficients with CR2 and Satterthwaite; None where no cohort leaves a residual."""
    value, se, df = float(contrast @ fit.coefficients), fit.se(contrast), fit.df(contrast)
    if not se or not df:
        return None
    half = t_quantile(confidence, df) * se
    return Estimate(value, value - half, value + half, n, "cr2", se=se, df=df)


def _by_stratum(
    first: Mapping[str, CohortSums | CohortClasses], second: Mapping[str, CohortSums | CohortClasses]
) -> list[tuple[str, CohortSums, int]]:
    """(stratum, cohorts, 0 or 1 for the group), stratum by stratum; without what is given by size only."""
    return [
        (name, sums, arm)
        for name in sorted({*first, *second})
        for arm, of in enumerate((first, second))
        if isinstance(sums := of.get(name), CohortSums) and sums.cohorts
    ]


def cohort_share_difference(
    first: CohortSums | CohortClasses,
    second: CohortSums | CohortClasses,
    confidence: float = 0.95,
    strata: Sequence[CohortSums | CohortClasses] = (),
) -> Estimate:
    """Compares the share improved of two groups of cohorts: the second less the first, -1..1.

    Each share has Korn and Graubard's interval, with the design effect of its own cohort sizes at one ICC, that of
    cohorts within the groups. strata: the cohorts of each stratum of each group; if there are any, the ICC is that
    within them. The distances to the ends of the two intervals are squared and added, which near 0 or 1 is better than
    CR2. No value if a group has fewer than two cohorts (TOO_FEW_COHORTS). Zou & Donner 2008, Stat Med 27:1693; Korn &
    Graubard 1998, Survey Methodology 24:193.
    """
    classes, method = _classes(first, second, "improved"), "square_and_add"
    if min(first.cohorts, second.cohorts) < 2:
        note = _too_few(first, second)
        return Estimate(None, None, None, first.learners + second.learners, method, (note,))
    pooled = PooledIcc.of(strata or (first, second))
    shares = []
    for of_group in classes:
        n = sum(c.size * c.cohorts for c in of_group)
        size = sum(c.size**2 * c.cohorts for c in of_group) / n
        effect, yes = pooled.design_effect("improved", size), sum(c.total for c in of_group)
        shares.append(korn_graubard(yes, n, design_effect=effect.estimate, df=effect.df, confidence=confidence))
    return difference_of_shares(shares[1], shares[0])


def _classes(first: CohortSums | CohortClasses, second: CohortSums | CohortClasses, figure: str) -> list[Stratum]:
    return [(group if isinstance(group, CohortClasses) else group.classes).of(figure) for group in (first, second)]


def _too_few(first: CohortSums | CohortClasses, second: CohortSums | CohortClasses) -> Note:
    fewest = min(first.cohorts, second.cohorts)
    return Note(NoteCode.TOO_FEW_COHORTS, {"figure": "difference", "cohorts": fewest, "needed": 2, "group": "each"})

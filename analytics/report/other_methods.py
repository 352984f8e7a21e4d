"""The same questions asked by other methods: a reader who prefers one of them finds it, and sees whether they agree."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from analytics.clusters.bootstrap import cluster_bootstrap
from analytics.clusters.design import FEW_COHORTS, Design
from analytics.clusters.means import Robust, robust_se_of_classes
from analytics.clusters.mixed import random_intercept_of_classes
from analytics.clusters.robust_between import MANY_COHORTS
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.groups import GroupCounts, Options
from analytics.counts.joint import JointTable
from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate, Significance
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import Interval, t_quantile
from analytics.shares.paired import PairedInterval, paired_difference
from analytics.significance.margins import stuart_maxwell_and_bhapkar
from analytics.significance.signed_rank import Zeros
from analytics.single.gains import (
    cohens_d_z,
    hake_average,
    hake_of_averages,
    normalised_change,
    repeated_measures_change,
)
from analytics.single.shares import share
from analytics.single.significance import McNemar, mcnemar, sign_flip, wilcoxon

PER_SCORE = 5
"""Changed learners per score from which a chi-square over all scores is given (Cochran 1954, Biometrics 10:417)."""
MOST_POINTS = 100
"""Highest score up to which it is made: beyond, scores are as good as continuous and its cost grows with their cube."""

Found = TypeVar("Found", Estimate, Significance)


@dataclass(frozen=True)
class OtherMethods:
    """Beside the figures of a report, by other methods; each has its own notes.

    Learners independent: improved (Clopper-Pearson); wilcoxon (the unchanged dropped before ranking); sign_flip (the
    mean); stuart_maxwell, bhapkar (are all scores as common before and after); pass_exact, pass_asymptotic (McNemar),
    pass_tango, pass_bonett_price (difference of the shares that passed, None without a pass mark). By cohort: cr0, cr1,
    bootstrap (mean gain), icc_reml. Intervals of what stands without one elsewhere: hake_of_averages, hake_average,
    normalised_change (learners independent), d_z and d_rm, the mean gain in sds of gains and of one score (widened by
    cohorts). None: may not be shown.
    """

    improved: Estimate | None
    wilcoxon: Significance | None
    sign_flip: Significance | None
    stuart_maxwell: Significance | None
    bhapkar: Significance | None
    pass_exact: Significance | None
    pass_asymptotic: Significance | None
    pass_tango: Estimate | None
    pass_bonett_price: Estimate | None
    cr0: Estimate
    cr1: Estimate
    bootstrap: Estimate
    icc_reml: Estimate
    hake_of_averages: Estimate
    hake_average: Estimate
    normalised_change: Estimate | None
    d_z: Estimate
    d_rm: Estimate


def other_methods(
    counts: GroupCounts, design: Design | None, options: Options, *, widened: float | None
) -> OtherMethods:
    """Of a group with pairs. widened: what cohorts multiply an error of an effect size by, None where that is unknown.

    Sources are with each function; the bootstrap is made where options ask for draws, from FEW_COHORTS to MANY_COHORTS
    cohorts of the report (TOO_FEW_COHORTS, COHORTS_FOLDED), so that its cost is bounded. Without cohorts cr0, cr1,
    bootstrap and icc_reml are None (NOT_COUNTED). stuart_maxwell and bhapkar need PER_SCORE changed learners a score.
    """
    table, level = counts.joint, options.confidence
    gains = table.differences
    is_clustered = design is not None

    def alone(name: str, found: Found) -> Found:
        """With a note that it takes learners as independent, where it is given and they were taught together."""
        given = found.low if isinstance(found, Estimate) else found.p
        ignores = Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": name})
        return replace(found, notes=(*found.notes, ignores)) if is_clustered and given is not None else found

    mark = options.pass_mark
    asked = TwiceAsked.at_mark(table, mark) if mark is not None and 1 <= mark <= table.max_score else None
    cr0, cr1, bootstrap, icc = _by_cohort(counts, design, options)
    alike = _margins_alike(table)
    return OtherMethods(
        improved=alone("clopper_pearson", share(gains.improved, gains.n, level, Interval.CLOPPER_PEARSON)),
        wilcoxon=alone("wilcoxon", wilcoxon(table, Zeros.WILCOX)),
        sign_flip=alone("sign_flip", sign_flip(table)),
        stuart_maxwell=alone("stuart_maxwell", alike[0]),
        bhapkar=alone("bhapkar", alike[1]),
        pass_exact=None if asked is None else alone("pass", mcnemar(asked, McNemar.EXACT)),
        pass_asymptotic=None if asked is None else alone("pass", mcnemar(asked, McNemar.ASYMPTOTIC)),
        pass_tango=None if asked is None else alone("pass", paired_difference(asked, level, PairedInterval.TANGO)),
        pass_bonett_price=(
            None if asked is None else alone("pass", paired_difference(asked, level, PairedInterval.BONETT_PRICE))
        ),
        cr0=cr0,
        cr1=cr1,
        bootstrap=bootstrap,
        icc_reml=icc,
        hake_of_averages=alone("hake", hake_of_averages(table, level)),
        hake_average=alone("hake", hake_average(table, level)),
        normalised_change=alone("hake", normalised_change(table, level)),
        d_z=_standardised(cohens_d_z, table, level, widened),
        d_rm=_standardised(repeated_measures_change, table, level, widened),
    )


def _margins_alike(table: JointTable) -> tuple[Significance, Significance]:
    """Stuart-Maxwell and Bhapkar, where changed learners are enough for a chi-square with a category for each score."""
    n, changed, needed = table.n, table.n - table.differences.same, PER_SCORE * (table.max_score + 1)
    if table.max_score > MOST_POINTS:
        reason = Note(NoteCode.NOT_COUNTED, {"figure": "margins"})
    elif 0 < changed < needed:
        reason = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "margins", "n": changed, "needed": needed})
    else:
        return stuart_maxwell_and_bhapkar(table)
    one, other = (Significance(None, None, None, None, n, name, (reason,)) for name in ("stuart_maxwell", "bhapkar"))
    return one, other


def _standardised(
    figure: Callable[..., Estimate], table: JointTable, confidence: float, widened: float | None
) -> Estimate:
    """Without an interval where there is one cohort in all."""
    found = figure(table, confidence, widened=widened or 1.0)
    if widened is not None or found.value is None:
        return found
    return replace(found, low=None, high=None, se=None, notes=(Note(NoteCode.ONE_COHORT, {"n": table.n}),))


def _by_cohort(
    counts: GroupCounts, design: Design | None, options: Options
) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """The mean gain by CR0 and CR1 and by the bootstrap, and the ICC by REML."""
    n, cohorts = counts.joint.n, counts.cohorts
    methods = ("cr0", "cr1", "cluster_bootstrap", "reml")
    if cohorts is None or design is None:
        unknown = (Note(NoteCode.NOT_COUNTED, {"figure": "by_cohort"}),)
        cr0, cr1, bootstrap, icc = (Estimate(None, None, None, n, method, unknown) for method in methods)
        return cr0, cr1, bootstrap, icc
    classes = cohorts if isinstance(cohorts, CohortClasses) else cohorts.classes
    fit = random_intercept_of_classes(classes.of("gain"), classes.gain_squared.tolist(), options.confidence)
    return (
        _robust(classes, Robust.CR0, options.confidence),
        _robust(classes, Robust.CR1, options.confidence),
        _bootstrap(cohorts, design.everyone.cohorts, options),
        Estimate(fit.icc, None, None, n, "reml", fit.notes),
    )


def _robust(cohorts: CohortClasses, kind: Robust, confidence: float) -> Estimate:
    """Student's t on cohorts - 1."""
    gains, n, df = cohorts.of("gain"), cohorts.learners, cohorts.cohorts - 1
    mean, se = sum(c.total for c in gains) / n, robust_se_of_classes(gains, kind)
    if not se:
        one = Note(NoteCode.ONE_COHORT, {"n": n})
        alike = Note(NoteCode.COHORTS_ALL_ALIKE, {"cohorts": cohorts.cohorts})
        return Estimate(mean, None, None, n, kind, (one if se is None else alike,))
    half = t_quantile(confidence, df) * se
    return Estimate(mean, mean - half, mean + half, n, kind, se=se, df=df)


def _bootstrap(cohorts: CohortSums | CohortClasses, everyone: int, options: Options) -> Estimate:
    """everyone: cohorts of the report."""
    n, method = cohorts.learners, "cluster_bootstrap"
    if not options.draws:
        reason = Note(NoteCode.NOT_COUNTED, {"figure": "bootstrap"})
    elif isinstance(cohorts, CohortClasses) or everyone > MANY_COHORTS:
        reason = Note(NoteCode.COHORTS_FOLDED, {"figure": "bootstrap"})
    elif cohorts.cohorts < FEW_COHORTS:
        few = cohorts.cohorts
        reason = Note(NoteCode.TOO_FEW_COHORTS, {"figure": "bootstrap", "cohorts": few, "needed": FEW_COHORTS})
    else:
        return cluster_bootstrap(cohorts.n, cohorts.sum_gain, options.confidence, options.draws)
    return Estimate(None, None, None, n, method, (reason,))

"""Who learned each item and who lost it: right or not before and after, learners or cohorts as the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from analytics.clusters.means import ClusteredMean, mean_of_classes
from analytics.counts.classes import SizeClass
from analytics.counts.items_twice import ItemCohorts, ItemTwice
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import ShareEstimate, korn_graubard, t_quantile, wilson
from analytics.shares.paired import paired_difference
from analytics.significance.multiplicity import benjamini_hochberg
from analytics.significance.paired import mcnemar_mid_p, student_test


class ItemTest(StrEnum):
    """Which test of "as many gained the item as lost it" was made."""

    MCNEMAR_MID_P = "mcnemar_mid_p"
    """learners independent"""
    CR2 = "cr2"
    """t of the mean change with cohort-robust errors (CR2, Satterthwaite)"""


@dataclass(frozen=True)
class ItemChange:
    """One item before and after, paired learners. gained: wrong, then right; lost: right, then wrong.

    difference: share right after less before, -1..1. p, ln_p: by `test`; adjusted: p by Benjamini-Hochberg over all
    items. before, after, difference: by Wilson and Newcombe's method 10, with cohorts by Korn-Graubard and CR2. What
    cannot be given (nobody; under two cohorts, or none that differ; withheld) is None and notes say why.
    """

    item: str
    n: int
    gained: int | None
    lost: int | None
    before: ShareEstimate
    after: ShareEstimate
    difference: Estimate
    test: ItemTest
    p: float | None
    ln_p: float | None
    adjusted: float | None
    notes: tuple[Note, ...] = ()


def item_changes(items: Mapping[str, ItemTwice], confidence: float = 0.95) -> tuple[ItemChange, ...]:
    """Each item as a yes/no asked twice; McNemar's mid-p, or with cohorts the t test that respects them.

    Mid-p: of the learners who changed, each way by a coin, twice the chance of as few on the rarer side, that of just
    so few counted half. t: the mean of right after less right before, over its CR2 error. adjusted: over all items.
    Nobody, one cohort, or none that differ: None with its reason. Only meaningful where the item is the same in both
    waves: for parallel forms, give it by objective. Fagerland, Lydersen & Laake 2013; Pustejovsky & Tipton 2018, JBES
    36:672; Benjamini & Hochberg 1995.
    """
    found = [
        _of_learners(name, item, confidence)
        if item.cohorts is None
        else _of_cohorts(name, item, item.cohorts, confidence)
        for name, item in items.items()
    ]
    return with_adjusted(found)


def with_adjusted(changes: list[ItemChange]) -> tuple[ItemChange, ...]:
    """The same with p corrected for how many items have one."""
    adjusted = iter(benjamini_hochberg([change.p for change in changes if change.p is not None]))
    return tuple(change if change.p is None else replace(change, adjusted=next(adjusted)) for change in changes)


def _of_learners(name: str, item: ItemTwice, confidence: float) -> ItemChange:
    asked = item.answers
    test = mcnemar_mid_p(asked.gained, asked.lost) if asked.n else None
    difference = paired_difference(asked, confidence)
    return ItemChange(
        item=name,
        n=asked.n,
        gained=asked.gained,
        lost=asked.lost,
        before=wilson(asked.both + asked.lost, asked.n, confidence),
        after=wilson(asked.both + asked.gained, asked.n, confidence),
        difference=difference,
        test=ItemTest.MCNEMAR_MID_P,
        p=None if test is None else test.p,
        ln_p=None if test is None else test.ln_p,
        adjusted=None,
        notes=difference.notes,
    )


def _of_cohorts(name: str, item: ItemTwice, cohorts: ItemCohorts, confidence: float) -> ItemChange:
    asked = item.answers
    if not asked.n:
        return replace(_of_learners(name, ItemTwice(asked), confidence), test=ItemTest.CR2)
    change = mean_of_classes(cohorts.change, asked.gained + asked.lost)
    difference = _difference(change, asked.n, confidence)
    test = student_test(change.mean, change.se, change.df) if change.se and change.df else None
    return ItemChange(
        item=name,
        n=asked.n,
        gained=asked.gained,
        lost=asked.lost,
        before=_share(asked.both + asked.lost, asked.n, cohorts.before, confidence),
        after=_share(asked.both + asked.gained, asked.n, cohorts.after, confidence),
        difference=difference,
        test=ItemTest.CR2,
        p=None if test is None else test.p,
        ln_p=None if test is None else test.ln_p,
        adjusted=None,
        notes=difference.notes,
    )


def _difference(change: ClusteredMean, n: int, confidence: float) -> Estimate:
    if change.se is None or change.df is None:
        return Estimate(change.mean, None, None, n, ItemTest.CR2, (Note(NoteCode.ONE_COHORT, {"n": n}),))
    if change.se == 0:
        alike = Note(NoteCode.COHORTS_ALL_ALIKE, {"cohorts": change.cohorts})
        return Estimate(change.mean, None, None, n, ItemTest.CR2, (alike,))
    half = t_quantile(confidence, change.df) * change.se
    low, high = max(-1.0, change.mean - half), min(1.0, change.mean + half)
    return Estimate(change.mean, low, high, n, ItemTest.CR2, se=change.se, df=change.df)


def _share(count: int, n: int, classes: tuple[SizeClass, ...], confidence: float) -> ShareEstimate:
    """Korn-Graubard on the item's own design effect, not under 1; under two cohorts no interval."""
    cohorts = mean_of_classes(classes, count)
    if cohorts.cohorts < 2:
        return ShareEstimate(count, n, count / n, None, None, None)
    effect = max(1.0, cohorts.design_effect or 1.0)
    return korn_graubard(count, n, design_effect=effect, df=cohorts.cohorts - 1, confidence=confidence)

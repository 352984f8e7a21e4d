"""Who learned each item and who lost it: right or not before and after, learners or cohorts as the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from analytics.clusters.design import ASSUMED_ICC, DesignEffect, IccSource, effect_of_strata
from analytics.clusters.means import Stratum
from analytics.counts.items_twice import ItemCohorts, ItemTwice
from analytics.counts.twice import TwiceAsked
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import ShareEstimate, korn_graubard, t_quantile, wilson
from analytics.shares.paired import paired_difference
from analytics.significance.multiplicity import benjamini_hochberg
from analytics.significance.paired import mcnemar_mid_p, student_test


class ItemTest(StrEnum):
    """An ItemTest names the test of whether as many learners gained an item as lost it."""

    MCNEMAR_MID_P = "mcnemar_mid_p"
    """learners independent"""
    CR2 = "cr2"
    """t of the mean change with cohort-robust errors within strata (CR2, Satterthwaite)"""
    POOLED_ICC = "pooled_icc"
    """t with a design effect from the ICC of these cohorts within strata, for they are under ten"""
    ASSUMED_ICC = "assumed_icc"
    """the same from an ICC that is assumed, since no cohorts could tell it"""


@dataclass(frozen=True)
class ItemChange:
    """An ItemChange holds one item before and after, for learners with both tests.

    gained: learners wrong, then right; lost: right, then wrong. before, after: share right, 0..1, by Wilson or, with
    cohorts, Korn-Graubard. difference: after less before, -1..1, by Newcombe's method 10 or, with cohorts, t with the
    design effect. p, ln_p: by `test`; adjusted: p corrected over all items (Benjamini-Hochberg). A figure is None if
    there is nobody, one cohort, or no spread (notes say which); gained and lost also if the tests asked other items.
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
    """Tests each item, answered before and after, for a change in who got it right.

    By McNemar's mid-p or, with cohorts, by a t test of the mean of right after less right before, whose error is s²/n
    times the design effect of `analytics.clusters.design`. adjusted: p over all items (Benjamini-Hochberg). With
    nobody, one cohort, or all changed alike, p is None and a note says why. Only meaningful if the item is the same in
    both waves; for parallel forms, pass items by objective. Fagerland, Lydersen & Laake 2013; Pustejovsky & Tipton
    2018, JBES 36:672; Benjamini & Hochberg 1995.
    """
    changes = [
        _of_learners(name, item, confidence)
        if item.cohorts is None
        else _of_cohorts(name, item, item.cohorts, confidence)
        for name, item in items.items()
    ]
    return with_adjusted(changes)


def with_adjusted(changes: list[ItemChange]) -> tuple[ItemChange, ...]:
    """Returns the changes with `adjusted` filled in: p corrected over all items that have one (Benjamini-Hochberg)."""
    adjusted = iter(benjamini_hochberg([change.p for change in changes if change.p is not None]))
    return tuple(change if change.p is None else replace(change, adjusted=next(adjusted)) for change in changes)


def _of_learners(name: str, item: ItemTwice, confidence: float) -> ItemChange:
    answers = item.answers
    test = mcnemar_mid_p(answers.gained, answers.lost) if answers.n else None
    difference = paired_difference(answers, confidence)
    return ItemChange(
        item=name,
        n=answers.n,
        gained=answers.gained,
        lost=answers.lost,
        before=wilson(answers.both + answers.lost, answers.n, confidence),
        after=wilson(answers.both + answers.gained, answers.n, confidence),
        difference=difference,
        test=ItemTest.MCNEMAR_MID_P,
        p=None if test is None else test.p,
        ln_p=None if test is None else test.ln_p,
        adjusted=None,
        notes=difference.notes,
    )


def _of_cohorts(name: str, item: ItemTwice, cohorts: ItemCohorts, confidence: float) -> ItemChange:
    """Where learners were taught together: the change by its design effect, and each share by its own, since groups may
    differ more in what they knew than in what they learned."""
    answers = item.answers
    if not answers.n:
        return replace(_of_learners(name, ItemTwice(answers), confidence), test=ItemTest.CR2)
    right_before, right_after = answers.both + answers.lost, answers.both + answers.gained
    effect = effect_of_strata(cohorts.change, answers.gained + answers.lost, is_share=False)
    before = effect_of_strata(cohorts.before, right_before, is_share=True)
    after = effect_of_strata(cohorts.after, right_after, is_share=True)
    difference = _difference(answers, effect, confidence)
    assumed = any(one is not None and one.source is IccSource.ASSUMED for one in (effect, before, after))
    value, se, df = difference.value, difference.se, difference.df
    test = student_test(value, se, df) if value is not None and se and df else None
    return ItemChange(
        item=name,
        n=answers.n,
        gained=answers.gained,
        lost=answers.lost,
        before=_share(right_before, answers.n, before, confidence),
        after=_share(right_after, answers.n, after, confidence),
        difference=difference,
        test=ItemTest(difference.method),
        p=None if test is None else test.p,
        ln_p=None if test is None else test.ln_p,
        adjusted=None,
        notes=(*difference.notes, *((_assumed(cohorts.change),) if assumed else ())),
    )


def _assumed(strata: tuple[Stratum, ...]) -> Note:
    """That the ICC behind an interval of this item is no estimate."""
    cohorts = sum(size.cohorts for stratum in strata for size in stratum)
    return Note(NoteCode.ASSUMED_ICC, {"figure": "items", "icc": ASSUMED_ICC, "cohorts": cohorts})


def _difference(answers: TwiceAsked, effect: DesignEffect | None, confidence: float) -> Estimate:
    """Estimates (gained - lost) / n with the error sqrt(s² / n * effect).

    Each learner changed by +1, 0 or -1, so that s² = (gained + lost - (gained - lost)² / n) / (n - 1). effect: the
    design effect; None under two cohorts, and there is no interval.
    """
    n, change = answers.n, answers.gained - answers.lost
    if effect is None:
        return Estimate(change / n, None, None, n, ItemTest.CR2, (Note(NoteCode.ONE_COHORT, {"n": n}),))
    squares = n * (answers.gained + answers.lost) - change**2
    if not squares:
        alike = Note(NoteCode.NO_SPREAD, {"figure": "items", "n": n})
        return Estimate(change / n, None, None, n, effect.source.interval, (alike,))
    se = (squares / (n - 1) * effect.value) ** 0.5 / n
    df = effect.t_df(n)
    half = t_quantile(confidence, df) * se
    low, high = max(-1.0, change / n - half), min(1.0, change / n + half)
    return Estimate(change / n, low, high, n, effect.source.interval, se=se, df=df)


def _share(count: int, n: int, effect: DesignEffect | None, confidence: float) -> ShareEstimate:
    """Korn-Graubard with the item's own design effect; under two cohorts no interval."""
    if effect is None:
        return ShareEstimate(count, n, count / n, None, None, None)
    return korn_graubard(count, n, design_effect=effect.estimate, df=effect.df, confidence=confidence)

"""The part of a report that compares groups."""

from collections.abc import Iterator, Mapping, Sequence

from analytics.clusters.design import Design
from analytics.clusters.robust_between import MANY_COHORTS, MOST_GROUPS, RobustAncova, ancova_cohort_robust
from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.groups import GroupCounts, Key, Options
from analytics.estimate import Significance
from analytics.leavers import differential_attrition
from analytics.notes import Note, NoteCode
from analytics.report.groups import GroupReports
from analytics.report.results import (
    AdjustedP,
    BetweenReport,
    GroupRank,
    GroupReport,
    ShareDifference,
    ShrunkenGroup,
    ShrunkenReport,
)
from analytics.shares.paired import share_difference
from analytics.shares.shrinkage import shrunken_shares
from analytics.significance.between import (
    AncovaTest,
    BetweenMethod,
    BetweenTest,
    ancova_cohort_means,
    ancova_learners,
    kruskal_wallis,
    share_between,
)
from analytics.significance.contingency import DRAWS
from analytics.significance.multiplicity import benjamini_hochberg, holm
from analytics.significance.oneway import welch_anova

Counted = tuple[int, int]
"""Learners who improved, and all of a group."""


def between_report(groups: Mapping[Key, GroupCounts], reports: GroupReports, options: Options) -> BetweenReport:
    """Compares the groups of a report in what they gained.

    reports: of the same groups. Groups without pairs, or with fewer than `options.compare_from`, are left out.
    """
    by_key = {
        key: report
        for key, report in zip(groups, reports.each, strict=True)
        if report.improved is not None and groups[key].joint.n >= options.compare_from
    }
    designs = dict(zip(groups, reports.designs, strict=True))
    compared = [groups[key] for key in by_key]
    counts = {key: (groups[key].joint.differences.improved, groups[key].joint.n) for key in by_key}
    improved = share_between([count for count, _ in counts.values()], [n for _, n in counts.values()])
    gain = kruskal_wallis([group.joint.differences for group in compared])
    ancova = _ancova(compared)
    robust = _robust(compared, options)
    shrunken, ranks = _shrunken(counts, designs, options)
    return BetweenReport(
        groups=tuple(by_key),
        improved=improved,
        gain=gain,
        ancova=ancova,
        adjusted=_adjusted(by_key),
        notes=tuple(_notes(compared, len(groups) - len(by_key), (improved, gain, ancova))),
        welch=_welch(compared),
        robust=robust,
        shrunken=shrunken,
        ranks=ranks,
        attrition=differential_attrition(
            [group.flow.pre_only for group in compared],
            [group.flow.pre_only + group.joint.n for group in compared],
            options.confidence,
        ),
        share_differences=tuple(_beside_the_others(counts, options)),
    )


def _beside_the_others(counts: Mapping[Key, Counted], options: Options) -> Iterator[ShareDifference]:
    """None of one group alone."""
    everyone, all_learners = (sum(of) for of in zip((0, 0), *counts.values(), strict=True))
    for key, (count, n) in counts.items():
        if all_learners > n:
            others = (everyone - count, all_learners - n)
            yield ShareDifference(key, share_difference((count, n), others, options.confidence))


def _welch(groups: Sequence[GroupCounts]) -> Significance | None:
    """None where cohorts are the unit, which a note says: the ANCOVA by cohort is there for that."""
    if any(group.cohorts is not None for group in groups):
        return None
    return welch_anova([group.joint.differences for group in groups])


def _robust(groups: Sequence[GroupCounts], options: Options) -> RobustAncova | None:
    """None where the learner is the unit, or where cohorts are folded or too many to weigh one by one."""
    cohorts = [group.cohorts for group in groups if isinstance(group.cohorts, CohortSums)]
    return None if not cohorts or _weighs_too_much(groups) else ancova_cohort_robust(cohorts, options.confidence)


def _weighs_too_much(groups: Sequence[GroupCounts]) -> bool:
    """Cohorts are folded already, or they or the groups so many that it would take longer than all the rest."""
    cohorts = [group.cohorts for group in groups if group.cohorts is not None]
    folded = any(isinstance(sums, CohortClasses) for sums in cohorts)
    return folded or len(groups) > MOST_GROUPS or sum(sums.cohorts for sums in cohorts) > MANY_COHORTS


def _shrunken(
    counts: Mapping[Key, Counted], designs: Mapping[Key, Design | None], options: Options
) -> tuple[ShrunkenReport, tuple[GroupRank, ...]]:
    shares = shrunken_shares(
        [count for count, _ in counts.values()],
        [n for _, n in counts.values()],
        options.confidence,
        design_effects=[_design_effect(designs[key]) for key in counts],
    )
    each = list(zip(counts.items(), shares.groups, strict=False))
    groups = tuple(ShrunkenGroup(key, n, count / n, one.share, one.low, one.high) for (key, (count, n)), one in each)
    ranks = tuple(GroupRank(key, one.rank, one.rank_low, one.rank_high) for (key, _), one in each)
    return ShrunkenReport(shares.mean, shares.rho, groups, shares.notes), ranks


def _design_effect(design: Design | None) -> float:
    if design is None:
        return 1.0
    return design.of("improved").value


def _ancova(groups: Sequence[GroupCounts]) -> AncovaTest | None:
    cohorts = [group.cohorts for group in groups if group.cohorts is not None]
    if cohorts:
        return ancova_cohort_means(cohorts)
    return ancova_learners([group.joint for group in groups])


def _adjusted(reports: Mapping[Key, GroupReport]) -> tuple[AdjustedP, ...]:
    raw = {key: report.tests.t for key, report in reports.items() if report.tests and report.tests.t}
    p_values = [test.p for test in raw.values()]
    return tuple(
        AdjustedP(key, test.p, test.ln_p, by_holm, by_bh)
        for (key, test), by_holm, by_bh in zip(raw.items(), holm(p_values), benjamini_hochberg(p_values), strict=True)
    )


def _notes(
    groups: Sequence[GroupCounts],
    left_out: int,
    tests: tuple[BetweenTest | None, BetweenTest | None, AncovaTest | None],
) -> Iterator[Note]:
    improved, gain, ancova = tests
    if left_out:
        yield Note(NoteCode.GROUPS_LEFT_OUT, {"count": left_out})
    if len(groups) < 2:
        yield Note(NoteCode.ONE_GROUP, {"groups": len(groups)})
        return
    if improved is None:
        yield Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "improved"})
    elif improved.method is not BetweenMethod.CHI_SQUARE and improved.min_expected is not None:
        yield Note(NoteCode.EXPECTED_TOO_SMALL, {"min_expected": improved.min_expected})
        if improved.method is BetweenMethod.FISHER_FREEMAN_HALTON_SIMULATED:
            yield Note(NoteCode.SIMULATED, {"draws": DRAWS})
    if gain is None:
        yield Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "gain"})
    yield from _ancova_notes(groups, ancova)


def _ancova_notes(groups: Sequence[GroupCounts], ancova: AncovaTest | None) -> Iterator[Note]:
    needed = len(groups) + 2
    cohorts = [group.cohorts for group in groups if group.cohorts is not None]
    if cohorts:
        yield Note(NoteCode.BETWEEN_IGNORES_COHORTS)
        yield Note(NoteCode.LEARNERS_ONLY, {"figure": "welch"})
        yield Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "attrition,share_differences"})
        if _weighs_too_much(groups):
            yield Note(NoteCode.COHORTS_FOLDED, {"figure": "robust"})
    else:
        yield Note(NoteCode.NOT_COUNTED, {"figure": "robust"})
    if ancova is not None:
        return
    counted = sum(sums.cohorts for sums in cohorts) if cohorts else sum(group.joint.n for group in groups)
    if counted >= needed:
        yield Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "ancova"})
    elif cohorts:
        yield Note(NoteCode.TOO_FEW_COHORTS, {"figure": "ancova", "cohorts": counted, "needed": needed})
    else:
        yield Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "ancova", "n": counted, "needed": needed})

"""The part of a report that compares groups."""

from collections.abc import Iterator, Mapping, Sequence

from analytics.between import (
    AncovaTest,
    BetweenMethod,
    BetweenTest,
    ancova_cohort_means,
    ancova_learners,
    kruskal_wallis,
    share_between,
)
from analytics.contingency import DRAWS
from analytics.counts import GroupCounts, Key
from analytics.multiplicity import benjamini_hochberg, holm
from analytics.notes import Note, NoteCode
from analytics.results import AdjustedP, BetweenReport, GroupReport


def between_report(groups: Mapping[Key, GroupCounts], reports: Sequence[GroupReport]) -> BetweenReport:
    """Do the groups differ? reports: of the same groups in order. Those hidden or without pairs take no part."""
    shown = {key: report for key, report in zip(groups, reports, strict=True) if report.improved is not None}
    compared = [groups[key] for key in shown]
    improved = share_between(
        [group.joint.differences.improved for group in compared], [group.joint.n for group in compared]
    )
    gain = kruskal_wallis([group.joint.differences for group in compared])
    ancova = _ancova(compared)
    return BetweenReport(
        groups=tuple(shown),
        improved=improved,
        gain=gain,
        ancova=ancova,
        adjusted=_adjusted(shown),
        notes=tuple(_notes(compared, len(groups) - len(shown), (improved, gain, ancova))),
    )


def _ancova(groups: Sequence[GroupCounts]) -> AncovaTest | None:
    cohorts = [group.cohorts for group in groups if group.cohorts is not None]
    if cohorts:
        return ancova_cohort_means(cohorts)
    return ancova_learners([group.joint for group in groups])


def _adjusted(reports: Mapping[Key, GroupReport]) -> tuple[AdjustedP, ...]:
    raw = {key: report.tests.t.p for key, report in reports.items() if report.tests and report.tests.t}
    p_values = list(raw.values())
    return tuple(
        AdjustedP(key, p, by_holm, by_bh)
        for (key, p), by_holm, by_bh in zip(raw.items(), holm(p_values), benjamini_hochberg(p_values), strict=True)
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
    if ancova is not None:
        return
    found = sum(sums.cohorts for sums in cohorts) if cohorts else sum(group.joint.n for group in groups)
    if found >= needed:
        yield Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "ancova"})
    elif cohorts:
        yield Note(NoteCode.TOO_FEW_COHORTS, {"figure": "ancova", "cohorts": found, "needed": needed})
    else:
        yield Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "ancova", "n": found, "needed": needed})

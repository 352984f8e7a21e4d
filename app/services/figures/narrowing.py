"""What filters narrow a report to: all but a few learners, of whom it would tell beside the figures of all."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

from analytics import LEAST, GainReport, GroupReport, Note, NoteCode


def without_rest(report: GainReport, least: int = LEAST) -> GainReport:
    """Returns a report of which nothing is told, since it is narrowed to all but fewer than `least` learners.

    Its groups are there by their keys alone.
    """
    note = (Note(NoteCode.REST_TOO_SMALL, {"threshold": least}),)
    groups = tuple(GroupReport(one.key, suppressed=True, notes=note) for one in report.groups)
    method = replace(report.method, suppress=least)
    return GainReport(method, GroupReport(None, suppressed=True, notes=note), groups, None)


def leaves_few(counts: Mapping[tuple[bool, ...], int], least: int = LEAST) -> bool:
    """Returns whether filters leave out fewer than `least` learners, but somebody, beside fewer of these filters.

    counts: learners with both tests by which of the filters they fit, each True or False.
    """
    conditions = range(len(next(iter(counts), ())))
    fit = sum(n for fits, n in counts.items() if all(fits))
    subsets = (of for size in conditions for of in combinations(conditions, size))
    rests = (sum(n for fits, n in counts.items() if all(fits[at] for at in of)) - fit for of in subsets)
    return any(0 < rest < least for rest in rests)

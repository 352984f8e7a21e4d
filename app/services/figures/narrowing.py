"""What filters, or a group within them, narrow a report to: all but a few, of whom it would tell beside others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from analytics import LEAST, GainReport, GroupReport, Key, Note, NoteCode
from app.store.figures.filtered import Fits


def without_rest(report: GainReport, least: int = LEAST) -> GainReport:
    """Returns a report of which nothing is told, since it is narrowed to all but fewer than `least` learners.

    Its groups are there by their keys alone.
    """
    method = replace(report.method, suppress=least)
    return GainReport(method, _hidden(None, least), tuple(_hidden(one.key, least) for one in report.groups), None)


def without_groups(report: GainReport, least: int = LEAST) -> GainReport:
    """Returns a report of which no group is told, since one of them leaves out fewer than `least` learners.

    All are there by their keys alone: the one would else be the total less the others.
    """
    return replace(
        report,
        groups=tuple(_hidden(one.key, least) for one in report.groups),
        between=None,
        statements=report.statements and tuple(replace(one, groups=()) for one in report.statements),
        late=report.late and replace(report.late, groups=()),
    )


def _hidden(key: Key | None, least: int) -> GroupReport:
    return GroupReport(key, suppressed=True, notes=(Note(NoteCode.REST_TOO_SMALL, {"threshold": least}),))


def of_all(counts: Mapping[tuple[Fits, tuple[str, ...]], int]) -> Mapping[Fits, int]:
    """Returns how many learners fit which filters, whatever their group. counts: by filters, and by group."""
    return _added((fits, n) for (fits, _values), n in counts.items())


def of_group(counts: Mapping[tuple[Fits, tuple[str, ...]], int], key: Key) -> Mapping[Fits, int]:
    """Returns the same as if the values of a group were filters, too."""
    own = (key,) if isinstance(key, str) else key
    return _added(
        ((*fits, *(one == its for one, its in zip(values, own, strict=True))), n)
        for (fits, values), n in counts.items()
    )


def _added(counts: Iterable[tuple[Fits, int]]) -> Counter[Fits]:
    sums: Counter[Fits] = Counter()
    for fits, n in counts:
        sums[fits] += n
    return sums


def leaves_few(counts: Mapping[Fits, int], least: int = LEAST) -> bool:
    """Returns whether filters leave out fewer than `least` learners, but somebody, beside fewer of these filters.

    counts: learners with both tests by which of the filters they fit, each True or False.
    """
    conditions = range(len(next(iter(counts), ())))
    fit = sum(n for fits, n in counts.items() if all(fits))
    subsets = (of for size in conditions for of in combinations(conditions, size))
    rests = (sum(n for fits, n in counts.items() if all(fits[at] for at in of)) - fit for of in subsets)
    return any(0 < rest < least for rest in rests)

"""A programme as publications tell it, and as two gates would that do not hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics import GainReport, Key
from analytics.disclosure import Disclosed, allowed, inside, is_small, paired
from analytics.disclosure_known import REGION
from analytics.disclosure_rounding import nearest
from analytics.publication import Publication, publication
from analytics.report.results import key_of
from tests.analytics.disclosure.programme import UNSAID, Programme, gone

Tables = Mapping[tuple[str, ...], Disclosed]


def successive(programmes: Sequence[Programme]) -> list[Publication]:
    """Each knows the one before."""
    made: list[Publication] = []
    for number, programme in enumerate(programmes, 1):
        before = made[-1].ledger if made else None
        is_anew = number > 1 and bool(gone(programmes[number - 2], programme))
        made.append(publication(programme.tables, number, before, programme.nests(), is_anew=is_anew))
    return made


def gated(programmes: Sequence[Programme]) -> list[Tables]:
    """As the product does."""
    return [one.tables for one in successive(programmes)]


def not_rounded(programmes: Sequence[Programme]) -> list[Tables]:
    """Small groups are suppressed, and nothing else is done."""
    return [{of: inside(report) for of, report in programme.tables.items()} for programme in programmes]


def not_checked(programmes: Sequence[Programme]) -> list[Tables]:
    """Counts and means are rounded, and no split is left out."""
    return [{of: _rounded(of, report) for of, report in programme.tables.items()} for programme in programmes]


def full_digits(programmes: Sequence[Programme]) -> list[Tables]:
    """Counts are rounded, means are not."""
    return [
        {of: _exact_means(table, reports[of]) for of, table in tables.items()}
        for tables, reports in zip(not_checked(programmes), [programme.tables for programme in programmes], strict=True)
    ]


def _rounded(variables: tuple[str, ...], report: GainReport) -> Disclosed:
    groups = tuple(one for one in report.groups if UNSAID not in _values(one.key))
    unsaid = sum(paired(one) for one in report.groups if UNSAID in _values(one.key))
    suppressed = tuple(key_of(one) for one in groups if is_small(one))
    is_rounded = variables != REGION or bool(suppressed)
    shown = allowed(replace(report, groups=groups), is_rounded=is_rounded)
    return Disclosed(shown, suppressed, is_rounded, nearest(unsaid) if unsaid else None)


def _values(key: Key | None) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else key or ()


def _exact_means(table: Disclosed, exact: GainReport) -> Disclosed:
    means = {one.key: one.gain for one in exact.groups}
    groups = tuple(one if one.gain is None else replace(one, gain=means[one.key]) for one in table.report.groups)
    return replace(table, report=replace(table.report, groups=groups))

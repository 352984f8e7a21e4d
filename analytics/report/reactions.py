"""What was asked once, after the course, and answered on a scale of points: who is at its upper end, and the mean."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.clusters.design import PooledIcc
from analytics.counts.beside import Cohorts
from analytics.counts.groups import GroupCounts, Key, Options, together
from analytics.counts.learners import HIGHEST, SATISFIED
from analytics.counts.tally import Tally
from analytics.report.figures import mean_gain_by_design
from analytics.report.groups import DEFAULT, design_of
from analytics.report.share_figure import in_range, share_of
from analytics.shares.intervals import ShareEstimate
from analytics.suppression.bounds import Bounds, bounds_of_groups
from analytics.suppression.groups import Hidden, hidden_groups
from analytics.suppression.outcomes import ToldRanges


@dataclass(frozen=True)
class ReactionFigures:
    """Of one group, or of all where key is None. n: who answered; None with all else where that may not be told.

    satisfied: of those at the upper points. mean, with its interval: in points. Where nearly all or nearly none are
    satisfied that share is a range and the mean None, for both would speak of each learner.
    """

    key: Key | None
    n: int | None = None
    satisfied: ShareEstimate | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ReactionReport:
    """total: of all who answered; groups: in the order given."""

    reaction: str
    total: ReactionFigures
    groups: tuple[ReactionFigures, ...] = ()


def reaction_report(
    reaction: str,
    groups: Mapping[Key, GroupCounts],
    *,
    options: Options = DEFAULT,
    withheld: Collection[Key | None] = (),
    told: Mapping[Key | None, ToldRanges] | None = None,
    everyone: Cohorts | None = None,
) -> ReactionReport:
    """For each group and for all together; no group is nobody. groups: as a tally has a reaction, a gain from 0 to the
    point, whose cohorts' improved are the satisfied.

    told: where options suppress, the ranges (as of who passed before) that each group has in whichever report it
    stands; None where this report stands alone. everyone: the cohorts by stratum of all in the instance who answered,
    whose ICC is lent as in `gain_report`; None: these are they.

    The share has Korn and Graubard's interval, the mean that of CR2, as in `gain_report`. Small groups are hidden as
    those of `gain_report`, and withheld, with None among them all.

    Korn & Graubard 1998, Surv Methodol 24:193; Bell & McCaffrey 2002, Survey Methodology 28:169.
    """
    counts = list(groups.values())
    whole = together(counts or [Tally().counts("", HIGHEST)])
    pooled = PooledIcc.of(whole.cohorts_by_stratum if everyone is None else everyone)
    found = [_figures(key, of, pooled, options) for key, of in ((None, whole), *zip(groups, counts, strict=True))]
    if options.suppress is not None:
        sizes = [of.joint.n for of in counts]
        places = {place for place, key in enumerate(groups) if key in withheld}
        hidden = hidden_groups(sizes, options.suppress, withheld=places)
        if None in withheld:
            hidden = Hidden(frozenset(range(len(sizes))), total=True)
        found = _told(found, hidden, told)
    return ReactionReport(reaction, found[0], tuple(found[1:]))


def _figures(key: Key | None, counts: GroupCounts, pooled: PooledIcc, options: Options) -> ReactionFigures:
    table = counts.joint
    design = design_of(counts, pooled)
    if design is None:
        return ReactionFigures(key, 0)
    mean = mean_gain_by_design(table, design, options)
    return ReactionFigures(
        key,
        table.n,
        share_of(int(table.post[SATISFIED:].sum()), table.n, design, "improved", options),
        *((mean.mean, mean.low, mean.high) if mean else ()),
    )


def _told(
    found: Sequence[ReactionFigures], hidden: Hidden, ranges: Mapping[Key | None, ToldRanges] | None
) -> list[ReactionFigures]:
    """What may be told: nothing of the hidden, and of those near an edge a range. found: the total first."""
    total, *groups = found
    seen = [place for place, one in enumerate(groups) if place not in hidden.groups and one.satisfied is not None]
    told = [ReactionFigures(one.key) if place in hidden.groups else one for place, one in enumerate(groups)]
    if hidden.total:
        return [ReactionFigures(None), *told]
    if total.satisfied is None:
        return [total, *told]
    if ranges is None:
        bounds = bounds_of_groups([_outcomes(groups[place]) for place in seen], _outcomes(total))
    else:
        given = [ranges.get(one.key, ToldRanges()).before for one in (*(groups[place] for place in seen), total)]
        bounds = Bounds(tuple(given[:-1]), given[-1])
    for place, of_group in zip(seen, bounds.groups, strict=True):
        told[place] = _in_range(groups[place], of_group)
    return [_in_range(total, bounds.total), *told]


def _outcomes(one: ReactionFigures) -> tuple[int, int]:
    satisfied = one.satisfied.count if one.satisfied else None
    if satisfied is None:
        raise ValueError(f"nobody of {one.key} answered, so nobody is satisfied or not")
    return satisfied, (one.n or 0) - satisfied


def _in_range(one: ReactionFigures, ranges: Sequence[Any]) -> ReactionFigures:
    if one.satisfied is None or not ranges or ranges[0] is None:
        return one
    return replace(one, satisfied=in_range(one.satisfied, ranges[0]), mean=None, low=None, high=None)

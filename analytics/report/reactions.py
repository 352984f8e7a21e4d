"""What was asked once, after the course, and answered on a scale of points: who is at its upper end, and the mean."""

from dataclasses import dataclass

from analytics.clusters.design import PooledIcc, share_of
from analytics.counts.groups import GroupCounts, Key, Options, together
from analytics.counts.learners import HIGHEST, SATISFIED
from analytics.counts.supplements import ScaleCounts
from analytics.counts.tally import Tally
from analytics.report.figures import mean_gain_by_design
from analytics.report.groups import DEFAULT, design_of
from analytics.shares.intervals import ShareEstimate


@dataclass(frozen=True)
class ReactionFigures:
    """ReactionFigures hold the answers of one group to a question on the course, asked once, after it.

    n: learners who answered. satisfied: the share of them at SATISFIED points or more. mean, low, high: of their
    points. If hidden, all of these are None; if nobody answered, all but n.
    """

    key: Key | None
    n: int | None = None
    satisfied: ShareEstimate | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ReactionReport:
    """A ReactionReport holds the answers to one question on the course.

    reaction: id of the question. total: of all who answered. groups: in the order passed in.
    """

    reaction: str
    total: ReactionFigures
    groups: tuple[ReactionFigures, ...] = ()


def reaction_report(reaction: str, counts: ScaleCounts, *, options: Options = DEFAULT) -> ReactionReport:
    """Works out the answers to one question on the course, for each group and for all together.

    counts: with cohorts, as a tally has a reaction, in which those who improved are the satisfied. The share has Korn
    and Graubard's interval, the mean that of CR2, as in `gain_report`. Nothing is hidden: `reactions_inside` of
    `analytics.disclosure` does that. Korn & Graubard 1998, Surv Methodol 24:193; Bell & McCaffrey 2002, Survey
    Methodology 28:169.
    """
    whole = counts.whole or together(list(counts.groups.values()) or [Tally().counts("", HIGHEST)])
    pooled = PooledIcc.of(whole.cohorts_by_stratum if counts.everyone is None else counts.everyone)
    return ReactionReport(
        reaction,
        _figures(None, whole, pooled, options),
        tuple(_figures(key, of, pooled, options) for key, of in counts.groups.items()),
    )


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

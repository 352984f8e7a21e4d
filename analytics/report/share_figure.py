"""A share of a group's learners with the interval that the report promises: by cohorts where they are known."""

from analytics.clusters.design import Design
from analytics.counts.groups import Options
from analytics.shares.intervals import ShareEstimate, korn_graubard, wilson


def share_of(count: int, n: int, design: Design | None, figure: str, options: Options) -> ShareEstimate:
    """Returns the share `count` of n learners, n over 0, with the interval that the report promises.

    design: None where the learner is the unit (Wilson), else Korn-Graubard with the design effect of `figure`
    (improved, same, worse); under two cohorts in all no interval.
    """
    if design is None:
        return wilson(count, n, options.confidence)
    if not design.is_known:
        return ShareEstimate(count, n, count / n, None, None, None)
    effect = design.of(figure)
    return korn_graubard(count, n, design_effect=effect.estimate, df=effect.df, confidence=options.confidence)

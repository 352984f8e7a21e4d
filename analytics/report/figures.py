"""Every figure of one group of learners."""

from dataclasses import replace

import numpy as np

from analytics.clusters.design import Design, share_of
from analytics.counts.flow import flow_report
from analytics.counts.groups import GroupCounts, Key, Options
from analytics.counts.joint import JointTable
from analytics.gains.effect import EffectIntervals, effect_sizes
from analytics.gains.effect_intervals import effect_intervals
from analytics.gains.gain import (
    GainEstimate,
    ceiling,
    gain_of_cohorts,
    gain_of_learners,
    normalised_gain,
)
from analytics.gains.measurement import ScoreError, noise_floor, reliable_count
from analytics.gains.regression import before_after_correlation, regression_line, regression_to_mean
from analytics.notes import Note, NoteCode
from analytics.report.attrition import attrition_report
from analytics.report.group_notes import design_notes, no_pairs, null_notes, reading_notes
from analytics.report.outlook import next_cohort, power_report
from analytics.report.results import GroupReport, PairedTests, RegressionReport, ReliableChange
from analytics.shares.intervals import normal_quantile, t_quantile
from analytics.shares.passing import PassRate, pass_rate, pass_rate_of_cohorts
from analytics.significance.paired import StudentTest, sign_test, student_test
from analytics.significance.signed_rank import signed_rank_test


def group_report(
    key: Key | None, counts: GroupCounts, design: Design | None, options: Options, error: ScoreError | None
) -> GroupReport:
    """Works out every figure of one group; all but the flow are None if nobody took both tests.

    key: None for the total. design: how its intervals are made; None if the learner is the unit. error: of one score,
    that of the whole report; None if it is unknown.
    """
    table, gains = counts.joint, counts.joint.differences
    if not table.n:
        return GroupReport(key, flow=flow_report(counts.flow, 0), notes=tuple(no_pairs(counts.flow)))
    gain, effect = mean_gain_by_design(table, design, options), effect_sizes(table)
    widened = _widened(table.n, design, options)
    report = GroupReport(
        key,
        flow=flow_report(counts.flow, gains.improved),
        improved=share_of(gains.improved, gains.n, design, "improved", options),
        same=share_of(gains.same, gains.n, design, "same", options),
        worse=share_of(gains.worse, gains.n, design, "worse", options),
        noise_floor=noise_floor(table),
        reliable_change=_reliable_change(table, design, options, error),
        pass_=_pass(table, design, options),
        gain=gain,
        hake=normalised_gain(table),
        effect=replace(effect, ci=_effect_intervals(table, options, widened)) if effect else None,
        tests=PairedTests(sign_test(gains.improved, gains.worse), signed_rank_test(gains), _t_test(gain)),
        ceiling=ceiling(table),
        attrition=attrition_report(counts, options),
        regression=_regression(table, design, options, error),
        power=power_report(counts, gain, design, options) if gain else None,
        next_cohort=next_cohort(counts, gain, design, options),
    )
    notes = (
        *design_notes(gains.n, design, has_mark=report.pass_ is not None),
        *null_notes(report, table, options),
        *reading_notes(report, counts),
    )
    return replace(report, notes=notes)


def mean_gain_by_design(table: JointTable, design: Design | None, options: Options) -> GainEstimate | None:
    """Returns the mean gain with an interval that respects cohorts if there are any; None for nobody.

    design: None if the learner is the unit, and then the interval is Student's t. Otherwise it uses the design effect
    of the group's cohorts, or of the ICC that they borrow; no interval if there are fewer than two cohorts in all.
    """
    if design is None:
        return gain_of_learners(table, options.confidence)
    effect = design.of("gain") if design.is_known else None
    return gain_of_cohorts(table, design.own.cohorts, effect, options.confidence)


def _reliable_change(
    table: JointTable, design: Design | None, options: Options, error: ScoreError | None
) -> ReliableChange | None:
    if error is None:
        return None
    count = reliable_count(table, error, options.confidence)
    share = share_of(count.count, table.n, design, "improved", options)
    return ReliableChange(
        count=share.count,
        n=share.n,
        share=share.share,
        low=share.low,
        high=share.high,
        interval=share.interval,
        threshold=count.threshold,
        standard_error=error.points,
        reliability=error.reliability,
        method=error.method,
    )


def _pass(table: JointTable, design: Design | None, options: Options) -> PassRate | None:
    """With cohorts by the design effect of the mean gain: who passes is not counted by cohort."""
    mark = options.pass_mark
    if mark is None or not 1 <= mark <= table.max_score:
        return None
    if design is None:
        return pass_rate(table, mark, options.confidence)
    return pass_rate_of_cohorts(table, mark, _likeness(table.n, design), options.confidence)


def _t_test(gain: GainEstimate | None) -> StudentTest | None:
    if gain is None or gain.se is None or gain.df is None:
        return None
    return student_test(gain.mean, gain.se, gain.df)


def _likeness(n: int, design: Design) -> tuple[float, float] | None:
    """Design effect and degrees of freedom of the mean gain; None where there is one cohort in all."""
    if not design.is_known:
        return None
    effect = design.of("gain")
    df = effect.t_df(n)
    return (effect.value, df) if df else None


def _widened(n: int, design: Design | None, options: Options) -> float | None:
    """What cohorts multiply the error of an effect size by; None where there is one cohort in all."""
    if design is None:
        return 1.0
    likeness = _likeness(n, design)
    if likeness is None:
        return None
    effect, df = likeness
    return float(t_quantile(options.confidence, df) / normal_quantile(options.confidence) * effect**0.5)


def _effect_intervals(table: JointTable, options: Options, widened: float | None) -> EffectIntervals | None:
    return None if widened is None else effect_intervals(table, options.confidence, widened=widened)


def _regression(
    table: JointTable, design: Design | None, options: Options, error: ScoreError | None
) -> RegressionReport:
    """low: of those under the pass mark or, where none is asked, of the half who scored lowest before."""
    mark = options.pass_mark
    if mark is not None and 1 <= mark <= table.max_score:
        cut = mark - 1
    else:
        cut = int(np.searchsorted(np.cumsum(table.pre), table.n / 2))
    ignores = Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "regression"})
    return RegressionReport(
        line=regression_line(table, options.confidence),
        low=regression_to_mean(table, cut, error),
        correlation=before_after_correlation(table, options.confidence),
        notes=() if design is None else (ignores,),
    )

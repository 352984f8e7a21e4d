"""Every figure of one group of learners."""

from dataclasses import replace

from analytics.counts import GroupCounts, Key, Options
from analytics.design import Clustering, Design
from analytics.effect import effect_sizes
from analytics.flow import flow_report
from analytics.gain import (
    GainEstimate,
    ceiling,
    gain_of_cohorts,
    gain_of_few_cohorts,
    gain_of_learners,
    normalised_gain,
)
from analytics.joint import JointTable
from analytics.measurement import noise_floor, reliable_count
from analytics.passing import PassRate, pass_rate
from analytics.remarks import design_notes, no_pairs, null_notes, reading_notes
from analytics.results import GroupReport, PairedTests, ReliableChange
from analytics.share_figure import share_of
from analytics.signed_rank import signed_rank_test
from analytics.significance import StudentTest, sign_test, student_test
from analytics.withheld import with_bounds


def group_report(key: Key | None, counts: GroupCounts, everyone: Clustering | None, options: Options) -> GroupReport:
    """Every figure of one group. everyone: all cohorts of the report, None where the learner is the unit."""
    table, gains = counts.joint, counts.joint.differences
    if not table.n:
        return GroupReport(key, flow=flow_report(counts.flow, 0), notes=tuple(no_pairs(counts.flow)))
    design = None if counts.cohorts is None or everyone is None else Design(Clustering.of(counts.cohorts), everyone)
    gain = _gain(table, design, options)
    report = GroupReport(
        key,
        flow=flow_report(counts.flow, gains.improved),
        improved=share_of(gains.improved, gains.n, design, "improved", options),
        same=share_of(gains.same, gains.n, design, "same", options),
        worse=share_of(gains.worse, gains.n, design, "worse", options),
        noise_floor=noise_floor(table),
        reliable_change=_reliable_change(table, design, options),
        pass_=_pass(table, options),
        gain=gain,
        hake=normalised_gain(table),
        effect=effect_sizes(table),
        tests=PairedTests(sign_test(gains.improved, gains.worse), signed_rank_test(gains), _t_test(gain)),
        ceiling=ceiling(table),
    )
    notes = (*design_notes(gains.n, design), *null_notes(report, table, options), *reading_notes(report, counts))
    report = replace(report, notes=notes)
    return report if options.suppress is None else with_bounds(report, table)


def _gain(table: JointTable, design: Design | None, options: Options) -> GainEstimate | None:
    if design is None:
        return gain_of_learners(table, options.confidence)
    if design.borrows:
        return gain_of_few_cohorts(table, design.own.gain, everyone=design.everyone.gain, confidence=options.confidence)
    return gain_of_cohorts(table, design.own.gain, options.confidence)


def _reliable_change(table: JointTable, design: Design | None, options: Options) -> ReliableChange | None:
    found = reliable_count(table, options.confidence)
    if found is None:
        return None
    share = share_of(found.count, table.n, design, "improved", options)
    return ReliableChange(
        share.count, share.n, share.share, share.low, share.high, share.interval, found.threshold, found.reliability
    )


def _pass(table: JointTable, options: Options) -> PassRate | None:
    if options.pass_mark is None or not 1 <= options.pass_mark <= table.max_score:
        return None
    return pass_rate(table, options.pass_mark, options.confidence)


def _t_test(gain: GainEstimate | None) -> StudentTest | None:
    if gain is None or gain.se is None or gain.df is None:
        return None
    return student_test(gain.mean, gain.se, gain.df)

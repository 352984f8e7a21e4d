"""What a report holds: frozen figures named as the keys of the JSON contract."""

from dataclasses import dataclass

from analytics.clusters.design import PooledIcc
from analytics.clusters.next_cohort import Prediction
from analytics.clusters.robust_between import RobustAncova
from analytics.counts.flow import FlowReport
from analytics.counts.groups import Key
from analytics.estimate import Estimate, Significance
from analytics.gains.effect import EffectSizes
from analytics.gains.gain import Ceiling, GainEstimate, NormalisedGain
from analytics.gains.measurement import NoiseFloor, ReliabilityMethod
from analytics.gains.regression import RegressionLine, RegressionToMean
from analytics.leavers import DifferentialAttrition, LeaversReport
from analytics.notes import Note
from analytics.power import SampleSize, SmallestGain
from analytics.report.retest import Retest
from analytics.shares.intervals import Interval, ShareEstimate
from analytics.shares.passing import PassRate
from analytics.significance.between import AncovaTest, BetweenTest
from analytics.significance.paired import SignTest, StudentTest
from analytics.significance.signed_rank import SignedRankTest


@dataclass(frozen=True)
class ReliableChange:
    """A ReliableChange is the share of learners who gained more than measurement error explains.

    count of n learners; share, low, high, least, most: 0..1, as in a ShareEstimate. threshold: a gain counts if it is
    over this many points. standard_error: of one score, points. reliability: 0..1, by `method`. These four are those of
    the whole report, the same in each group.
    """

    count: int | None
    n: int
    share: float | None
    low: float | None
    high: float | None
    interval: Interval | None
    threshold: float
    standard_error: float
    reliability: float
    method: ReliabilityMethod
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class PairedTests:
    """PairedTests hold three two-sided tests of no change: sign test, Wilcoxon's and Student's.

    A test is None if it cannot be made or shown.
    """

    sign: SignTest | None
    wilcoxon: SignedRankTest | None
    t: StudentTest | None


@dataclass(frozen=True)
class AttritionReport:
    """An AttritionReport says how many did not take the second test, and how they had scored (attrition).

    lost: of those with a first test, the share without a second. scores: stayers and leavers before; None if scores of
    leavers are unknown or too few to show (notes say which).
    """

    lost: ShareEstimate
    scores: LeaversReport | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class RegressionReport:
    """A RegressionReport says how scores after depend on scores before (regression to the mean).

    line: score after on score before. low: what chance alone gives learners who scored low before. correlation: of
    both.
    """

    line: RegressionLine
    low: RegressionToMean | None
    correlation: Estimate
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class NextRound:
    """A NextRound says how many learners and cohorts a round needs to show a mean gain of `points` points.

    cohort_size: learners per cohort, 1 if the learner is the unit. icc: of gains, as estimated here, at least 0.
    """

    points: float
    gain: SampleSize
    cohort_size: int
    icc: float


@dataclass(frozen=True)
class PowerReport:
    """A PowerReport says what gain these learners could have shown, and what a next round needs (power).

    power: the chance of showing it, 0..1, two-sided at 1 - confidence. next_round: None if gains have no spread.
    """

    power: float
    smallest_gain: SmallestGain
    next_round: NextRound | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class NextCohort:
    """A NextCohort predicts the figures of one more cohort of `size` learners, taught alike.

    gain: points. improved: 0..1. df: degrees of freedom of both intervals.
    """

    size: int
    df: float
    gain: Prediction
    improved: Prediction


@dataclass(frozen=True)
class GroupReport:
    """A GroupReport holds every figure of one group, named as in the JSON (`pass_` is `pass` there).

    key: None for the total. If nobody has both tests, every figure but the flow is None; if hidden, every figure.
    """

    key: Key | None
    flow: FlowReport | None = None
    improved: ShareEstimate | None = None
    same: ShareEstimate | None = None
    worse: ShareEstimate | None = None
    noise_floor: NoiseFloor | None = None
    reliable_change: ReliableChange | None = None
    pass_: PassRate | None = None
    gain: GainEstimate | None = None
    hake: NormalisedGain | None = None
    effect: EffectSizes | None = None
    tests: PairedTests | None = None
    ceiling: Ceiling | None = None
    attrition: AttritionReport | None = None
    regression: RegressionReport | None = None
    power: PowerReport | None = None
    next_cohort: NextCohort | None = None
    suppressed: bool = False
    notes: tuple[Note, ...] = ()


def key_of(group: GroupReport) -> Key:
    """Returns the key of a group; raises AssertionError for the total, which has none."""
    assert group.key is not None, "a group has a key; only the total has none"
    return group.key


@dataclass(frozen=True)
class AdjustedP:
    """An AdjustedP is the p of one group's own test of no gain, plain and corrected for the number of groups."""

    key: Key
    p: float
    ln_p: float | None
    holm: float
    benjamini_hochberg: float


@dataclass(frozen=True)
class ShrunkenGroup:
    """A ShrunkenGroup is a group's share improved, adjusted towards the common share (shrinkage).

    n: learners. raw: the share as observed. share, low, high: adjusted, 0..1; low and high are None if groups differ no
    more than by chance (GROUPS_AS_CHANCE).
    """

    key: Key
    n: int
    raw: float
    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ShrunkenReport:
    """A ShrunkenReport holds the adjusted shares of all groups (shrinkage).

    mean: the common share improved. rho: how much groups differ, 0 if no more than by chance. groups: empty if nothing
    could be fitted (notes say why), and then mean and rho are None. With cohorts, learners count by their effective
    number.
    """

    mean: float | None
    rho: float | None
    groups: tuple[ShrunkenGroup, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class GroupRank:
    """A GroupRank is a group's place by share improved, 1 for the highest (a median, so maybe 2.5), with its interval.

    low, high: between which places it may lie. If they are far apart, a league table says nothing.
    """

    key: Key
    rank: float
    low: int
    high: int


@dataclass(frozen=True)
class ShareDifference:
    """A ShareDifference is the share improved of one group less that of all the others compared, -1..1.

    By Newcombe's method for independent shares, learners independent.
    """

    key: Key
    difference: Estimate


@dataclass(frozen=True)
class BetweenReport:
    """A BetweenReport compares the groups of a report.

    groups: the keys compared; `robust`, `ancova` and `attrition` are in their order. improved: chi-square or Fisher.
    gain: Kruskal-Wallis. ancova: score after by group, given that before; by cohort means if there are cohorts. robust:
    the same by learners with cohort-robust errors, the one to quote if it is there. adjusted: p of each group's t test.
    welch: whether mean gains differ; None if cohorts are the unit. attrition: whether groups lost different shares of
    learners. share_differences: each group less all others, learners independent. A figure that is None has its reason
    in the notes.
    """

    groups: tuple[Key, ...]
    improved: BetweenTest | None
    gain: BetweenTest | None
    ancova: AncovaTest | None
    adjusted: tuple[AdjustedP, ...]
    notes: tuple[Note, ...]
    welch: Significance | None = None
    robust: RobustAncova | None = None
    shrunken: ShrunkenReport | None = None
    ranks: tuple[GroupRank, ...] = ()
    attrition: DifferentialAttrition | None = None
    share_differences: tuple[ShareDifference, ...] = ()


@dataclass(frozen=True)
class Method:
    """A Method says what the figures of a report rest on.

    unit: "learner" or "cohort". cohorts: how many; icc: what groups of few cohorts borrow; both None for learners.
    max_score: highest score, None without groups. pass_mark: points, None for none. suppress: fewest learners of a
    group that is shown, None if nothing was hidden yet. retest: what a second meeting with the test gives by itself.
    """

    unit: str
    confidence: float
    max_score: int | None
    pass_mark: int | None
    suppress: int | None
    cohorts: int | None
    retest: Retest
    icc: PooledIcc | None = None

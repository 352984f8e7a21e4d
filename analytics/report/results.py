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

    threshold: points that a gain must be over, also the minimal detectable change of one learner. standard_error: of
    one score, points; reliability: 0..1, by `method`: all three of the whole report, the same in each group.
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


@dataclass(frozen=True)
class PairedTests:
    """PairedTests hold three tests of no change.

    A None has its reason in the notes.
    """

    sign: SignTest | None
    wilcoxon: SignedRankTest | None
    t: StudentTest | None


@dataclass(frozen=True)
class AttritionReport:
    """An AttritionReport says how many did not take the second test, and how they had scored (attrition).

    lost: share without a second test of those with a first one. scores: of stayers and leavers before, None where the
    scores of leavers were not given or are too few to show (notes say which).
    """

    lost: ShareEstimate
    scores: LeaversReport | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class RegressionReport:
    """A RegressionReport says how scores after depend on scores before (regression to the mean).

    line: score after on score before. low: what chance alone gives those who scored low before. correlation: r.
    """

    line: RegressionLine
    low: RegressionToMean | None
    correlation: Estimate
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class NextRound:
    """A NextRound says how many learners and cohorts a round needs to show a mean gain of `points` points.

    cohort_size: learners a cohort, 1 where the learner is the unit; icc: of gains, as seen here, not under 0.
    """

    points: float
    gain: SampleSize
    cohort_size: int
    icc: float


@dataclass(frozen=True)
class PowerReport:
    """A PowerReport says what gain these learners could have shown, and what a next round needs (power).

    `power` 0..1, two-sided at 1 - confidence.
    """

    power: float
    smallest_gain: SmallestGain
    next_round: NextRound | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class NextCohort:
    """A NextCohort says where the figures of one more cohort of `size` learners, taught alike, would lie.

    df: of t.

    gain: points; improved: 0..1.
    """

    size: int
    df: float
    gain: Prediction
    improved: Prediction


@dataclass(frozen=True)
class GroupReport:
    """A GroupReport holds every figure of one group; it is G of the contract.

    The names are the keys of the JSON, but `pass_`, which is `pass` there. key: as given, None for the total. Without
    pairs every figure but the flow is None; when hidden, every figure.
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


@dataclass(frozen=True)
class AdjustedP:
    """An AdjustedP is the p of one group's own test of no gain, as it is and corrected for the number of groups."""

    key: Key
    p: float
    ln_p: float | None
    holm: float
    benjamini_hochberg: float


@dataclass(frozen=True)
class ShrunkenGroup:
    """A ShrunkenGroup is a group's share adjusted towards the common share (shrinkage).

    raw: the share as seen; share, low, high: drawn towards the common share as far as the group's size asks. low, high:
    None where every group is drawn to it wholly (GROUPS_AS_CHANCE).
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

    mean: the common share improved; rho: how unlike groups are, 0 as alike as chance makes them.

    Where cohorts are given, learners are counted by their effective number. groups: empty where nothing could be fitted
    (notes say why).
    """

    mean: float | None
    rho: float | None
    groups: tuple[ShrunkenGroup, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class GroupRank:
    """A GroupRank is a group's place by share improved, 1 the highest, and between which places it may lie.

    Wide places make a league table moot.
    """

    key: Key
    rank: float
    low: int
    high: int


@dataclass(frozen=True)
class ShareDifference:
    """A ShareDifference is the share improved of one group less that of all the others compared.

    By Newcombe's method for independent shares.
    """

    key: Key
    difference: Estimate


@dataclass(frozen=True)
class BetweenReport:
    """A BetweenReport compares the groups of a report.

    groups: the keys compared. improved: chi-square or Fisher. gain: Kruskal-Wallis. ancova: after on before, group.

    welch: are mean gains alike, each group with its own spread; None where cohorts are the unit: it ignores them.

    Where cohorts are given, `ancova` is on cohort means and `robust` on learners with cohort-robust errors: both
    respect cohorts; quote `robust` where it is given (its `adjusted` and `differences` are in the order of `groups`).
    attrition: did some groups lose more learners (`lost`
    in the order of `groups`). share_differences: each group beside the others, learners independent. A None has its
    reason in the notes.
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

    unit: "learner" or "cohort"; cohorts: all of them, None for learners.

    max_score: the highest score, None for a report of no groups. retest: what a second meeting with the test gives.
    icc: what groups of few cohorts borrow, from everybody in the instance or file; None for learners.
    """

    unit: str
    confidence: float
    max_score: int | None
    pass_mark: int | None
    suppress: int | None
    cohorts: int | None
    retest: Retest
    icc: PooledIcc | None = None

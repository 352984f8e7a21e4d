"""The middle of everything: counts of each group in, one report of frozen figures and notes out."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.between import BetweenReport
from analytics.cohorts import CohortSums
from analytics.effect import EffectSizes
from analytics.flow import Flow, FlowReport
from analytics.gain import Ceiling, GainEstimate, NormalisedGain
from analytics.joint import JointTable
from analytics.measurement import NoiseFloor, ReliableChange
from analytics.notes import Note
from analytics.passing import PassRate
from analytics.shares import ShareEstimate
from analytics.signed_rank import SignedRankTest
from analytics.significance import SignTest, StudentTest

Key = str | tuple[str, ...]


@dataclass(frozen=True)
class GroupCounts:
    """What is known of one group. cohorts: None where the learner is the unit; else sums of the same learners as joint."""

    joint: JointTable
    flow: Flow
    cohorts: CohortSums | None = None


@dataclass(frozen=True)
class Options:
    """confidence: of every interval, 0..1. pass_mark: points, or None. suppress: fewest paired learners that may be
    shown (11 in an instance), or None to show all."""

    confidence: float = 0.95
    pass_mark: int | None = None
    suppress: int | None = None


@dataclass(frozen=True)
class PairedTests:
    """Three tests of no change. A None has its reason in the notes."""

    sign: SignTest | None
    wilcoxon: SignedRankTest | None
    t: StudentTest | None


@dataclass(frozen=True)
class GroupReport:
    """G of the contract: the names are the keys of the JSON, but `pass_`, which is `pass` there.

    key: as given, None for the total. When suppressed, every figure is None and the notes say why.
    """

    key: Key | None
    flow: FlowReport | None
    improved: ShareEstimate | None
    same: ShareEstimate | None
    worse: ShareEstimate | None
    noise_floor: NoiseFloor | None
    reliable_change: ReliableChange | None
    pass_: PassRate | None
    gain: GainEstimate | None
    hake: NormalisedGain | None
    effect: EffectSizes | None
    tests: PairedTests | None
    ceiling: Ceiling | None
    suppressed: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Method:
    """What the figures rest on. unit: "learner" or "cohort"; cohorts: all of them, None for learners."""

    unit: str
    confidence: float
    max_score: int
    pass_mark: int | None
    suppress: int | None
    cohorts: int | None


@dataclass(frozen=True)
class GainReport:
    """The whole report. groups: in the order given. between: None under two groups."""

    method: Method
    total: GroupReport
    groups: tuple[GroupReport, ...]
    between: BetweenReport | None


def gain_report(groups: Mapping[Key, GroupCounts], *, options: Options = Options()) -> GainReport:
    """Every figure for each group and for all of them together (the total is their sum)."""
    raise NotImplementedError

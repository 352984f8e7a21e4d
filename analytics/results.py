"""What a report holds: frozen figures named as the keys of the JSON contract."""

from dataclasses import dataclass

from analytics.between import AncovaTest, BetweenTest
from analytics.counts import Key
from analytics.effect import EffectSizes
from analytics.flow import FlowReport
from analytics.gain import Ceiling, GainEstimate, NormalisedGain
from analytics.measurement import NoiseFloor
from analytics.notes import Note
from analytics.passing import PassRate
from analytics.shares import Interval, ShareEstimate
from analytics.signed_rank import SignedRankTest
from analytics.significance import SignTest, StudentTest


@dataclass(frozen=True)
class ReliableChange:
    """Learners who gained more than measurement error explains: a share as others, and what it rests on.

    threshold: points that a gain must be over, also the minimal detectable change of one learner. reliability: KR-21,
    0..1.
    """

    count: int | None
    n: int
    share: float | None
    low: float | None
    high: float | None
    interval: Interval | None
    threshold: float
    reliability: float


@dataclass(frozen=True)
class PairedTests:
    """Three tests of no change. A None has its reason in the notes."""

    sign: SignTest | None
    wilcoxon: SignedRankTest | None
    t: StudentTest | None


@dataclass(frozen=True)
class GroupReport:
    """G of the contract: the names are the keys of the JSON, but `pass_`, which is `pass` there.

    key: as given, None for the total. Without pairs every figure but the flow is None; when suppressed, every figure.
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
    suppressed: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class AdjustedP:
    """p of one group's own t test of no gain, as it is and corrected for there being several groups."""

    key: Key
    p: float
    holm: float
    benjamini_hochberg: float


@dataclass(frozen=True)
class BetweenReport:
    """groups: the keys compared. improved: chi-square or Fisher. gain: Kruskal-Wallis. ancova: after on before, group.

    Where cohorts are given, `ancova` is on cohort means, the only one that respects them, and the one to quote.
    """

    groups: tuple[Key, ...]
    improved: BetweenTest | None
    gain: BetweenTest | None
    ancova: AncovaTest | None
    adjusted: tuple[AdjustedP, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Method:
    """What the figures rest on. unit: "learner" or "cohort"; cohorts: all of them, None for learners.

    max_score: the highest score, None for a report of no groups.
    """

    unit: str
    confidence: float
    max_score: int | None
    pass_mark: int | None
    suppress: int | None
    cohorts: int | None


@dataclass(frozen=True)
class GainReport:
    """The whole report. groups: in the order given. between: None under two groups or when the total is hidden."""

    method: Method
    total: GroupReport
    groups: tuple[GroupReport, ...]
    between: BetweenReport | None

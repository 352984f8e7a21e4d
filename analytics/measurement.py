"""How much of a change is the test's own noise: reliability, noise floor, reliable change."""

from dataclasses import dataclass

from analytics.shares import Interval


@dataclass(frozen=True)
class NoiseFloor:
    """share: 0..1 of learners who would score higher the second time with nothing learned; same: who would score alike.

    kr21, alpha, beta: the model's reliability and the beta distribution of true scores (None when all noise).
    """

    share: float
    same: float
    kr21: float
    alpha: float | None
    beta: float | None


@dataclass(frozen=True)
class ReliableChange:
    """Learners who gained more than measurement error explains. threshold: the smallest gain, in points, that counts.

    The threshold is also the minimal detectable change of one learner. reliability: the KR-21 it rests on, 0..1.
    """

    count: int | None
    n: int
    share: float | None
    low: float | None
    high: float | None
    interval: Interval | None
    threshold: float
    reliability: float

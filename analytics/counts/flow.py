"""Who took which test, and how much the missing could change the headline."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flow:
    """A Flow counts learners by the tests they took: first only, second only, both, and all who joined.

    enrolled: all who joined, or None where it is unknown (a file of scores).
    """

    pre_only: int
    post_only: int
    paired: int
    enrolled: int | None = None

    def __post_init__(self) -> None:
        if min(self.pre_only, self.post_only, self.paired) < 0:
            raise ValueError("a flow counts learners: no part of it can be under 0")
        if self.enrolled is not None and self.enrolled < self.seen:
            raise ValueError(f"{self.enrolled} enrolled, but {self.seen} took a test")

    def __add__(self, other: "Flow") -> "Flow":
        known = self.enrolled is not None and other.enrolled is not None
        return Flow(
            pre_only=self.pre_only + other.pre_only,
            post_only=self.post_only + other.post_only,
            paired=self.paired + other.paired,
            enrolled=(self.enrolled or 0) + (other.enrolled or 0) if known else None,
        )

    @property
    def seen(self) -> int:
        """The number of learners who took at least one test."""
        return self.pre_only + self.post_only + self.paired

    @property
    def everyone(self) -> int:
        """The number of learners enrolled or, where that is unknown, of those who took at least one test."""
        return self.seen if self.enrolled is None else self.enrolled


@dataclass(frozen=True)
class FlowReport:
    """A FlowReport is a Flow with the bounds of the share improved among everyone (Horowitz-Manski).

    The bounds are 0..1; None for nobody.
    """

    enrolled: int | None
    pre_only: int
    post_only: int
    paired: int
    improved_at_least: float | None
    improved_at_most: float | None


def horowitz_manski(successes: int, observed: int, everyone: int) -> tuple[float, float] | None:
    """Returns the lowest and highest share possible among everyone when only `observed` of them were seen.

    Lowest: none of the unseen succeeded, successes / everyone. Highest: all of them did, (successes + everyone -
    observed) / everyone. None for nobody. Horowitz & Manski 2000, JASA 95:77.
    """
    if everyone == 0:
        return None
    return successes / everyone, (successes + everyone - observed) / everyone


def flow_report(flow: Flow, improved: int) -> FlowReport:
    """Returns the flow together with how much the missing could change the share improved."""
    bounds = horowitz_manski(improved, flow.paired, flow.everyone)
    low, high = bounds if bounds else (None, None)
    return FlowReport(flow.enrolled, flow.pre_only, flow.post_only, flow.paired, low, high)

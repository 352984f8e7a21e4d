"""Who took which test, and how much the missing could change the headline."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flow:
    """A Flow counts learners by the tests they took: first only, second only, both, and all who joined.

    enrolled: all who joined; None if unknown (a file of scores). Raises ValueError for a count under 0, or fewer
    enrolled than took a test.
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
        """The number of learners enrolled or, if that is unknown, of those who took at least one test."""
        return self.seen if self.enrolled is None else self.enrolled


@dataclass(frozen=True)
class FlowReport:
    """A FlowReport is a Flow with the bounds of the share improved among everyone (Horowitz-Manski).

    improved_at_least, improved_at_most: 0..1; None if there is nobody, or in a follow-up.
    """

    enrolled: int | None
    pre_only: int
    post_only: int
    paired: int
    improved_at_least: float | None
    improved_at_most: float | None


def horowitz_manski(successes: int, observed: int, everyone: int) -> tuple[float, float] | None:
    """Returns the lowest and highest possible share of successes among everyone, if only some of them were observed.

    Lowest: none of the others succeeded, successes / everyone. Highest: all of them did, (successes + everyone -
    observed) / everyone. None if everyone is 0. Horowitz & Manski 2000, JASA 95:77.
    """
    if everyone == 0:
        return None
    return successes / everyone, (successes + everyone - observed) / everyone


def flow_report(flow: Flow, improved: int) -> FlowReport:
    """Returns the flow with the bounds of the share improved among everyone, whatever the missing would have scored.

    improved: learners with both tests who improved.
    """
    bounds = horowitz_manski(improved, flow.paired, flow.everyone)
    low, high = bounds if bounds else (None, None)
    return FlowReport(flow.enrolled, flow.pre_only, flow.post_only, flow.paired, low, high)
